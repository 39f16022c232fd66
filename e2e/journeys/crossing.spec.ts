// Two colleagues answer the same customer at once: one message leaves, and the other sees what was said and decides.
import type { Page } from '@playwright/test';
import { lookEverywhere } from '../support/looks';
import { expect, test } from '../support/test';

/** Keeps what a page asks of the server on its way until it is let go. */
async function holds(page: Page): Promise<() => void> {
  let go: () => void = () => {};
  const gone = new Promise<void>((done) => (go = done));
  await page.route('**/api/commands', async (route) => {
    if (route.request().postData()?.includes('"send"')) await gone;
    await route.continue();
  });
  return go;
}

test('of two who press Enter at once one is heard, and the other one’s words wait for them', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const ben = await stage.colleague('Ben Okri');
  const mina = await stage.customer('Mina Park');
  const omar = await stage.customer('Omar');
  await omar.writes('Hello');
  await mina.writes('Is my bike ready?');
  await ben.looksAt('all');
  for (const agent of [ada, ben]) await agent.opens('Mina Park');
  stage.watch.expectStatus(409, /^\/api\/commands$/);

  let go = await holds(ben.page);
  await ben.says('Not yet, sorry');
  // For all that she knows, nobody replies any more.
  await expect(ada.page.getByTestId('turn')).toHaveCount(0);
  await ada.says('Yes, come by!');
  await expect(ben.bubble('Yes, come by!')).toBeVisible();
  go();
  const card = ben.page.getByTestId('crossing');
  await expect(card.getByRole('alert')).toHaveText('Not sent: Ada Byron answered meanwhile.');
  await expect(card.getByTestId('crossing-said')).toHaveText('Yes, come by!');
  await expect(card.getByTestId('crossing-mine')).toContainText('Not yet, sorry');
  await expect(ben.bubble('Not yet, sorry')).toHaveCount(0);
  await expect(ben.composer).toBeFocused();
  await ben.page.unroute('**/api/commands');
  await lookEverywhere(ben.page, 'crossing', info);

  // Neither going away nor a reload loses it.
  await ben.opens('Omar');
  await expect(ben.preview('Mina Park')).toHaveText('Not sent: Not yet, sorry');
  await ben.page.reload();
  await ben.expectConnected();
  await ben.opens('Mina Park');
  await card.getByTestId('edit-again').click();
  await expect(card).toHaveCount(0);
  await expect(ben.composer).toHaveValue('Not yet, sorry');
  await expect(ben.composer).toBeFocused();
  await ben.says('It has new brakes, too');
  await ada.expectTicks('It has new brakes, too', 'delivered');

  // Who has gone on is told where it waits; and it can be sent all the same, once.
  go = await holds(ben.page);
  await ben.says('Bring the key, please');
  await ben.opens('Omar');
  await expect(ada.page.getByTestId('turn')).toHaveCount(0);
  await ada.says('We close at six');
  await expect(ben.preview('Mina Park')).toContainText('We close at six');
  go();
  await expect(ben.page.getByTestId('toast')).toContainText('Not sent to Mina Park: Ada Byron answered meanwhile.');
  await ben.page.unroute('**/api/commands');
  await ben.opens('Mina Park');
  await card.getByTestId('send-anyway').click();
  await expect(card).toHaveCount(0);
  await expect(ben.composer).toBeFocused();
  await ada.expectTicks('Bring the key, please', 'delivered');
  expect(await mina.texts()).toEqual([
    'Is my bike ready?',
    'Yes, come by!',
    'It has new brakes, too',
    'We close at six',
    'Bring the key, please',
  ]);
});

test('the same person in two browsers answers once', async ({ stage }) => {
  await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const again = await stage.again(ben.person);
  const mina = await stage.customer('Mina Park');
  await mina.writes('Is my bike ready?');
  for (const agent of [ben, again]) await agent.opens('Mina Park');
  stage.watch.expectStatus(409, /^\/api\/commands$/);
  const go = await holds(again.page);
  await again.says('Yes!');
  await ben.says('Yes, it is');
  await expect(again.bubble('Yes, it is')).toBeVisible();
  go();
  const card = again.page.getByTestId('crossing');
  await expect(card.getByRole('alert')).toHaveText('Not sent: you, in another tab, answered meanwhile.');
  expect(await mina.texts()).toEqual(['Is my bike ready?', 'Yes, it is']);
});
