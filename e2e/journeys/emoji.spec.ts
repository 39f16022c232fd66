// Emojis by name and by group, in what one writes and as reactions.
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

test('an emoji is found by its name or group, and put where the cursor is', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  await (await stage.customer('Mina Park')).writes('It came!');
  await ada.opens('Mina Park');
  await ada.composer.fill('Great news');
  await ada.composer.press('Home');
  await ada.page.getByTestId('emoji').click();
  const search = ada.page.getByTestId('emoji-search');
  await expect(search).toBeFocused();
  await lookEverywhere(ada.page, 'emoji', info);
  await search.fill('party pop');
  await expect(ada.page.getByTestId('emojis').getByRole('button')).toHaveText(['🎉']);
  await search.press('Enter');
  await expect(ada.composer).toHaveValue('🎉Great news');
  await expect(ada.composer).toBeFocused();

  // The keys do it all: those taken last come first, and arrows walk in four directions.
  await ada.composer.press('Control+.');
  await expect(ada.page.getByTestId('emojis').getByRole('button')).toHaveText(['🎉']);
  await ada.page.getByRole('button', { name: 'Food and drink' }).click();
  await search.press('ArrowDown');
  const grid = ada.page.getByTestId('emojis').getByRole('button');
  await expect(grid.first()).toBeFocused();
  await ada.page.keyboard.press('ArrowRight');
  await expect(grid.nth(1)).toBeFocused();
  await ada.page.keyboard.press('ArrowUp');
  await expect(search).toBeFocused();
  await search.fill('nothing is called this');
  await expect(ada.page.getByText('No emoji is called that.')).toBeVisible();
  await search.fill('red apple');
  await search.press('Enter');
  await expect(ada.composer).toHaveValue('🎉🍎Great news');
  await ada.composer.press('Enter');
  await expect(ada.texts.last()).toHaveText('🎉🍎Great news');
  ada.expectNeverReloaded();
});

test('a skin tone is chosen once', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  await (await stage.customer('Mina Park')).writes('It came!');
  await ada.opens('Mina Park');
  await ada.page.getByTestId('emoji').click();
  await ada.page.getByRole('button', { name: 'Medium-dark skin tone' }).click();
  const search = ada.page.getByTestId('emoji-search');
  await search.fill('thumbs up');
  await expect(ada.page.getByTestId('emojis').getByRole('button').first()).toHaveText('👍🏾');
  await search.press('Enter');
  await expect(ada.composer).toHaveValue('👍🏾');
  await ada.page.reload();
  await ada.page.getByTestId('emoji').click();
  await search.fill('clap');
  await expect(ada.page.getByTestId('emojis').getByRole('button').first()).toHaveText('👏🏾');
  // What has no tone stays as it is.
  await search.fill('party pop');
  await expect(ada.page.getByTestId('emojis').getByRole('button')).toHaveText(['🎉']);
});

test('any emoji can be a reaction', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const mina = await stage.customer('Mina Park');
  await mina.writes('It came!');
  await ada.opens('Mina Park');
  await ada.bubble('It came!').click({ button: 'right' });
  await ada.page.getByTestId('react-more').click();
  await ada.page.getByTestId('emoji-search').fill('confetti');
  await ada.page.getByTestId('emoji-search').press('Enter');
  await expect(ada.page.getByTestId('my-reaction')).toHaveText('🎊');
  await expect.poll(async () => (await mina.lines()).at(-1)?.body).toMatchObject({ emoji: '🎊' });
});
