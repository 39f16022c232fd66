// Conditions kept under a name: one's own and shared ones, counted live, in one's order, reached by keys.
import { expect, test } from '../support/test';

test('an agent keeps conditions as Spaces, orders them and goes there by keys', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  const sam = await stage.customer('Sam');
  // WhatsApp tells whole seconds: who wrote a minute earlier stands below for sure.
  await sam.writes('Is it there yet?', { at: new Date(Date.now() - 60_000) });
  await (await stage.customer('Omar')).writes('Hello');

  const keep = async (condition: string, name: string, more: () => Promise<void>) => {
    await ada.page.getByTestId('tab-all').click();
    await ada.page.getByTestId('filter-menu').click();
    await ada.page.getByTestId('condition').getByText(condition, { exact: true }).click();
    await ada.page.keyboard.press('Escape');
    await ada.page.getByTestId('filter-save').click();
    await expect(ada.page.getByTestId('space-name')).toBeFocused();
    await ada.page.getByTestId('space-name').fill(name);
    await more();
    await ada.page.getByTestId('space-submit').click();
    await expect(ada.page.getByTestId('space').filter({ hasText: name })).toHaveAttribute('aria-current', 'page');
  };
  await keep('Unread', 'Fresh', () => ada.page.getByTitle('alert', { exact: true }).click());
  await keep('Waiting for us', 'They wait', async () => {
    await ada.page.getByTitle('clock', { exact: true }).click();
    await ada.page.getByTitle('amber', { exact: true }).click();
  });
  const spaces = ada.page.getByTestId('space');
  const counts = ada.page.getByTestId('space-count');
  await expect(spaces).toHaveText([/Fresh/, /They wait/]);
  await expect(counts).toHaveText(['2', '2']);
  await expect(ben.page.getByTestId('space')).toHaveCount(0);

  await ada.opens('Omar');
  await expect(counts).toHaveText(['1', '2']);
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('g');
  await ada.page.keyboard.press('c');
  await expect(ada.page.getByTestId('tab-closed')).toHaveAttribute('aria-current', 'page');
  await ada.page.keyboard.press('g');
  await ada.page.keyboard.press('1');
  await expect(spaces.first()).toHaveAttribute('aria-current', 'page');
  await expect(ada.names).toHaveText(['Sam']);

  await spaces.nth(1).focus();
  await ada.page.keyboard.press('Alt+ArrowUp');
  await expect(spaces).toHaveText([/They wait/, /Fresh/]);
  await ada.page.reload();
  await expect(spaces).toHaveText([/They wait/, /Fresh/]);
  await expect(counts).toHaveText(['2', '1']);

  await spaces.first().hover();
  await ada.page.getByTestId('space-change').first().click();
  await ada.page.getByTestId('space-name').fill('Waiting');
  await ada.page.getByTestId('space-audience').selectOption('everyone');
  await ada.page.getByTestId('space-submit').click();
  await expect(spaces).toHaveText([/Fresh/, /Waiting/]);
  await expect(ben.page.getByTestId('space')).toHaveText([/Waiting/]);
  await expect(ben.page.getByTestId('space-count')).toHaveText('2');
  await ben.page.getByTestId('space').click();
  await expect(ben.names).toHaveText(['Omar', 'Sam']);
  await expect(ben.page.getByTestId('filter-save')).toHaveText('Save as Space');

  await spaces.nth(1).hover();
  await ada.page.getByTestId('space-change').nth(1).click();
  await ada.page.getByTestId('space-delete').click();
  await expect(spaces).toHaveText([/Fresh/]);
  await expect(ben.page.getByTestId('space')).toHaveCount(0);
  await ada.page.keyboard.press('z');
  await expect(spaces).toHaveText([/Fresh/, /Waiting/]);
  await ada.page.getByTestId('views-fold').click();
  await expect(ada.page.getByTestId('views-fold')).toHaveAttribute('aria-pressed', 'false');
});
