// Whether people who don't see, don't hear or use no mouse can use a page, as far as a program can tell.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const SCRIPT = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails on anything against WCAG 2.2 AA, with the elements that it is about. */
export async function expectAccessible(page: Page, where: string): Promise<void> {
  await page.evaluate(SCRIPT);
  const found: AxeResults = await page.evaluate(async (values) => {
    // What fades in is not as pale as it looks half way.
    const ends = (it: Animation) => it.effect?.getComputedTiming().iterations !== Infinity;
    await Promise.all(document.getAnimations().filter(ends).map((it) => it.finished.catch(() => undefined)));
    return window.axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
  }, WCAG_22_AA);
  const words = found.violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${id}: ${node.html}\n    ${node.failureSummary?.replaceAll('\n', '\n    ')}`),
  );
  expect.soft(words, `problems of accessibility: ${where}`).toEqual([]);
}

declare global {
  interface Window {
    axe: { run(context: Document, options: object): Promise<AxeResults> };
  }
}
