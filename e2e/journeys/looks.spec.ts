// Every page on a desk, a tablet and a phone, light and dark: nothing scrolls to the side, and people who see badly or
// use no mouse find their way. The pictures lie in test-results/looks, for people to look at.
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import type { Agent } from '../support/agent';
import { expectAccessible } from '../support/axe';
import { busyDay } from '../support/busy';
import { expect, test } from '../support/test';

const DESK = [{ width: 1440, height: 900 }, { width: 768, height: 1024 }];
const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };
const SCHEMES = ['light', 'dark'] as const;

/** Takes pictures of a page as it is, and looks for what is wrong with it. */
async function look(page: Page, name: string, info: TestInfo, sizes = [page.viewportSize() ?? PHONE.viewport]): Promise<void> {
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const colorScheme of SCHEMES) {
      const where = `${name}-${size.width}-${colorScheme}`;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(info.project.outputDir, 'looks', `${where}.png`) });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, `pixels to the side of ${where}`).toBeLessThanOrEqual(0);
      await expectAccessible(page, where);
    }
  }
}

const PAGES: [name: string, path: string, sign: string][] = [
  ['people', '/settings/people', 'People'],
  ['teams', '/settings/teams', 'Teams'],
  ['numbers', '/settings/numbers', 'Numbers'],
  ['labels', '/settings/labels', 'Labels'],
  ['sessions', '/settings/sessions', 'Where I am logged in'],
  ['keyboard', '/settings/keyboard', 'Keyboard'],
  ['hours', '/settings/hours', 'Working hours'],
];

test('the pages before the inbox', async ({ stage }, info) => {
  for (const [device, options] of [['desk', {}], ['phone', PHONE]] as const) {
    const page = await (await stage.newBrowser(device, options)).newPage();
    const sizes = device === 'desk' ? DESK : undefined;
    await page.goto('/login');
    await expect(page.getByText('The server printed a link')).toBeVisible();
    await look(page, 'before-setup', info, sizes);
    await page.goto(await stage.server.setupLink());
    await expect(page.getByTestId('setup-submit')).toBeVisible();
    await look(page, 'setup', info, sizes);
  }
  const ada = await stage.admin();
  await look(ada.page, 'empty-inbox', info, DESK);
  await ada.page.getByTestId('logout').click();
  stage.watch.expectStatus(401, /^\/api\/session$/);
  await ada.page.getByTestId('login-email').fill('ada.byron@example.com');
  await ada.page.getByTestId('login-password').fill('not this one, surely');
  await ada.page.getByTestId('login-submit').click();
  await expect(ada.page.getByRole('alert')).toBeVisible();
  await look(ada.page, 'login', info, [...DESK, PHONE.viewport]);
});

test('the inbox and the settings on a busy day, on a desk', async ({ stage }, info) => {
  // Many pages, each looked at by axe.
  test.slow();
  const ada = await stage.admin();
  await stage.colleague('Ben Okri', { visibility: 'own' });
  const sam = await busyDay(stage, ada);
  await ada.looksAt('all');
  await look(ada.page, 'thread', info, DESK);
  await ada.page.setViewportSize(DESK[0]!);
  await ada.page.getByTestId('assign-menu').click();
  await look(ada.page, 'assign-menu', info);
  await ada.page.keyboard.press('Escape');
  await ada.page.getByTestId('filter-menu').click();
  await ada.page.getByTestId('condition').getByText('Waiting for us').click();
  await ada.page.getByTestId('condition').getByText('Longest waiting first').click();
  await look(ada.page, 'filter-menu', info);
  await ada.page.keyboard.press('Escape');
  await ada.page.getByTestId('filter-clear').click();
  await ada.page.keyboard.press('Control+k');
  await expect(ada.page.getByTestId('palette')).toBeFocused();
  await look(ada.page, 'palette', info);
  await ada.page.keyboard.press('Escape');
  await ada.page.keyboard.press('?');
  await look(ada.page, 'keys', info);
  await ada.page.keyboard.press('Escape');
  await ada.opens('Old Friend');
  await look(ada.page, 'window-closed', info);
  await ada.opens(sam);
  await settings(ada, info, DESK);
});

test('the inbox and the settings on a busy day, on a phone', async ({ stage }, info) => {
  const ada = await stage.admin(PHONE);
  await stage.colleague('Ben Okri', { visibility: 'own' });
  await ada.looksAt('unassigned');
  await look(ada.page, 'empty-inbox', info);
  const sam = await busyDay(stage, ada);
  await look(ada.page, 'thread', info);
  await ada.page.getByTestId('back').click();
  await ada.looksAt('all');
  await look(ada.page, 'list', info);
  await ada.opens('Old Friend');
  await look(ada.page, 'window-closed', info);
  await ada.page.getByTestId('back').click();
  await expect(ada.row(sam)).toBeVisible();
  await settings(ada, info);
});

async function settings(agent: Agent, info: TestInfo, sizes?: typeof DESK): Promise<void> {
  await agent.page.goto('/settings');
  for (const [name, path, sign] of PAGES) {
    await agent.page.getByTestId(`settings-${name}`).click();
    await expect(agent.page).toHaveURL(path);
    await expect(agent.page.getByRole('heading', { name: sign, level: 2 })).toBeVisible();
    await look(agent.page, name, info, sizes);
  }
  await agent.page.getByTestId('settings-people').click();
  await agent.page.getByTestId('invite').click();
  await expect(agent.page.getByTestId('invite-name')).toBeFocused();
  await look(agent.page, 'invite', info, sizes);
}
