// What was said while the network was bad: kept in the browser, sent once and in its order.
import type { Agent } from '../support/agent';
import type { Customer } from '../support/customer';
import type { Stage } from '../support/stage';
import { expect, test } from '../support/test';

const COMMANDS = '**/api/commands';

/** An agent in a thread, and the customer. */
async function writing(stage: Stage): Promise<[Agent, Customer]> {
  const ada = await stage.admin({ at: '/inbox/all' });
  const mina = await stage.customer('Mina Park');
  await mina.writes('Are you there?');
  await ada.opens('Mina Park');
  await expect(ada.unread('Mina Park')).toBeHidden();
  stage.watch.expectOutages();
  return [ada, mina];
}

const arrived = async (mina: Customer) => (await mina.texts()).filter((it) => it !== 'status');

test('what has no answer survives a reload, and leaves once and in its order', async ({ stage }) => {
  const [ada, mina] = await writing(stage);
  await ada.page.route(COMMANDS, (route) => route.abort('connectionreset'));
  await ada.says('First');
  await ada.says('Second');
  await expect(ada.texts).toHaveText(['Are you there?', 'First', 'Second']);
  await ada.page.reload();
  await expect(ada.texts).toHaveText(['Are you there?', 'First', 'Second']);
  await ada.says('Third');
  await ada.page.unroute(COMMANDS);
  await ada.expectTicks('Third', /sent|delivered|read/);
  expect(await arrived(mina)).toEqual(['Are you there?', 'First', 'Second', 'Third']);
  await ada.page.reload();
  await expect(ada.texts, 'nothing is left').toHaveText(['Are you there?', 'First', 'Second', 'Third']);
});

test('a command whose answer was lost is not done twice after a reload', async ({ stage }) => {
  const [ada, mina] = await writing(stage);
  await ada.page.route(COMMANDS, async (route) => {
    await route.fetch();
    await route.abort('connectionreset');
  });
  await ada.says('Only once');
  await expect.poll(() => arrived(mina)).toContain('Only once');
  await ada.page.unroute(COMMANDS);
  await ada.page.reload();
  await ada.expectTicks('Only once', /sent|delivered|read/);
  await ada.says('And this after it');
  await ada.expectTicks('And this after it', /sent|delivered|read/);
  expect(await arrived(mina)).toEqual(['Are you there?', 'Only once', 'And this after it']);
});

test('another tab sends what a closed one could not', async ({ stage }) => {
  const [ada, mina] = await writing(stage);
  await ada.page.route(COMMANDS, (route) => route.abort('connectionreset'));
  await ada.says('From a tab that was closed');
  await expect(ada.texts.last()).toHaveText('From a tab that was closed');
  const context = ada.page.context();
  await ada.page.close();
  const page = await context.newPage();
  await page.goto('/inbox/all');
  await expect.poll(() => arrived(mina)).toEqual(['Are you there?', 'From a tab that was closed']);
  await page.close();
});

test('a note survives too, and a message that is refused afterwards is in the composer again', async ({ stage }) => {
  const [ada] = await writing(stage);
  const ben = await stage.colleague('Ben Okri');
  await ada.page.route(COMMANDS, (route) => route.abort('connectionreset'));
  await ada.page.getByTestId('mode-note').click();
  await ada.page.getByTestId('note-text').fill('Ask the kitchen');
  await ada.page.getByTestId('note-text').press('Enter');
  await ada.page.getByTestId('mode-reply').click();
  await ada.says('Too late');
  await ben.opens('Mina Park');
  await ben.page.keyboard.press('d');
  await ben.page.getByTestId('customer-panel').getByTestId('block').click();
  await ben.page.getByTestId('block-confirm').click();
  await expect(ada.page.getByTestId('blocked')).toBeVisible();
  stage.watch.expectStatus(409, /^\/api\/commands$/);
  stage.watch.expectStatus(422, /^\/api\/commands$/);
  await ada.page.reload();
  await ada.page.unroute(COMMANDS);
  await expect(ben.page.getByTestId('note')).toContainText('Ask the kitchen');
  await expect(ada.page.getByTestId('toast')).toBeVisible();
  await ben.page.getByTestId('blocked').getByTestId('unblock').click();
  await expect(ada.composer).toHaveValue('Too late');
  await expect(ada.texts).toHaveText(['Are you there?']);
});
