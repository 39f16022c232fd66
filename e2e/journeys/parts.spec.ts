// The app comes in parts: the list first, the rest when there is time. A part that can't be had says so and can be asked for
// again.
import { expect, test } from '../support/test';
import { lookEverywhere } from '../support/looks';

test('the list is there without the thread, and a thread that could not be loaded is loaded when asked again', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const page = await (await fetch(stage.server.url)).text();
  test.skip(!page.includes('rel="later"') && !page.includes('rel=later'), 'a build for developers is in one piece');
  await (await stage.customer('Mina Park')).writes('Hello');
  await expect(ada.names).toHaveText(['Mina Park']);

  // As after an upgrade of the server: the old part is gone.
  stage.watch.expectStatus(404, /split_thread/);
  stage.watch.expectWords(/WebAssembly|HTTP status code is not ok/);
  const ben = await stage.colleague('Ben Okri');
  const gone = /split_thread/;
  await ben.page.context().route(gone, (route) => route.fulfill({ status: 404, body: 'There is no such file.' }));
  await ben.looksAt('all');
  await ben.row('Mina Park').click();
  const failed = ben.page.getByRole('alert').filter({ hasText: 'could not be loaded' });
  await expect(failed).toBeVisible();
  await lookEverywhere(ben.page, 'part-failed', info);
  await ben.page.context().unroute(gone);
  await failed.getByRole('button', { name: 'Try again' }).click();
  await expect(ben.page.getByTestId('thread-name')).toHaveText('Mina Park');
  await expect(ben.texts).toHaveText(['Hello']);
  ben.expectNeverReloaded();
});

test('who types before the search is there loses no letter', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const page = await (await fetch(stage.server.url)).text();
  test.skip(!page.includes('rel="later"') && !page.includes('rel=later'), 'a build for developers is in one piece');
  await (await stage.customer('Mina Park')).writes('Hello');
  await expect(ada.names).toHaveText(['Mina Park']);

  const ben = await stage.colleague('Ben Okri');
  let arrives = () => {};
  const slow = new Promise<void>((resolve) => { arrives = resolve; });
  await ben.page.context().route(/split_tools/, async (route) => {
    await slow;
    await route.continue();
  });
  await ben.looksAt('all');
  await expect(ben.names).toHaveText(['Mina Park']);
  await ben.page.keyboard.press('/');
  await expect(ben.page.getByRole('dialog', { name: 'Search' })).toBeVisible();
  await ben.page.keyboard.type('mona');
  await ben.page.keyboard.press('Backspace');
  await ben.page.keyboard.press('Backspace');
  await ben.page.keyboard.press('Backspace');
  arrives();
  await expect(ben.page.getByTestId('search')).toHaveValue('m');
  await expect(ben.page.getByTestId('search')).toBeFocused();
  await ben.page.keyboard.type('ina');
  await expect(ben.page.getByTestId('found-name')).toHaveText(['Mina Park']);
  ben.expectNeverReloaded();
});
