// Labels: a lead makes them in the settings, agents put them on conversations, and everyone sees them at once.
import { expect, test } from '../support/test';

test('a lead makes labels, an agent puts them on, and everyone sees them', async ({ stage }) => {
  const ada = await stage.admin({ at: '/settings/labels' });
  const lea = await stage.colleague('Lea Lund', { role: 'lead' });
  const ben = await stage.colleague('Ben Okri');
  await (await stage.customer('Sam')).writes('My bike came without a saddle');

  await lea.page.goto('/settings/labels');
  for (const [name, colour] of [['Return', 'red'], ['Invoice', 'teal'], ['Warranty claim', 'violet']] as const) {
    await lea.page.getByTestId('label-name').first().fill(name);
    await lea.page.getByTitle(colour, { exact: true }).first().click();
    await lea.page.getByTestId('label-submit').first().click();
    await expect(lea.page.getByTestId('label-entry').getByTestId('label').getByText(name)).toBeVisible();
  }
  const entries = ada.page.getByTestId('label-entry').getByTestId('label');
  await expect(entries).toHaveText(['Return', 'Invoice', 'Warranty claim']);
  await lea.page.getByTestId('label-entry').nth(2).getByTestId('up').click();
  await expect(entries).toHaveText(['Return', 'Warranty claim', 'Invoice']);

  await expect(ben.page.getByTestId('conversation-row')).toHaveCount(1);
  await ben.opens('Sam');
  await ben.page.keyboard.press('l');
  await ben.page.getByRole('menuitemcheckbox', { name: 'Return' }).click();
  await ben.page.getByRole('menuitemcheckbox', { name: 'Invoice' }).click();
  await expect(ben.page.getByRole('menuitemcheckbox', { checked: true })).toHaveText(['Return', 'Invoice']);
  await expect(ben.row('Sam').getByTestId('label')).toHaveText(['Return', 'Invoice']);
  await ben.page.getByRole('menuitemcheckbox', { name: 'Return' }).click();
  await expect(ben.row('Sam').getByTestId('label')).toHaveText(['Invoice']);
  await ben.page.keyboard.press('Escape');
  await expect(ben.page.getByTestId('label-menu')).toBeFocused();

  await lea.page.getByTestId('label-entry').nth(2).getByTestId('archive').click();
  await expect(ben.row('Sam').getByTestId('label')).toHaveCount(0);
  await lea.page.getByTestId('label-entry').nth(2).getByTestId('restore').click();
  await expect(ben.row('Sam').getByTestId('label')).toHaveText(['Invoice']);
  ben.expectNeverReloaded();
});

test('an agent has no settings for labels', async ({ stage }) => {
  await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  await ben.page.goto('/settings/labels');
  await expect(ben.page.getByRole('heading', { name: 'Where I am logged in' })).toBeVisible();
  await expect(ben.page.getByTestId('settings-labels')).toHaveCount(0);
});
