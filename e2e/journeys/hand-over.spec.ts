// A conversation goes to a colleague with what they should know and with what was being written.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('a conversation is handed over with a note, and its draft is gone on with', async ({ stage }, info) => {
  stage.watch.expectStatus(422, /^\/api\/commands$/);
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  await (await stage.customer('Mina Park')).writes('Where is my refund?');
  await ada.opens('Mina Park');
  await ada.page.getByTestId('assign-me').click();
  await ada.expectCounts({ mine: 1 });
  const kept = ada.page.waitForResponse((it) => it.url().includes('/api/drafts/') && it.ok());
  await ada.composer.fill('Dear Mina, your refund');
  await kept;

  await ada.page.getByTestId('assign-menu').click();
  await ada.page.getByTestId('hand-over').click();
  const dialog = ada.page.getByRole('dialog', { name: 'Hand over with a note' });
  await expect(dialog.getByTestId('hand-to')).toContainText('Ben Okri');
  await dialog.getByTestId('hand-submit').click();
  await expect(dialog).toContainText('Write what they should know.');
  await dialog.getByTestId('hand-text').fill('She was promised 20 euros.');
  await lookEverywhere(ada.page, 'hand-over-dialog', info);
  await dialog.getByTestId('hand-submit').click();
  await expect(dialog).toBeHidden();
  await ada.expectCounts({ mine: 0 });

  await ben.looksAt('mine');
  await expect(ben.row('Mina Park').getByTestId('row-mention')).toBeVisible();
  await ben.opens('Mina Park');
  await expect(ben.thread).toContainText('She was promised 20 euros.');
  const left = ben.page.getByTestId('left-draft');
  await expect(left).toContainText('Draft of Ada Byron: Dear Mina, your refund');
  await lookEverywhere(ben.page, 'hand-over-draft', info);
  await left.getByTestId('left-take').click();
  await expect(ben.composer).toHaveValue('Dear Mina, your refund');
  await expect(ben.composer).toBeFocused();
  await expect(left).toHaveCount(0);
  await expect(ada.thread.getByTestId('activity').last()).toContainText('Ben Okri goes on with the draft of you');
});

test('one click writes what whoever gets it should know, from what is known', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  await stage.colleague('Cleo Diaz');
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello');
  await ada.opens('Mina Park');
  await ada.page.getByTestId('assign-me').click();
  await ada.says('We look into it');
  await expect.poll(() => mina.texts()).toContain('We look into it');
  await mina.writes('Where is my refund?');
  await mina.writes('It is order 12');
  await expect(ada.bubble('It is order 12')).toBeVisible();
  // A colleague is asked, and says nothing.
  await ada.page.keyboard.press('Escape');
  await ada.thread.getByRole('log').focus();
  await ada.page.keyboard.press('n');
  await ada.page.getByTestId('note-text').pressSequentially('@Cleo');
  await ada.page.getByRole('option', { name: /Cleo Diaz/ }).click();
  await ada.page.getByTestId('note-text').pressSequentially('do you know?');
  await ada.page.getByTestId('add-note').click();
  await expect(ada.thread.getByTestId('note')).toContainText('do you know?');

  await ada.page.getByTestId('assign-menu').click();
  await ada.page.getByTestId('hand-over').click();
  const dialog = ada.page.getByRole('dialog', { name: 'Hand over with a note' });
  await dialog.getByTestId('hand-to').selectOption(ben.person.id);
  await dialog.getByTestId('hand-text').fill('She is in a hurry.');
  await dialog.getByTestId('hand-summary').click();
  const text = dialog.getByTestId('hand-text');
  await expect(text).toHaveValue(/^She is in a hurry\.\n\nCustomer wants: “Where is my refund\?” “It is order 12”\n/);
  await expect(text).toHaveValue(/Waiting for an answer: 1 min\n/);
  await expect(text).toHaveValue(/We can write freely for (24 h|23 h 59 min)\.\n/);
  await expect(text).toHaveValue(/Open: Cleo Diaz was mentioned and has not answered\n/);
  await expect(text).toHaveValue(/Last answer: Ada Byron, 1 min ago: “We look into it”$/);
  await lookEverywhere(ada.page, 'hand-over-summary', info);
  await dialog.getByTestId('hand-submit').click();
  await expect(dialog).toBeHidden();
  await ben.looksAt('mine');
  await ben.opens('Mina Park');
  await expect(ben.thread.getByTestId('note').last()).toContainText('Customer wants: “Where is my refund?” “It is order 12”');
  await lookEverywhere(ben.page, 'hand-over-summed-up', info);
});
