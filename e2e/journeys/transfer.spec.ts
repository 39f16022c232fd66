// Conversations go from team to team: in the thread's menu, and many at once; attributes of many, too.
import { ulid } from '../support/ulid';
import { expect, test } from '../support/test';

test('a conversation goes to another team, and many get a team and an attribute', async ({ stage }) => {
  stage.watch.expectStatus(404, /^\/api\/conversations\//);
  const ada = await stage.admin({ at: '/inbox/all' });
  const [care, sales, size] = [ulid(), ulid(), ulid()];
  await stage.desk().want(stage.server.url, { team: [care, { create: { name: 'Care' } }] });
  await stage.desk().want(stage.server.url, { team: [sales, { create: { name: 'Sales' } }] });
  const create = { of: 'conversation', name: 'Size', kind: 'text', options: [] };
  await stage.desk().want(stage.server.url, { attribute: [size, { create }] });
  const sue = await stage.colleague('Sue Ito', { visibility: 'team', teams: [sales] });
  for (const name of ['Sam', 'Rosa']) await (await stage.customer(name)).writes(`This is ${name}`);
  await sue.looksAt('all');
  await expect(sue.names).toHaveCount(2);

  await ada.opens('Sam');
  await ada.page.getByTestId('assign-menu').click();
  await ada.page.getByTestId('transfer-to').getByText('Care').click();
  await expect(sue.names).toHaveText(['Rosa']);
  await expect(ada.thread.getByText('You gave the conversation to the team Care')).toBeVisible();
  await ada.page.getByTestId('undo').click();
  await expect(sue.names).toHaveCount(2);

  await sue.opens('Rosa');
  await sue.page.getByTestId('assign-menu').click();
  await sue.page.getByTestId('transfer-to').getByText('Care').click();
  await expect(sue.names).toHaveText(['Sam']);
  await expect(sue.page.getByTestId('toast')).toContainText('You don’t see it any more.');

  const pick = (name: string) => ada.page.getByRole('checkbox', { name: `Select ${name}` });
  await ada.row('Sam').hover();
  await pick('Sam').click();
  await ada.row('Rosa').hover();
  await pick('Rosa').click();
  await ada.page.getByTestId('bulk-assign').click();
  await ada.page.getByTestId('bulk-transfer-to').getByText('Sales').click();
  await expect(ada.page.getByTestId('toast').filter({ hasText: '2 conversations given to a team' })).toBeVisible();
  await expect(sue.names).toHaveCount(2);

  await ada.row('Sam').hover();
  await pick('Sam').click();
  await ada.page.getByTestId('bulk-attribute').click();
  await ada.page.getByTestId('bulk-value').fill('Large');
  await ada.page.getByTestId('bulk-attribute-set').click();
  await expect(ada.page.getByTestId('toast').filter({ hasText: '1 conversation changed' })).toBeVisible();
  await ada.opens('Sam');
  await expect(ada.thread.getByText('You set “Size” to Large')).toBeVisible();
});
