// Attributes: a lead says what there is to know, agents fill it in beside the thread, and lists find by it.
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

test('a lead makes attributes, agents fill them in, and lists find by them', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/settings/attributes' });
  const ben = await stage.colleague('Ben Okri');
  await (await stage.customer('Mina Park')).writes('Where is my order?');
  await (await stage.customer('Sam')).writes('Hello');

  const make = async (name: string, kind: string, of: string, options: string[] = []) => {
    await ada.page.getByTestId('new-attribute').click();
    await ada.page.getByTestId('attribute-name').fill(name);
    await ada.page.getByRole('radio', { name: new RegExp(`^${of}`) }).check();
    await ada.page.getByRole('radio', { name: new RegExp(`^${kind}`) }).check();
    for (const [n, option] of options.entries()) {
      if (n > 0) await ada.page.getByTestId('add-option').click();
      await ada.page.getByTestId('attribute-option').nth(n).fill(option);
    }
    if (options.length > 0) await lookEverywhere(ada.page, 'attribute-form', info);
    await ada.page.getByTestId('attribute-submit').click();
    await expect(ada.page.getByTestId('attribute-entry').filter({ hasText: name })).toBeVisible();
  };
  await make('Order', 'Text', 'A conversation');
  await make('Balance', 'Number', 'A customer');
  await make('Delivery', 'Date', 'A conversation');
  await make('Pays by', 'Dropdown', 'A customer', ['Card', 'Invoice']);
  await make('Reseller', 'Yes or no', 'A customer');
  await ada.page.getByTestId('attribute-entry').nth(4).getByTestId('up').click();
  await expect(ada.page.getByTestId('attribute-entry').nth(3)).toContainText('Reseller');
  await lookEverywhere(ada.page, 'attribute-settings', info);

  await ben.opens('Mina Park');
  await ben.page.keyboard.press('d');
  const panel = ben.page.getByTestId('customer-panel');
  await panel.getByTestId('attribute-Balance').fill('much');
  await panel.getByTestId('attribute-Balance').press('Enter');
  await expect(panel.getByText('Write a number')).toBeVisible();
  await panel.getByTestId('attribute-Balance').fill('120,50');
  await panel.getByTestId('attribute-Balance').press('Enter');
  await expect(panel.getByTestId('attribute-Balance')).toHaveValue('120.5');
  await panel.getByTestId('attribute-Order').fill('A-1007');
  await panel.getByTestId('attribute-Order').press('Enter');
  await panel.getByTestId('attribute-Delivery').fill('2026-12-01');
  await panel.getByTestId('attribute-Delivery').press('Enter');
  await panel.getByTestId('attribute-Pays by').selectOption('Invoice');
  await panel.getByTestId('attribute-Reseller').selectOption('Yes');
  await expect(ben.page.getByTestId('activity')).toHaveText([/You set “Order” to A-1007/, /You set “Delivery” to 2026-12-01/]);
  await lookEverywhere(ben.page, 'attributes', info);

  await ada.page.goto('/inbox/all');
  await expect(ada.names).toHaveCount(2);
  const ask = async (attribute: string, test: string, value?: string) => {
    await ada.page.getByTestId('filter-menu').click();
    await ada.page.getByTestId('ask-attribute').click();
    await ada.page.getByTestId('asked-attribute').selectOption(attribute);
    await ada.page.getByTestId('asked-test').selectOption(test);
    const field = ada.page.getByTestId('asked-value');
    if (value && (await field.evaluate((it) => it.tagName)) === 'SELECT') await field.selectOption(value);
    else if (value) await field.fill(value);
    await ada.page.getByTestId('asked-submit').click();
  };
  await ask('Balance', 'is at least', '100');
  await expect(ada.names).toHaveText(['Mina Park']);
  await expect(ada.page.getByTestId('filter-count')).toHaveText('1');
  await ask('Pays by', 'is', 'Invoice');
  await ask('Order', 'contains', 'a-10');
  await ask('Delivery', 'is on or before', '2026-12-31');
  await expect(ada.page.getByTestId('filter-chip')).toHaveText([
    /Open/, /Order contains “a-10”/, /Balance is at least 100/, /Delivery is on or before 2026-12-31/, /Pays by is Invoice/,
  ]);
  await expect(ada.names).toHaveText(['Mina Park']);
  await lookEverywhere(ada.page, 'attributes-filter', info);
  await panel.getByTestId('attribute-Pays by').selectOption('Card');
  await expect(ada.names).toHaveCount(0);
  await panel.getByTestId('attribute-Pays by').selectOption('Invoice');
  await expect(ada.names).toHaveText(['Mina Park']);
  ben.expectNeverReloaded();
});
