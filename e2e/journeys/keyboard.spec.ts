// Everything by keyboard alone: single keys for what is done all day, and Tab for the rest, with the focus in sight.
import type { Locator, Page } from '@playwright/test';
import type { Agent } from '../support/agent';
import type { Stage } from '../support/stage';
import { expect, test } from '../support/test';

/** Three customers, the latest on top. */
async function three(stage: Stage): Promise<[latest: string, middle: string, first: string]> {
  for (const [name, minutes] of [['Zoë', 30], ['Omar', 20], ['Mina Park', 10]] as const) {
    const at = new Date(Date.now() - minutes * 60_000);
    await (await stage.customer(name)).writes(`This is ${name}`, { at });
  }
  return ['Mina Park', 'Omar', 'Zoë'];
}

const open = (agent: Agent) => agent.page.getByTestId('thread-name');
const press = (agent: Agent, keys: string) => agent.page.keyboard.press(keys);

test('a whole chat without a mouse: J, K, R, Enter, I, E and Escape', async ({ stage }) => {
  const ada = await stage.admin();
  const [mina, omar, zoe] = await three(stage);
  await expect(ada.names).toHaveText([mina, omar, zoe]);

  await press(ada, 'j');
  await expect(open(ada)).toHaveText(mina);
  await press(ada, 'j');
  await press(ada, 'j');
  await expect(open(ada)).toHaveText(zoe);
  await press(ada, 'k');
  await expect(open(ada)).toHaveText(omar);

  await press(ada, 'r');
  await expect(ada.composer).toBeFocused();
  await ada.page.keyboard.type('Jokes, kites and rice: everything I typed');
  await press(ada, 'Shift+Enter');
  await ada.page.keyboard.type('is text.');
  await press(ada, 'Enter');
  await expect(ada.texts).toHaveText(['This is Omar', 'Jokes, kites and rice: everything I typed is text.']);
  await expect.poll(() => stage.simulator.accepted()).toEqual(['Jokes, kites and rice: everything I typed\nis text.']);
  await expect(ada.composer).toBeFocused();

  await press(ada, 'Escape');
  await expect(ada.composer).not.toBeFocused();
  await press(ada, 'i');
  await ada.expectCounts({ mine: 1, unassigned: 2 });
  await press(ada, 'e');
  await ada.expectCounts({ mine: 0, all: 2, closed: 1 });
  await press(ada, 'e');
  await ada.expectCounts({ mine: 1, all: 3, closed: 0 });
  await press(ada, 'Escape');
  await expect(ada.page.getByText('No conversation open')).toBeVisible();
});

test('keys that belong to a dialog, a menu or the browser do nothing to conversations', async ({ stage }) => {
  const ada = await stage.admin();
  const [mina] = await three(stage);
  await ada.opens(mina);
  await press(ada, 'Control+e');
  await press(ada, 'Alt+i');
  await ada.page.getByTestId('assign-menu').focus();
  await press(ada, 'Enter');
  await expect(ada.page.getByRole('menu')).toBeVisible();
  await press(ada, 'e');
  await press(ada, 'j');
  await press(ada, 'Escape');
  await expect(ada.page.getByRole('menu')).toBeHidden();
  await expect(ada.page.getByTestId('assign-menu')).toBeFocused();
  await expect(open(ada)).toHaveText(mina);
  await ada.expectCounts({ mine: 0, unassigned: 3, closed: 0 });
});

test('Tab goes through the page in the order in which it reads, and the focus can always be seen', async ({ stage }) => {
  const ada = await stage.admin();
  const [mina] = await three(stage);
  await ada.opens(mina);
  await ada.composer.fill('Words');

  const end = 'the browser';
  while ((await tab(ada.page)) !== end);
  const stops: string[] = [];
  for (let stop = await tab(ada.page); stop !== end; stop = await tab(ada.page)) stops.push(stop);
  expect(stops.slice(0, 15)).toEqual([
    'Skip to content', 'Inbox', 'Search', 'New chat', 'Mentions of me', 'Live board', 'Settings', 'Appearance', 'Log out',
    expect.stringContaining('Ada Byron, online since'),
    'Mine 0', 'Unassigned 3', 'All 3', 'Snoozed 0', 'Closed 0',
  ]);
  const rest = stops.slice(15).join(' > ');
  expect(rest).toMatch(/Mina Park.*Omar.*Zoë.*Take it.*Assign.*Close.*Messages.*Reply to this message.*Message.*Send$/);
});

test('the first stop leads past the navigation', async ({ stage }) => {
  const ada = await stage.admin();
  await press(ada, 'Tab');
  const skip = ada.page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  await press(ada, 'Enter');
  await press(ada, 'Tab');
  await expect(ada.page.getByTestId('tab-mine')).toBeFocused();
});

test('the arrows walk through the list and through menus', async ({ stage }) => {
  const ada = await stage.admin();
  const ben = await stage.colleague('Ben Okri');
  const [mina, omar] = await three(stage);
  await expect(ada.names).toHaveCount(3);
  await ada.row(mina).focus();
  await press(ada, 'ArrowDown');
  await expect(ada.row(omar)).toBeFocused();
  await press(ada, 'Enter');
  await expect(open(ada)).toHaveText(omar);
  await expect(ada.unread(omar)).toHaveCount(0);
  await expect(ada.row(omar)).toBeFocused();

  await ada.page.getByTestId('assign-menu').focus();
  await press(ada, 'Enter');
  await expect(ada.page.getByTestId(`assign-to-${ben.person.id}`)).toBeFocused();
  await press(ada, 'Enter');
  await ben.expectCounts({ mine: 1 });
  await expect(ada.page.getByTestId('assign-menu')).toBeFocused();
});

test('a dialog keeps the focus, and Escape gives it back', async ({ stage }) => {
  const ada = await stage.admin({ at: '/settings/people' });
  const invite = ada.page.getByTestId('invite');
  await invite.focus();
  await press(ada, 'Enter');
  await expect(ada.page.getByTestId('invite-name')).toBeFocused();
  for (let stop = 0; stop < 12; stop += 1) {
    await press(ada, 'Tab');
    expect(await inside(ada.page.getByRole('dialog'))).toBe(true);
  }
  await press(ada, 'Escape');
  await expect(invite).toBeFocused();
});

/** Whether the focus is in there, or with the browser itself, whose buttons come after the last of ours. */
function inside(element: Locator): Promise<boolean> {
  return element.evaluate((it) => document.activeElement === document.body || it.contains(document.activeElement));
}

/** Presses Tab; gives the name of what has the focus then, and fails if nothing shows where that is. */
async function tab(page: Page): Promise<string> {
  await page.keyboard.press('Tab');
  const [name, seen] = await page.evaluate(() => {
    const it = document.activeElement as HTMLElement;
    if (it === document.body) return ['the browser', true] as const;
    const words = it.getAttribute('aria-label') ?? it.innerText;
    const outlined = (one: Element | null) => {
      const style = one && getComputedStyle(one);
      return Boolean(style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1);
    };
    return [words.replace(/\s+/g, ' ').trim(), outlined(it) || outlined(it.parentElement) || outlined(it.closest('form'))] as const;
  });
  expect.soft(seen, `whether one sees that the focus is at “${name}”`).toBe(true);
  return name;
}
