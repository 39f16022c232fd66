// Deleting: out of everybody's lists, back by undo, by restoring, or because the customer writes.
import { expect, test } from '../support/test';

test('what a lead deletes is gone for others, can be had back, and comes back when the customer writes', async ({ stage }) => {
  stage.watch.expectStatus(404, /^\/api\/conversations\//);
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  await sam.writes('Hello', { at: new Date(Date.now() - 60_000) });
  await (await stage.customer('Rosa')).writes('Hi there');
  await ben.looksAt('all');
  await expect(ben.names).toHaveText(['Rosa', 'Sam']);
  await expect(ben.page.getByTestId('tab-deleted')).toHaveCount(0);
  await ben.opens('Sam');
  await ben.page.getByTestId('more-menu').click();
  await expect(ben.page.getByTestId('delete')).toBeDisabled();
  await expect(ben.page.locator('#more-menu').getByTestId('refused')).toContainText('Your role does not allow this');
  await ben.page.keyboard.press('Escape');

  await ada.opens('Sam');
  await ada.page.getByTestId('more-menu').click();
  await ada.page.getByTestId('delete').click();
  await expect(ada.names).toHaveText(['Rosa']);
  await expect(ben.names).toHaveText(['Rosa']);
  await expect(ben.page.getByText("This conversation can't be shown")).toBeVisible();
  await ada.page.getByRole('button', { name: 'Undo' }).click();
  await expect(ben.names).toHaveText(['Rosa', 'Sam']);

  await ada.page.getByTestId('more-menu').click();
  await ada.page.getByTestId('delete').click();
  await expect(ada.page.getByTestId('count-deleted')).toHaveText('1');
  await ada.page.getByTestId('tab-deleted').click();
  await expect(ada.names).toHaveText(['Sam']);
  await expect(ada.page.getByTestId('row-deleted')).toContainText('30 d');
  await expect(ada.page.getByTestId('deleted')).toContainText('Everything in it is erased on');
  await ada.page.getByTestId('restore').click();
  await expect(ada.page.getByText('Nothing is deleted')).toBeVisible();
  await expect(ben.names).toHaveText(['Rosa', 'Sam']);

  // Many at once, by the bar.
  await ada.looksAt('all');
  for (const row of await ada.page.getByTestId('row-pick').all()) await row.check({ force: true });
  await ada.page.getByTestId('bulk-delete').click();
  await expect(ada.page.getByText('2 conversations deleted.')).toBeVisible();
  await expect(ben.names).toHaveCount(0);
  await sam.writes('Are you there?');
  await expect(ben.names).toHaveText(['Sam']);
  await ben.opens('Sam');
  await expect(ben.page.getByText('Restored: the customer wrote')).toBeVisible();
});
