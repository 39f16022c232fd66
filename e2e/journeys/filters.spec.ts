// A list by conditions of one's own: put together in a menu, kept in the address, live and counted like every other.
import { ulid } from '../support/ulid';
import { expect, test } from '../support/test';

test('conditions are combined, shown as chips, live, and survive a reload', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const vip = ulid();
  await stage.desk().want(stage.server.url, { label: [vip, { create: { name: 'VIP', colour: 'amber' } }] });
  const customers = [];
  for (const [name, minutes] of [['Zoë', 30], ['Omar', 20], ['Mina', 10]] as const) {
    const customer = await stage.customer(name);
    await customer.writes(`This is ${name}`, { at: new Date(Date.now() - minutes * 60_000) });
    customers.push(customer);
  }
  await expect(ada.names).toHaveText(['Mina', 'Omar', 'Zoë']);
  await ada.opens('Omar');
  await ada.page.keyboard.press('l');
  await ada.page.getByRole('menuitemcheckbox', { name: 'VIP' }).click();
  await ada.page.keyboard.press('Escape');

  const condition = (name: string) => ada.page.getByTestId('condition').getByText(name, { exact: true });
  const count = ada.page.getByTestId('filter-count');
  await ada.page.getByTestId('filter-menu').click();
  await condition('Waiting for us').click();
  await condition('Longest waiting first').click();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByTestId('filter-chip')).toHaveText(['Open', 'Waiting for us', 'Longest waiting first']);
  await expect(ada.names).toHaveText(['Zoë', 'Omar', 'Mina']);
  await expect(count).toHaveText('3');

  await ada.says('Here you are, Omar');
  await expect(ada.names).toHaveText(['Zoë', 'Mina']);
  await expect(count).toHaveText('2');
  await customers[1]!.writes('And another thing');
  await expect(ada.names).toHaveText(['Zoë', 'Mina', 'Omar']);
  await expect(count).toHaveText('3');

  await ada.page.getByTestId('filter-menu').click();
  await condition('VIP').click();
  await ada.page.keyboard.press('Escape');
  await expect(ada.names).toHaveText(['Omar']);
  await ada.page.reload();
  await expect(ada.names).toHaveText(['Omar']);
  await expect(count).toHaveText('1');

  const meaning = ada.page.getByTestId('filter-meaning');
  await expect(meaning).toHaveText('VIP');
  await meaning.click();
  await expect(meaning).toHaveText('+ VIP');
  await meaning.click();
  await expect(meaning).toHaveText('not VIP');
  await expect(ada.names).toHaveText(['Zoë', 'Mina']);
  await ada.page.getByRole('button', { name: 'Take out: not VIP' }).click();
  await expect(ada.names).toHaveText(['Zoë', 'Mina', 'Omar']);
  await ada.page.getByTestId('filter-clear').click();
  await expect(ada.page.getByTestId('tab-all')).toHaveAttribute('aria-current', 'page');
  await expect(ada.page.getByTestId('filter-chip')).toHaveCount(0);
});

test('what fits nothing says so, and a condition of a colleague finds theirs', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  await (await stage.customer('Sam')).writes('Hello');
  await ben.looksAt('all');
  await ada.page.getByTestId('filter-menu').click();
  await ada.page.getByTestId('condition').getByText('Ben Okri').click();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByText('Nothing fits')).toBeVisible();
  await ben.opens('Sam');
  await ben.page.getByTestId('assign-me').click();
  await expect(ada.names).toHaveText(['Sam']);
  await expect(ada.page.getByTestId('filter-count')).toHaveText('1');
});

test('time alone brings rows into a list, counts them, and orders them by the window that is left', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ago = (minutes: number) => ({ at: new Date(Date.now() - minutes * 60_000) });
  await (await stage.customer('Zoë')).writes('Since yesterday', ago(23 * 60));
  await (await stage.customer('Omar')).writes('For an hour', ago(60));
  await (await stage.customer('Mina')).writes('Just now');
  const condition = (name: string) => ada.page.getByTestId('condition').getByText(name, { exact: true });
  const count = ada.page.getByTestId('filter-count');
  await expect(ada.names).toHaveText(['Mina', 'Omar', 'Zoë']);
  await ada.page.getByTestId('filter-menu').click();
  await condition('Waits over 30 min').click();
  await condition('Window closing first').click();
  await ada.page.keyboard.press('Escape');
  await expect(ada.names).toHaveText(['Zoë', 'Omar']);
  await expect(count).toHaveText('2');
  await expect(ada.page.getByTestId('conversation-row').first()).toContainText('59 min');

  // Lena wrote almost half an hour ago: in some seconds nothing happens but that the half hour is over.
  await (await stage.customer('Lena')).writes('Almost half an hour ago', ago(29.85));
  await expect(ada.names).toHaveText(['Zoë', 'Omar', 'Lena'], { timeout: 25_000 });
  await expect(count).toHaveText('3');
  await ada.page.reload();
  await expect(ada.names).toHaveText(['Zoë', 'Omar', 'Lena']);

  await ada.page.getByRole('button', { name: 'Take out: Waits over 30 min' }).click();
  await ada.page.getByTestId('filter-menu').click();
  await ada.page.getByTestId('ask-time').click();
  await ada.page.getByTestId('time-which').selectOption('closes');
  await ada.page.getByTestId('time-number').fill('30');
  await ada.page.getByTestId('time-submit').click();
  await expect(ada.page.getByText('Write a whole number of hours, from 1 to 24.')).toBeVisible();
  await ada.page.getByTestId('time-number').fill('3');
  await ada.page.getByTestId('time-submit').click();
  await expect(ada.names).toHaveText(['Zoë']);
  await expect(ada.page.getByTestId('filter-chip')).toHaveText(['Open', 'Window closes within 3 h', 'Window closing first']);
});
