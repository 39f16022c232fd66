// The customer beside the thread: changed in place, seen by colleagues at once, found by the new name.
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

test('what one colleague learns of a customer, all see', async ({ stage }, info) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  await mina.writes('Hello');
  await ada.opens('Mina Park');
  await ben.opens('Mina Park');
  await ada.page.keyboard.press('d');
  await ben.page.getByTestId('customer').click();
  const panel = ada.page.getByTestId('customer-panel');
  await expect(panel.getByTestId('customer-name')).toHaveValue('Mina Park');
  await expect(ada.composer).toBeInViewport({ ratio: 1 });

  await panel.getByTestId('customer-email').fill('nobody');
  stage.watch.expectStatus(422, /^\/api\/commands$/);
  await panel.getByTestId('customer-email').press('Enter');
  await expect(panel.getByText('An email address has an @')).toBeVisible();
  await panel.getByTestId('customer-email').fill('mina@example.com');
  await panel.getByTestId('customer-email').press('Enter');
  await expect(ben.page.getByTestId('customer-email')).toHaveValue('mina@example.com');
  await panel.getByTestId('customer-name').fill('Mina Park-Jones');
  await panel.getByTestId('customer-company').fill('Acme');
  await panel.getByTestId('customer-language').fill('Klingon');
  await panel.getByTestId('customer-language').press('Escape');
  await expect(panel.getByTestId('customer-language')).toHaveValue('');
  await panel.getByTestId('customer-notes').fill('Prefers mornings.\nHas two dogs.');
  await panel.getByTestId('customer-notes').press('Tab');

  await expect(ben.page.getByTestId('customer-company')).toHaveValue('Acme');
  await expect(ben.page.getByTestId('customer-notes')).toHaveValue('Prefers mornings.\nHas two dogs.');
  await expect(ben.page.getByTestId('customer-profile')).toHaveText('Mina Park');
  await expect(ben.row('Mina Park-Jones')).toBeVisible();
  await expect(panel.getByTestId('customer-history').getByRole('link')).toHaveCount(1);

  // What somebody is writing stays when somebody else changes something.
  await ben.page.getByTestId('customer-language').pressSequentially('Germ');
  await panel.getByTestId('customer-company').fill('Acme Ltd');
  await panel.getByTestId('customer-company').press('Enter');
  await expect(ben.page.getByTestId('customer-company')).toHaveValue('Acme Ltd');
  await expect(ben.page.getByTestId('customer-language')).toHaveValue('Germ');
  await ben.page.getByTestId('customer-language').press('Escape');

  await lookEverywhere(ada.page, 'customer', info);
  await ada.page.setViewportSize({ width: 768, height: 1024 });
  await panel.getByTestId('customer-name').press('Escape');
  await panel.getByRole('button', { name: 'Close the customer’s panel' }).press('Escape');
  await expect(panel).toBeHidden();
  await expect(ada.page.getByTestId('more-menu')).toBeFocused();
  await ada.page.setViewportSize({ width: 360, height: 740 });
  await ada.page.getByTestId('more-menu').click();
  await ada.page.getByTestId('more-customer').click();
  await panel.getByRole('button', { name: 'Close the customer’s panel' }).click();
  await expect(panel).toBeHidden();
  await expect(ada.page.getByTestId('more-menu')).toBeFocused();
  expect(await ada.overflow()).toBeLessThanOrEqual(0);
  await ada.page.screenshot({ path: `${info.project.outputDir}/looks/customer-closed-360.png` });
  await ada.page.setViewportSize({ width: 1440, height: 900 });

  await ben.page.getByTestId('customer-name').fill('');
  await ben.page.getByTestId('customer-name').press('Enter');
  await expect(ada.row('Mina Park')).toBeVisible();
  await ada.page.keyboard.press('/');
  await expect(ada.page.getByTestId('search')).toBeFocused();
  await ada.page.keyboard.type('acme');
  await expect(ada.page.getByTestId('found-name')).toHaveText(['Mina Park']);
  await ada.page.keyboard.press('Escape');
  ada.expectNeverReloaded();
});
