// Escalating: an agent asks leads to look at a conversation, and it is before their eyes until somebody takes it.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

test('an agent escalates with a reason, a lead hears of it, sees it on the board and takes it', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('I want to speak to your boss');
  await ben.looksAt('all');
  await ben.opens('Sam');
  await expect(ada.page.getByTestId('count-escalated')).toHaveText('0');
  await expect(ben.page.getByTestId('tab-escalated')).toHaveCount(0);

  // What is refused stands in the console too.
  stage.watch.expectStatus(422, /^\/api\/commands/);
  await ben.page.keyboard.press('h');
  await ben.page.getByTestId('escalate-submit').click();
  await expect(ben.page.getByRole('alert').filter({ hasText: 'Say why' })).toBeVisible();
  await ben.page.getByTestId('escalate-reason').fill('He wants his money back and shouts');
  await ben.page.getByTestId('escalate-submit').click();
  await expect(ben.page.getByTestId('escalated')).toContainText('You ask leads to look at it: He wants his money back');
  await expect(ben.page.getByTestId('escalated-take')).toHaveCount(0);

  await expect(ada.page.getByText('You are asked to look at Sam')).toBeVisible();
  await expect(ada.page.getByTestId('count-escalated')).toHaveText('1');
  await expect(ada.row('Sam').getByTestId('row-escalated')).toBeVisible();
  await ada.page.getByRole('link', { name: 'Live board' }).click();
  const tile = ada.page.locator('.tile').filter({ hasText: 'Escalated' });
  await expect(tile.locator('.count')).toHaveText('1');
  await tile.getByRole('link').click();
  await expect(ada.names).toHaveText(['Sam']);
  await ada.opens('Sam');
  await expect(ada.page.getByTestId('escalated')).toContainText('Ben Okri asks leads to look at it');
  await expect(ada.page.getByTestId('activity').filter({ hasText: 'Ben Okri asked leads to look at it' })).toBeVisible();
  await lookEverywhere(ada.page, 'escalated', info);

  await ada.page.getByTestId('escalated-take').click();
  await expect(ada.page.getByTestId('escalated')).toHaveCount(0);
  await expect(ben.page.getByTestId('escalated')).toHaveCount(0);
  await expect(ada.page.getByTestId('count-escalated')).toHaveText('0');
  await expect(ada.page.getByTestId('count-mine')).toHaveText('1');
  ada.expectNeverReloaded();
});
