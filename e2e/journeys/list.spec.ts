// The list under one's hands: nothing moves while one aims, and a long list is as light as a short one.
import type { Agent } from '../support/agent';
import type { Stage } from '../support/stage';
import { expect, test } from '../support/test';

/** So many customers, the first on top: `Customer 0`, `Customer 1`, … */
async function customers(stage: Stage, count: number) {
  const all = [];
  for (let n = count - 1; n >= 0; n -= 1) {
    const customer = await stage.customer(`Customer ${n}`);
    await customer.writes('Hello', { at: new Date(Date.now() - (n + 1) * 60_000) });
    all.unshift(customer);
  }
  await stage.simulator.settled();
  return all;
}

const top = async (agent: Agent, name: string) => (await agent.row(name).boundingBox())?.y;
const fresh = (agent: Agent) => agent.page.getByTestId('fresh');

test('while somebody aims at a row, what comes waits above', async ({ stage }) => {
  const ada = await stage.admin();
  const all = await customers(stage, 4);
  await expect(ada.names).toHaveText(['Customer 0', 'Customer 1', 'Customer 2', 'Customer 3']);
  await ada.row('Customer 1').hover();
  const before = await top(ada, 'Customer 1');
  await all[3]?.writes('I am back');
  await expect(fresh(ada)).toHaveText('1 new');
  expect(await top(ada, 'Customer 1')).toBe(before);
  await expect(ada.names).toHaveText(['Customer 0', 'Customer 1', 'Customer 2', 'Customer 3']);
  await expect(ada.row('Customer 3')).toContainText('I am back');

  await ada.page.mouse.move(900, 400);
  await expect(ada.names).toHaveText(['Customer 3', 'Customer 0', 'Customer 1', 'Customer 2']);
  await expect(fresh(ada)).toBeHidden();
  ada.expectNeverReloaded();
});

test('a long list is scrolled to its end, and stands still when something comes', async ({ stage }) => {
  test.setTimeout(120_000);
  const ada = await stage.admin();
  const all = await customers(stage, 160);
  await ada.expectCounts({ unassigned: 160 });
  const list = ada.page.locator('.list');
  const rows = ada.page.getByTestId('conversation-row');
  await expect(rows.first()).toContainText('Customer 0');
  await expect
    .poll(async () => {
      await list.evaluate((it) => it.scrollTo(0, it.scrollHeight));
      return rows.last().textContent();
    })
    .toContain('Customer 159');
  expect(await rows.count(), 'rows in the page').toBeLessThanOrEqual(60);

  await list.evaluate((it) => it.scrollTo(0, 40 * 72));
  await expect(ada.row('Customer 42')).toBeInViewport();
  const before = await top(ada, 'Customer 42');
  await all[100]?.writes('I am back');
  await (await stage.customer('Somebody new')).writes('Hello');
  await expect(fresh(ada)).toHaveText('2 new');
  expect(await top(ada, 'Customer 42')).toBe(before);
  await all[42]?.writes('And I');
  await expect(ada.row('Customer 42')).toContainText('And I');
  expect(await top(ada, 'Customer 42'), 'what one reads does not run away').toBe(before);

  await fresh(ada).click();
  await expect(rows.first()).toContainText('Customer 42');
  await expect(rows.nth(1)).toContainText('Somebody new');
  await expect(fresh(ada)).toBeHidden();

  await ada.page.keyboard.press('j');
  for (let n = 0; n < 30; n += 1) await ada.page.keyboard.press('j');
  await expect(ada.page.locator('.row[aria-current=true]')).toBeInViewport({ ratio: 1 });
});
