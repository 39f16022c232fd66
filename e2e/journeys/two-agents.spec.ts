// Two colleagues in front of the same customer: each sees at once what the other does, and the reply is one person's.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('who looks, types and replies is seen by the other, and the reply is asked for, kept, given and taken over', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  const omar = await stage.customer('Omar');
  await omar.writes('Hello');
  await mina.writes('Is my bike ready?');
  await ben.looksAt('all');

  await ada.opens('Mina Park');
  await expect(ben.row('Mina Park').getByTestId('viewers')).toContainText('Here too: Ada Byron');
  await ada.composer.pressSequentially('Yes, ');
  await expect(ben.row('Mina Park').getByTestId('row-busy')).toHaveText('Ada Byron is replying…');
  await ben.opens('Mina Park');
  await expect(ben.page.getByTestId('thread-busy')).toHaveText('Ada Byron is replying…');
  const turn = ben.page.getByTestId('turn');
  await expect(turn).toContainText('Ada Byron is replying');
  await lookEverywhere(ben.page, 'two-agents', info);

  // He may write all the same; Enter asks first, and no word is lost.
  await ben.composer.fill('Not yet');
  await ben.composer.press('Enter');
  await expect(turn).toContainText('Not sent: Ada Byron is replying. Your text stays here.');
  await expect(ben.composer).toHaveValue('Not yet');
  await expect(ada.page.getByTestId('viewers').first()).toContainText('Ben Okri');

  // He asks, and she keeps it.
  await ada.composer.press('End');
  await ada.composer.pressSequentially('come ');
  await turn.getByTestId('turn-ask').click();
  const wanted = ada.page.getByTestId('wanted');
  await expect(wanted).toContainText('Ben Okri asks for the reply');
  await wanted.getByTestId('wanted-keep').click();
  await expect(turn).toContainText('Ada Byron keeps the reply for now.');
  await expect(ada.composer).toBeFocused();

  // Only who leads takes it without asking. He asks again and she says nothing: she is told, keeps her words, and her Enter sends
  // nothing.
  await expect(turn.getByTestId('turn-take')).toHaveCount(0);
  await turn.getByTestId('turn-ask').click();
  await expect(wanted).toBeVisible();
  await expect(turn).toHaveCount(0, { timeout: 20_000 });
  await expect(ada.thread.getByTestId('activity')).toContainText('Ben Okri took over the reply from you');
  await expect(ada.page.getByTestId('turn')).toContainText('Ben Okri is replying');
  await ada.composer.press('Enter');
  await expect(ada.page.getByTestId('turn')).toContainText('Not sent: Ben Okri is replying.');
  await expect(ada.composer).toHaveValue('Yes, come ');
  await ben.composer.press('Enter');
  await ada.expectTicks('Not yet', 'delivered');
  await expect(ada.page.getByTestId('turn')).toHaveCount(0);

  // A note needs nobody's leave, and is told apart.
  await ben.page.getByTestId('mode-note').click();
  await ben.page.getByTestId('note-text').pressSequentially('Careful');
  await expect(ada.page.getByTestId('thread-busy')).toHaveText('Ben Okri is writing a note…');

  // Whoever goes is gone.
  await ben.opens('Omar');
  await expect(ada.row('Mina Park').getByTestId('viewers')).toHaveCount(0);
  await ben.hides(true);
  await expect(ada.row('Omar').getByTestId('viewers')).toHaveCount(0);
  expect(await mina.texts()).toEqual(['Is my bike ready?', 'Not yet']);
});
