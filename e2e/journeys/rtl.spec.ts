// Right to left: a page that names an Arabic language is mirrored as a whole, and what people wrote keeps its own
// direction, in either kind of page.
import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import type { Agent } from '../support/agent';
import { expectAccessible } from '../support/axe';
import { faults, undirected } from '../support/reading';
import { expect, test } from '../support/test';

const SIZES = [[1440, 900], [360, 740]] as const;
const AMINA = 'أمينة الحسن';
const DANA = 'דנה לוי';

/** Names another language in the page, as a translation would, and nothing else. */
async function translate(agent: Agent): Promise<void> {
  await agent.page.addInitScript(() => {
    const name = () => document.documentElement?.setAttribute('lang', 'ar');
    new MutationObserver((_, watch) => {
      if (document.body) watch.disconnect();
      name();
    }).observe(document, { childList: true, subtree: true });
    name();
  });
  await agent.page.reload();
  await expect(agent.page.locator('html')).toHaveAttribute('dir', 'rtl');
  await agent.expectConnected();
}

/** Takes pictures, and compares with the same page from left to right: nothing else may stick out or overlap. */
async function look(agent: Agent, name: string, info: TestInfo): Promise<void> {
  const { page } = agent;
  const turn = (dir: string) => page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir);
  for (const colorScheme of ['light', 'dark'] as const) {
    const where = `rtl-${name}-${page.viewportSize()!.width}-${colorScheme}`;
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.screenshot({ path: join(info.project.outputDir, 'looks', `${where}.png`) });
    await expectAccessible(page, where);
  }
  expect.soft(await agent.overflow(), `pixels to the side of ${name}`).toBe(0);
  expect.soft(await undirected(page), `what takes the direction of ${name}`).toEqual([]);
  const mirrored = await faults(page);
  await turn('ltr');
  const plain = await faults(page);
  expect.soft(await undirected(page), `what takes the direction of ${name} from left to right`).toEqual([]);
  await turn('rtl');
  expect.soft(mirrored.filter((it) => !plain.includes(it)), `what is wrong with ${name}`).toEqual([]);
}

test('the app is mirrored by its language, and what people wrote keeps its own direction', async ({ stage }, info) => {
  // Many pages, each looked at by axe.
  test.slow();
  const ada = await stage.admin({ at: '/settings/labels' });
  await ada.page.getByTestId('label-name').first().fill('زبون مهم');
  await ada.page.getByTestId('label-submit').first().click();
  await expect(ada.page.getByTestId('label-entry')).toContainText('زبون مهم');
  await ada.page.goto('/settings/quick-replies');
  await ada.page.getByTestId('new-quick-reply').click();
  await ada.page.getByTestId('quick-title').fill('ساعات العمل');
  await ada.page.getByTestId('quick-shortcut').fill('hours');
  await ada.page.getByTestId('quick-text').fill('نعمل من 9 إلى 17، {{contact.first_name}}.');
  await ada.page.getByTestId('quick-submit').click();
  await expect(ada.page.getByTestId('quick-reply')).toBeVisible();

  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const amina = await stage.customer(AMINA);
  const dana = await stage.customer(DANA);
  await amina.writes('هل وصل الطلب #1042؟ الرابط https://example.com/track?id=1042 لا يعمل', { at: ago(50) });
  await amina.sends('location', { latitude: 30.04, longitude: 31.23, name: 'المنزل', address: 'شارع 26 يوليو، القاهرة' }, ago(45));
  await dana.writes('שלום, אפשר לשנות את הכתובת ל-Herzl 12?', { at: ago(40) });
  await (await stage.customer('Mina Park')).writes('Hello! Is the shop (the blue one) open?', { at: ago(30) });
  await translate(ada);
  await ada.page.goto('/inbox/all');
  await expect(ada.names).toHaveText(['Mina Park', DANA, AMINA]);
  await ada.opens(AMINA);
  await ada.says('مرحبا أمينة، سأتحقق من الطلب 1042 الآن.');
  await ada.expectTicks('مرحبا أمينة، سأتحقق من الطلب 1042 الآن.', /delivered|read/);
  await ada.quotes('مرحبا أمينة، سأتحقق من الطلب 1042 الآن.');
  await ada.says('שמור כאן');
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('l');
  await ada.page.getByRole('menuitemcheckbox', { name: 'زبون مهم' }).click();
  await ada.page.keyboard.press('Escape');
  await expect(ada.row(AMINA).getByTestId('label')).toHaveText(['زبون مهم']);
  await ada.page.keyboard.press('n');
  await ada.page.getByTestId('note-text').fill('هذه ملاحظة: call them on +20 100 555 0101.');
  await ada.page.getByTestId('note-text').press('Enter');
  await expect(ada.page.getByTestId('note')).toBeVisible();
  await ada.page.getByTestId('mode-reply').click();
  await ada.composer.fill('مسودة لم ترسل بعد');

  // The list stands where the reading begins.
  const [list, thread] = [await ada.row(AMINA).boundingBox(), await ada.thread.boundingBox()];
  expect(list!.x).toBeGreaterThan(thread!.x);
  const here = ada.page.url();
  for (const [width, height] of SIZES) {
    await ada.page.setViewportSize({ width, height });
    await ada.page.goto('/inbox/all');
    await expect(ada.names).toHaveCount(3);
    await look(ada, 'list', info);
    await ada.page.goto(here);
    await expect(ada.composer).toHaveValue('مسودة لم ترسل بعد');
    await look(ada, 'thread', info);
    await ada.composer.press('Escape');
    await ada.page.keyboard.press('d');
    await expect(ada.page.getByTestId('customer-panel')).toBeVisible();
    await look(ada, 'panel', info);
    await ada.page.keyboard.press('d');
    await ada.page.goto('/board');
    await expect(ada.page.getByRole('heading').first()).toBeVisible();
    await look(ada, 'board', info);
    for (const part of ['labels', 'quick-replies', 'people', 'attributes', 'assignment']) {
      await ada.page.goto(`/settings/${part}`);
      await expect(ada.page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      await look(ada, `settings-${part}`, info);
    }
  }
});
