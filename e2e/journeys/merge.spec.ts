// Two contacts that are one person: merged after a look at what comes of it, and separated again.
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

test('two contacts become one person and two again', async ({ stage }, info) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const old = await stage.customer('Mina Park');
  const young = await stage.customer('Mina New Phone');
  await old.writes('Hello from my old number');
  await young.writes('This is my new number');
  await ada.opens('Mina Park');
  await ada.page.keyboard.press('d');
  const panel = ada.page.getByTestId('customer-panel');
  await panel.getByTestId('customer-company').fill('Acme');
  await panel.getByTestId('customer-company').press('Enter');
  await expect(panel.getByTestId('customer-history').getByRole('link')).toHaveCount(1);

  await panel.getByTestId('merge').click();
  await ada.page.getByTestId('merge-query').fill('new phone');
  await ada.page.getByTestId('merge-one').click();
  await expect(ada.page.getByTestId('merge-preview')).toContainText('Mina New Phone');
  await lookEverywhere(ada.page, 'merge-preview', info);
  await ada.page.getByTestId('merge-confirm').click();
  await expect(panel.getByTestId('identity')).toHaveCount(2);
  await expect(panel.getByTestId('customer-history').getByRole('link')).toHaveCount(2);
  await expect(ben.names).toHaveText(['Mina Park', 'Mina Park']);
  await panel.getByTestId('separate').scrollIntoViewIfNeeded();
  await lookEverywhere(ada.page, 'merged', info);

  await ben.page.getByTestId('conversation-row').filter({ hasText: 'This is my new number' }).click();
  await expect(ben.page.getByTestId('thread-name')).toHaveText('Mina Park');
  await ben.page.keyboard.press('d');
  await expect(ben.page.getByTestId('customer-company')).toHaveValue('Acme');
  await panel.getByTestId('separate').click();
  await expect(ben.row('Mina New Phone')).toBeVisible();
  await expect(ben.page.getByTestId('customer-company')).toHaveValue('');
  await expect(panel.getByTestId('identities')).toHaveCount(0);
  ada.expectNeverReloaded();
});
