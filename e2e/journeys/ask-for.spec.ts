// A colleague asks for what somebody else has: they keep it or give it, wherever they are, and silence gives it.
import { join } from 'node:path';
import type { TestInfo } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { expect, test } from '../support/test';
import type { Agent } from '../support/agent';
import type { Stage } from '../support/stage';

const SIZES = [[1440, 900], [768, 1024], [360, 740]] as const;

/** Ada has Mina's conversation, and Ben looks at it. */
async function begun(stage: Stage): Promise<[Agent, Agent]> {
  const ada = await stage.admin({ at: '/inbox/all', viewport: { width: 1440, height: 900 } });
  const ben = await stage.colleague('Ben Okri');
  await (await stage.customer('Mina Park')).writes('Where is my refund?');
  await ada.opens('Mina Park');
  await ada.page.getByTestId('assign-me').click();
  await ada.expectCounts({ mine: 1 });
  await ben.looksAt('all');
  await ben.opens('Mina Park');
  return [ada, ben];
}

async function asks(ben: Agent): Promise<void> {
  await ben.page.getByTestId('assign-menu').click();
  await ben.page.getByTestId('ask-for').click();
  await expect(ben.page.getByTestId('asked')).toContainText('You asked Ada Byron for it');
}

/** What is shown for ten seconds is asked for anew for each size. */
async function looks(ada: Agent, ben: Agent, name: string, info: TestInfo): Promise<void> {
  const shown = ada.page.locator('[data-testid=asked], [data-testid=asked-card]');
  for (const [width, height] of SIZES) {
    await ada.page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      await ada.page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await asks(ben);
      await expect(shown).toBeVisible();
      const where = `${name}-${width}-${colorScheme}`;
      await ada.page.screenshot({ path: join(info.project.outputDir, 'looks', `${where}.png`) });
      const overflow = await ada.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, `pixels to the side of ${where}`).toBeLessThanOrEqual(0);
      await expectAccessible(ada.page, where);
      await ada.page.getByTestId('asked-keep').click();
      await expect(shown).toHaveCount(0);
    }
  }
  await ada.page.setViewportSize({ width: 1440, height: 900 });
}

test('who is asked keeps it, then gives it, in the thread and from another page', async ({ stage }, info) => {
  test.slow();
  const [ada, ben] = await begun(stage);
  await asks(ben);
  const line = ada.page.getByTestId('asked');
  await expect(line).toContainText('Ben Okri asks for this conversation');
  await expect(line.getByTestId('asked-left')).toHaveText(/^(10|[4-9]) s$/);
  await line.getByTestId('asked-keep').click();
  await expect(ben.page.getByTestId('toast').filter({ hasText: 'Ada Byron keeps Mina Park for now.' })).toBeVisible();
  await expect(ben.page.getByTestId('asked')).toHaveCount(0);
  await looks(ada, ben, 'asked-in-thread', info);

  // Elsewhere, she sees a card.
  await ada.page.getByRole('link', { name: 'Live board' }).click();
  await looks(ada, ben, 'asked-elsewhere', info);
  await asks(ben);
  const card = ada.page.getByTestId('asked-card');
  await expect(card).toContainText('Mina Park');
  await card.getByTestId('asked-give').click();
  await expect(ben.page.getByTestId('toast').filter({ hasText: 'Mina Park is yours now' })).toBeVisible();
  await expect(card).toHaveCount(0);
  const last = ben.thread.getByTestId('activity').last();
  await expect(last).toContainText('Ada Byron gave the conversation to you, as asked');
});

test('who says nothing has given it when ten seconds are over, and the second who asks sees who does', async ({ stage }, info) => {
  const [ada, ben] = await begun(stage);
  const cleo = await stage.colleague('Cleo Diaz');
  await cleo.looksAt('all');
  await cleo.opens('Mina Park');
  await ben.page.keyboard.press('Shift+I');
  await expect(ben.page.getByTestId('asked')).toContainText('You asked Ada Byron for it');
  await expect(cleo.page.getByTestId('asked')).toContainText('Ben Okri asks Ada Byron for this conversation');
  await cleo.page.getByTestId('assign-menu').click();
  await expect(cleo.page.getByTestId('ask-for')).toBeDisabled();
  await expect(cleo.page.getByTestId('ask-for')).toContainText('Ben Okri asks for it already');
  await cleo.page.screenshot({ path: join(info.project.outputDir, 'looks', 'asked-by-another.png') });
  await cleo.page.keyboard.press('Escape');
  await ben.looksAt('mine');
  await expect(ben.row('Mina Park')).toBeVisible({ timeout: 15_000 });
  await expect(ada.page.getByTestId('toast').filter({ hasText: 'Mina Park went to Ben Okri, who had asked for it.' })).toBeVisible();
  const last = ada.thread.getByTestId('activity').last();
  await expect(last).toContainText('The conversation went from you to Ben Okri: no answer for 10 seconds');

  // A lead takes it at once, and Ben hears of it.
  await ada.page.keyboard.press('i');
  await expect(ben.page.getByTestId('toast').filter({ hasText: 'Ada Byron took Mina Park from you.' })).toBeVisible();
  await expect(cleo.thread.getByTestId('activity').last()).toContainText('Ada Byron took the conversation from Ben Okri');
});
