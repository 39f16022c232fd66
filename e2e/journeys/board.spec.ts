// The live board: how much everybody has, who waits and for how long, and where people are, as it happens.
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';
import { ulid } from '../support/ulid';

test('a lead watches who waits, goes there, and looks over a shoulder without marking anything as read', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  const care = ulid();
  await stage.desk().want(stage.server.url, { team: [care, { create: { name: 'Care' } }] });
  const ago = (minutes: number) => ({ at: new Date(Date.now() - minutes * 60_000) });
  const sam = await stage.customer('Sam');
  await sam.writes('Where is my parcel?', ago(20));
  const rosa = await stage.customer('Rosa');
  await rosa.writes('Hello?', ago(3));
  await ben.looksAt('all');
  await expect(ben.page.getByTestId('tab-all')).toBeVisible();
  await expect(ben.page.getByRole('link', { name: 'Live board' })).toHaveCount(0);

  await ada.page.getByRole('link', { name: 'Live board' }).click();
  const tile = (name: string) => ada.page.locator('.tile').filter({ hasText: name }).locator('.count');
  const person = (name: string) => ada.page.getByTestId('board-person').filter({ hasText: name });
  const numbers = (line: ReturnType<typeof person>) => line.locator('td.number .count');
  await expect(tile('Waiting for us')).toHaveText('2');
  await expect(tile('Waiting too long')).toHaveText('1');
  await expect(tile('Waiting, unassigned')).toHaveText('2');
  await expect(tile('Online')).toHaveText('2');
  await expect(numbers(person('Ben Okri'))).toHaveText(['0', '0', '0']);
  await expect(person('Ben Okri')).toContainText('Online');

  // He takes one and begins to write; nothing is loaded anew.
  await ben.opens('Sam');
  await ben.page.getByTestId('assign-me').click();
  await expect(numbers(person('Ben Okri'))).toHaveText(['1', '1', '1']);
  await expect(tile('Waiting, unassigned')).toHaveText('1');
  await ben.composer.pressSequentially('One moment');
  await expect(person('Ben Okri').locator('.board-now')).toHaveText('Replying to Sam');
  await lookEverywhere(ada.page, 'board', info);

  // When somebody is late is hers to say, and stays so.
  await ada.page.getByTestId('board-limit').selectOption('30');
  await expect(tile('Waiting too long')).toHaveText('0');
  await ada.page.reload();
  await expect(ada.page.getByTestId('board-limit')).toHaveValue('30');
  await expect(tile('Waiting too long')).toHaveText('0');
  await ada.page.getByTestId('board-limit').selectOption('5');
  await expect(tile('Waiting too long')).toHaveText('1');

  // A number leads to what it counts.
  await numbers(person('Ben Okri')).nth(1).click();
  await expect(ada.names).toHaveText(['Sam']);
  await ada.page.goBack();

  // She watches the thread where he is; what comes there stays unread until she stops watching.
  await ben.composer.press('Enter');
  await ben.looksAt('unassigned');
  await ben.opens('Rosa');
  await expect(person('Ben Okri').locator('.board-now')).toHaveText('Looking at Rosa');
  await person('Ben Okri').getByTestId('board-watch').click();
  await expect(ada.page.getByTestId('watching')).toContainText('nothing is marked as read');
  await ben.page.keyboard.press('Escape');
  await expect(ben.page.getByText('No conversation open')).toBeVisible();
  await rosa.writes('Anybody?');
  await expect(ada.texts).toHaveText(['Hello?', 'Anybody?']);
  await expect(ben.row('Rosa').getByTestId('row-unread')).toHaveText('1');
  await ada.page.getByTestId('watching-stop').click();
  await expect(ada.page.getByTestId('watching')).toHaveCount(0);
  await expect(ben.row('Rosa').getByTestId('row-unread')).toHaveCount(0);
});
