// Reading without the server: the app starts from what the browser keeps, shows the last picture, and says as of when it is.
// What is kept is one person's, and goes when they go.
import { lookEverywhere } from '../support/looks';
import { disk, expectKept } from '../support/kept';
import { expect, test } from '../support/test';

const OFFLINE = { serviceWorkers: 'allow' } as const;

test('who was here reads and writes on without the server, and what was written leaves once', async ({ stage }, info) => {
  const ada = await stage.admin({ at: '/inbox/all', ...OFFLINE });
  const [mina, tomas] = [await stage.customer('Mina Park'), await stage.customer('Tomas Silva')];
  await mina.writes('Where is my parcel?');
  await tomas.writes('Do you ship to Porto?');
  await ada.opens('Mina Park');
  await ada.says('One moment, please.');
  await ada.expectTicks('One moment, please.', /sent|delivered|read/);
  await expectKept(ada.page, 'Tomas Silva', 'Where is my parcel?', 'One moment, please.');

  await stage.killServer();
  const first = await ada.page.reload();
  await expect(ada.connection).toHaveText(/^Offline, as of \d\d:\d\d$/);
  await expect(ada.names).toHaveText(['Mina Park', 'Tomas Silva']);
  await expect(ada.texts).toHaveText(['Where is my parcel?', 'One moment, please.']);
  await ada.expectCounts({ all: 2 });
  await ada.row('Tomas Silva').click();
  await expect(ada.page.getByTestId('not-kept')).toBeVisible();
  await lookEverywhere(ada.page, 'offline-not-kept', info);
  await ada.opens('Mina Park');
  await ada.says('It left our warehouse this morning.');
  await ada.expectTicks('It left our warehouse this morning.', 'queued');
  await expect(ada.connection).toHaveText(/^Offline, as of \d\d:\d\d – \d queued$/);
  await lookEverywhere(ada.page, 'offline-thread', info);

  // The page comes as the server gave it, under the same policy; only what is good for one load differs.
  const second = await ada.page.reload();
  const policies = [first, second].map((it) => it?.headers()['content-security-policy'] ?? '');
  const nonces = policies.map((it) => /'nonce-([^']{32,})'/.exec(it)?.[1]);
  expect(second?.fromServiceWorker()).toBe(true);
  expect(nonces[0]).toBeTruthy();
  expect(nonces[1]).not.toBe(nonces[0]);
  expect(policies[0]).toMatch(/^default-src 'none'; script-src 'self' 'nonce-[^']+' 'wasm-unsafe-eval';/);
  await expect(ada.texts.last()).toHaveText('It left our warehouse this morning.');

  await stage.server.start();
  await ada.expectConnected();
  await ada.expectTicks('It left our warehouse this morning.', /sent|delivered|read/);
  await expect(ada.texts).toHaveText(['Where is my parcel?', 'One moment, please.', 'It left our warehouse this morning.']);
  await expect.poll(() => stage.simulator.accepted()).toEqual(['One moment, please.', 'It left our warehouse this morning.']);
  await ada.opens('Tomas Silva');
  await expect(ada.texts).toHaveText(['Do you ship to Porto?']);
});

test('an upgraded app takes the place of the kept one, as a whole', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all', ...OFFLINE });
  await (await stage.customer('Mina Park')).writes('Hello');
  await expectKept(ada.page, 'Mina Park');
  const files = () => ada.page.evaluate(async () => {
    const kept = await (await caches.open('onevoice-shell')).keys();
    return kept.map((it) => new URL(it.url).pathname.slice(1));
  });
  const { before, after } = await stage.server.upgrade(`${stage.folder}/site`);
  expect(await files()).toContain(before);
  await stage.restart();
  await ada.page.reload();
  await expect(ada.page.locator('html[data-build=next]')).toBeAttached();
  await ada.expectConnected();
  await expect.poll(files, { timeout: 30_000 }).toContain(after);
  await expect.poll(files).not.toContain(before);
  await stage.killServer();
  await ada.page.reload();
  await expect(ada.page.locator('html[data-build=next]')).toBeAttached();
  await expect(ada.names).toHaveText(['Mina Park']);
  await expect(ada.connection).toHaveText(/^Offline, as of/);
});

test('logging out takes everything along', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all', ...OFFLINE });
  await (await stage.customer('Mina Park')).writes('My code is 4711');
  await ada.opens('Mina Park');
  await expectKept(ada.page, 'Mina Park', 'My code is 4711');
  await ada.page.getByTestId('logout').click();
  await expect(ada.page).toHaveURL(/\/login$/);
  await expect.poll(() => disk(ada.page)).toBe('');
  await stage.killServer();
  await ada.page.goto('/inbox/all');
  await expect(ada.page.getByText('Waiting for the server.')).toBeVisible();
  await expect(ada.page.getByText('Mina Park')).toHaveCount(0);
  expect(await ada.page.evaluate(() => Object.keys(localStorage).filter((it) => it.includes('kept-for')))).toEqual([]);
  await stage.server.start();
  await expect(ada.page).toHaveURL(/\/login/);
});

test('a session that ended while nobody looked takes everything along, too', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all', ...OFFLINE });
  await (await stage.customer('Mina Park')).writes('My code is 4711');
  await ada.opens('Mina Park');
  await expectKept(ada.page, 'My code is 4711');
  const context = ada.page.context();
  await ada.page.close();
  // As when another browser ends it.
  await context.clearCookies();
  const page = await context.newPage();
  await page.goto('/inbox/all');
  await expect(page).toHaveURL(/\/login/);
  await expect.poll(() => disk(page)).toBe('');
});

test('what somebody does not see any more is not kept once they are back, and the next one finds nothing of theirs', async ({ stage }) => {
  const ada = await stage.admin({ at: '/inbox/all' });
  const { person, page } = await stage.colleague('Ben Okri', { visibility: 'own' });
  await page.close();
  await (await stage.customer('Mina Park')).writes('Only for Ben');
  await ada.opens('Mina Park');
  const give = async (to: string) => {
    await ada.page.getByTestId('assign-menu').click();
    await ada.page.getByTestId(to).click();
  };
  await give(`assign-to-${person.id}`);
  const ben = await stage.again(person, OFFLINE);
  await ben.looksAt('mine');
  await ben.opens('Mina Park');
  await expectKept(ben.page, 'Only for Ben');
  const context = ben.page.context();
  await ben.page.close();
  await give('assign-me');
  const back = await context.newPage();
  await back.goto('/inbox/mine');
  await expect.poll(() => disk(back), { timeout: 30_000 }).not.toContain('Mina Park');
  expect(await disk(back)).not.toContain('Only for Ben');
});
