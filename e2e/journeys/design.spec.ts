// The page of all components: what they are for screen readers, what they look like, and what the keyboard does in them.
//
// Pixels differ with the fonts of each machine, so none are compared with another machine's. What stands in the
// repository beside this file is what does not depend on fonts: the tree that a screen reader gets, and the colours,
// sizes and shapes that the browser computes. Pictures lie in test-results/looks, for people to look at.
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import type { Stage } from '../support/stage';
import { expect, test } from '../support/test';

const THEMES = ['light', 'dark', 'contrast'] as const;
const LOOKS = [
  'color', 'background-color', 'border-top-width', 'border-top-color', 'border-top-left-radius', 'min-height',
  'padding-inline-start', 'padding-block-start', 'font-size', 'font-weight', 'line-height', 'opacity', 'cursor',
];

async function design(stage: Stage, options = {}): Promise<Page> {
  const page = await (await stage.newBrowser('a developer', { reducedMotion: 'reduce', ...options })).newPage();
  await page.goto('/design');
  await expect(page.getByRole('heading', { name: 'Components', level: 1 })).toBeVisible();
  return page;
}

async function choose(page: Page, look: string, value: string): Promise<void> {
  await page.getByTestId(`${look}-${value}`).click();
  await expect(page.locator('html')).toHaveAttribute(look, value);
}

test('every component is to a screen reader what it is meant to be', async ({ stage }) => {
  const page = await design(stage);
  await expect(page.getByRole('main')).toMatchAriaSnapshot({ name: 'components.aria.yml' });
});

test('every component looks as it is meant to, in all colours and densities', async ({ stage }) => {
  const page = await design(stage);
  for (const theme of THEMES) {
    await choose(page, 'data-theme', theme);
    expect(await looks(page)).toMatchSnapshot(`components-${theme}.txt`);
  }
  await choose(page, 'data-theme', 'light');
  await choose(page, 'data-density', 'compact');
  expect(await looks(page)).toMatchSnapshot('components-compact.txt');
});

/** What the browser computes for each element of each specimen, one a line. */
function looks(page: Page): Promise<string> {
  return page.evaluate((names) => {
    const lines: string[] = [];
    for (const specimen of document.querySelectorAll('.specimen')) {
      lines.push(`# ${specimen.querySelector('h2')?.textContent}`);
      const seen = new Set<string>();
      for (const element of specimen.querySelectorAll<HTMLElement>('.specimen-states *:not(path, output)')) {
        const style = getComputedStyle(element);
        if (!element.checkVisibility()) continue;
        const name = [element.tagName.toLowerCase(), ...element.classList].join('.');
        const line = `${name}: ${names.map((it) => style.getPropertyValue(it)).join(' | ')}`;
        if (!seen.has(line)) lines.push(line);
        seen.add(line);
      }
    }
    return lines.join('\n');
  }, LOOKS);
}

test('nothing is cut off or hard to see: three widths, both directions, all colours, at 200 %', async ({ stage }, info) => {
  test.setTimeout(180_000);
  const page = await design(stage);
  const sizes = [[1440, 900], [768, 1024], [360, 740], [640, 450]] as const;
  for (const direction of ['ltr', 'rtl']) {
    await choose(page, 'dir', direction);
    for (const theme of THEMES) {
      await choose(page, 'data-theme', theme);
      for (const [width, height] of sizes) {
        await page.setViewportSize({ width, height });
        const where = `design-${width}-${theme}-${direction}`;
        await page.screenshot({ path: join(info.project.outputDir, 'looks', `${where}.png`), fullPage: true });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        expect.soft(overflow, `pixels to the side of ${where}`).toBeLessThanOrEqual(0);
      }
      await expectAccessible(page, `${theme} ${direction}`);
    }
  }
});

test('right to left is left to right in a mirror', async ({ stage }) => {
  const page = await design(stage);
  const places = () =>
    page.evaluate(() => {
      const wide = document.documentElement.clientWidth;
      const all = [...document.querySelectorAll<HTMLElement>('.specimen, .choice input, .fold .icon, .banner > .icon')];
      const rects = all.map((it) => it.getBoundingClientRect());
      const mirrored = document.documentElement.dir === 'rtl';
      return rects.map((it) => Math.round(mirrored ? wide - it.right : it.left));
    });
  const before = await places();
  await choose(page, 'dir', 'rtl');
  expect(await places()).toEqual(before);
});

