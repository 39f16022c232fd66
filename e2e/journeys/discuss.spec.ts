// Two colleagues discuss one message beside the thread: it stays out of what the customer sees and of the thread itself.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('a message is discussed beside the thread, who is asked finds it, and the customer sees nothing', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  await mina.writes('May I pay in two parts?');
  await mina.writes('And when will it arrive?');
  await ada.opens('Mina Park');

  // By the menu of the message; Escape closes, and what was begun stays.
  await ada.bubble('May I pay in two parts?').click({ button: 'right' });
  await ada.page.getByTestId('message-discuss').click();
  const panel = ada.page.getByTestId('discussion');
  await expect(panel).toContainText('May I pay in two parts?');
  const text = panel.getByTestId('discuss-text');
  await expect(text).toBeFocused();
  await text.pressSequentially('@Ben');
  await ada.page.getByRole('option', { name: /Ben Okri/ }).click();
  await text.pressSequentially('may she do that?');
  await text.press('Escape');
  await expect(panel).toHaveCount(0);
  await ada.bubble('May I pay in two parts?').click({ button: 'right' });
  await ada.page.getByTestId('message-discuss').click();
  await expect(text).toHaveValue('@Ben Okri may she do that?');
  await text.press('Enter');
  await expect(panel.getByTestId('note')).toContainText('may she do that?');
  await expect(text).toHaveValue('');

  // In the thread there is a chip, and no note.
  const chip = ada.page.getByTestId('discussed');
  await expect(chip).toHaveText(/1 reply · You, (just now|1 min ago)/);
  await expect(ada.thread.getByTestId('note')).toHaveCount(0);

  // Ben was asked: opening the thread is not reading it.
  await ben.looksAt('all');
  await expect(ben.row('Mina Park').getByTestId('row-mention')).toBeVisible();
  await ben.opens('Mina Park');
  await expect(ben.page.getByTestId('discussed')).toHaveText(/1 reply · Ada Byron, (just now|1 min ago)/);
  await expect(ben.page.getByTestId('discussed-dot')).toBeVisible();
  await expect(ben.thread.getByTestId('note')).toHaveCount(0);
  await lookEverywhere(ben.page, 'discussed-chip', info);
  await ben.page.getByTestId('discussed').click();
  const bens = ben.page.getByTestId('discussion');
  await expect(bens.getByTestId('note')).toContainText('may she do that?');
  await expect(ben.page.getByTestId('discussed-dot')).toHaveCount(0);
  await bens.getByTestId('discuss-text').fill('Yes, until the end of the month');
  await bens.getByTestId('discuss-say').click();
  await expect(panel.getByTestId('note')).toHaveCount(2);
  await expect(chip).toHaveText(/2 replies · Ben Okri, (just now|1 min ago)/);
  await lookEverywhere(ben.page, 'discussion', info);

  // For leads alone: Ben sees no more than before.
  await panel.getByTestId('note-audience').selectOption('leads');
  await text.fill('Only this once');
  await text.press('Enter');
  await expect(panel.getByTestId('note')).toHaveCount(3);
  await expect(bens.getByTestId('note')).toHaveCount(2);

  // It is found, and found in its place.
  await bens.getByTestId('discuss-text').press('Escape');
  await expect(bens).toHaveCount(0);
  await ben.page.goto('/inbox/all');
  await expect(ben.row('Mina Park')).toBeVisible();
  await ben.page.keyboard.press('/');
  await ben.page.keyboard.type('until the end');
  await ben.page.getByTestId('found').first().click();
  await expect(ben.page.getByTestId('discussion').getByTestId('note').last()).toContainText('Yes, until the end of the month');
  expect(await mina.texts()).toEqual(['May I pay in two parts?', 'And when will it arrive?']);

  // By keys: of the latest message.
  await text.press('Escape');
  await expect(panel).toHaveCount(0);
  await ada.thread.getByRole('log').focus();
  await ada.page.keyboard.press('Shift+N');
  await expect(panel).toContainText('And when will it arrive?');
});
