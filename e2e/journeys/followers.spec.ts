// Followers: who is mentioned sees a conversation from then on, whoever's it is, until they stop or somebody lets them go.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('a colleague who sees only their own is brought in by a mention, follows, and stops', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ola = await stage.colleague('Ola Own', { visibility: 'own' });
  const sam = await stage.customer('Sam');
  await sam.writes('Can I have my money back?');
  await ada.opens('Sam');
  await expect(ola.page.getByTestId('count-all')).toHaveText('0');

  await ada.page.keyboard.press('n');
  const note = ada.page.getByTestId('note-text');
  await note.pressSequentially('What do you think, @ol');
  await expect(ada.page.getByTestId('suggestion')).toHaveText(/Ola Own.*Will see it from now on/);
  await note.press('Enter');
  await expect(note).toHaveValue('What do you think, @Ola Own ');
  await note.pressSequentially('please');
  await expect(ada.page.getByTestId('suggestion')).toHaveCount(0);
  await note.press('Enter');
  await expect(ada.page.getByTestId('activity').filter({ hasText: 'You brought Ola Own in' })).toBeVisible();
  await expect(ada.page.getByTestId('followers')).toHaveAccessibleName(/Followers: 1/);

  // She sees it at once, in every list and in the one of what she follows.
  await expect(ola.page.getByTestId('count-all')).toHaveText('1');
  await expect(ola.page.getByTestId('count-following')).toHaveText('1');
  await ola.page.getByTestId('tab-following').click();
  await expect(ola.names).toHaveText(['Sam']);
  await ola.opens('Sam');
  await expect(ola.page.getByTestId('activity').filter({ hasText: 'Ada Byron brought you in' })).toBeVisible();
  await expect(ola.page.getByTestId('note')).toContainText('What do you think');
  await sam.writes('Hello?');
  await expect(ola.texts).toHaveText(['Can I have my money back?', 'Hello?']);
  await ada.page.getByTestId('followers').click();
  await expect(ada.page.getByRole('menuitem', { name: /Ola Own/ })).toBeVisible();
  await ada.page.keyboard.press('Escape');
  await lookEverywhere(ada.page, 'followers', info);

  // She stops, and it is gone; nobody is told.
  stage.watch.expectStatus(404, /^\/api\/conversations\//);
  await ola.page.keyboard.press('w');
  await expect(ola.page.getByTestId('count-all')).toHaveText('0');
  await expect(ola.page.getByTestId('count-following')).toHaveText('0');
  await expect(ola.names).toHaveCount(0);
  await expect(ola.texts).toHaveCount(0);
  await expect(ada.page.getByTestId('followers')).toHaveAccessibleName(/nobody/);
  ola.expectNeverReloaded();
});

test('who follows goes on seeing it, until somebody lets them go', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello');
  await ben.looksAt('all');
  await ben.opens('Mina Park');
  await ben.page.keyboard.press('w');
  await expect(ben.page.getByTestId('count-following')).toHaveText('1');
  await ben.page.keyboard.press('Escape');
  await expect(ben.page.getByText('No conversation open')).toBeVisible();
  await mina.writes('Are you there?');
  await expect(ben.page.getByText('Mina Park wrote. You follow this conversation.')).toBeVisible();
  await ben.opens('Mina Park');
  await ada.looksAt('all');
  await ada.opens('Mina Park');
  await ada.page.getByTestId('followers').click();
  await ada.page.getByTestId(`let-go-${ben.person.id}`).click();
  await expect(ben.page.getByTestId('count-following')).toHaveText('0');
  await expect(ben.page.getByTestId('activity').filter({ hasText: 'took you off the followers' })).toBeVisible();
  await ben.page.keyboard.press('w');
  await expect(ada.page.getByTestId('followers')).toHaveAccessibleName(/Followers: 1/);
});