test('colours, density and direction stay chosen in this browser, and reach the inbox', async ({ stage }) => {
  const ada = await stage.admin();
  const root = ada.page.locator('html');
  await ada.page.getByTestId('appearance').click();
  await ada.page.getByTestId('data-theme-contrast').click();
  await ada.page.getByTestId('data-density-compact').click();
  await ada.page.keyboard.press('Escape');
  await expect(ada.page.getByTestId('appearance')).toBeFocused();
  await (await stage.customer('Mina Park')).writes('Hello');
  await expect(ada.row('Mina Park')).toHaveCSS('height', '48px');
  await ada.page.reload();
  await expect(root).toHaveAttribute('data-theme', 'contrast');
  await expect(ada.row('Mina Park')).toHaveCSS('height', '48px');
  await ada.page.getByTestId('appearance').click();
  await ada.page.getByTestId('data-density-comfortable').click();
  await expect(ada.row('Mina Park')).toHaveCSS('height', '72px');
});

test('menus, tabs and the combobox are walked with arrows; Escape gives the focus back', async ({ stage }) => {
  const page = await design(stage);
  const press = (key: string) => page.keyboard.press(key);
  const focused = (name: string, role: 'menuitem' | 'tab' = 'menuitem') => expect(page.getByRole(role, { name })).toBeFocused();

  await page.getByTestId('menu').focus();
  await press('Enter');
  await focused('Reply');
  await press('ArrowUp');
  await focused('Delete');
  await press('c');
  await focused('Copy');
  await press('Escape');
  await expect(page.getByTestId('menu')).toBeFocused();
  await press('Enter');
  await focused('Reply');
  await press('End');
  await focused('Delete');
  await press('Enter');
  await expect(page.getByTestId('chosen')).toHaveText('delete');

  await page.getByTestId('context').click({ button: 'right' });
  await focused('Reply');
  await press('Enter');
  await expect(page.getByTestId('chosen')).toHaveText('reply');

  await page.getByRole('tab', { name: 'Messages' }).focus();
  await press('ArrowRight');
  await focused('Notes', 'tab');
  await expect(page.getByRole('tabpanel')).toHaveText('What colleagues noted.');

  const box = page.getByRole('combobox', { name: 'Assign to' });
  const list = page.getByRole('listbox', { name: 'Assign to' });
  await box.fill('jose');
  await expect(list.getByRole('option')).toHaveText(['José Ángel']);
  await press('Enter');
  await expect(page.getByTestId('taken')).toHaveText('José Ángel');
  await press('ArrowDown');
  await expect(list.getByRole('option', { selected: true })).toHaveText('José Ángel');
  await press('Escape');
  await expect(box).toHaveValue('José Ángel');
  await expect(list).toBeHidden();
});

test('dialogs and drawers keep the focus and give it back; a busy button does nothing', async ({ stage }) => {
  const page = await design(stage);
  for (const name of ['dialog', 'drawer']) {
    await page.getByTestId(`open-${name}`).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectAccessible(page, `an open ${name}`);
    await page.keyboard.press('Escape');
    await expect(page.getByTestId(`open-${name}`)).toBeFocused();
  }
  await page.getByTestId('open-drawer').click();
  await page.mouse.click(20, 300);
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByTestId('busy').click();
  await expect(page.getByTestId('pressed')).toHaveText('0');
});

test('a tooltip shows what a button does and its key, to the pointer and to the keyboard', async ({ stage }) => {
  const page = await design(stage);
  const tip = page.getByRole('tooltip');
  await page.getByTestId('tipped').hover();
  await expect(tip).toHaveText('ReplyR');
  await expect(tip).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(tip).toBeHidden();
  await expect(page.getByTestId('tipped')).toHaveAttribute('title', 'Reply (R)');
  await page.getByRole('button', { name: 'With a key' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await expect(tip).toHaveText('CloseE');
});

test('what was done can be undone from its toast; there are never more than three', async ({ stage }) => {
  const page = await design(stage);
  await page.getByTestId('toast-undo').click();
  await page.getByTestId('undo').click();
  await expect(page.getByTestId('chosen')).toHaveText('undone');
  await expect(page.getByTestId('toast')).toHaveCount(0);
  for (let n = 0; n < 5; n += 1) await page.getByTestId('toast-undo').click();
  await expect(page.getByTestId('toast')).toHaveCount(3);
});
