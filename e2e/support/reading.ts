// How a page reads: what sticks out at its sides, what lies above something else, and what people wrote that takes the
// direction of the page instead of its own.
import type { Page } from '@playwright/test';

/** What sticks out, and what overlaps, by name. */
export function faults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Box = { left: number; right: number; top: number; bottom: number };
    const name = (it: Element) => it.getAttribute('data-testid') ?? it.getAttribute('aria-label') ?? it.textContent?.trim().slice(0, 30) ?? it.tagName;
    /** What one sees of it: without what scrolls or is cut away. */
    const seen = (it: Element): Box | undefined => {
      const { left, right, top, bottom } = it.getBoundingClientRect();
      const box = { left, right, top, bottom };
      for (let above = it.parentElement; above; above = above.parentElement) {
        const style = getComputedStyle(above);
        if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
        const edge = above.getBoundingClientRect();
        box.left = Math.max(box.left, edge.left);
        box.right = Math.min(box.right, edge.right);
        box.top = Math.max(box.top, edge.top);
        box.bottom = Math.min(box.bottom, edge.bottom);
      }
      return box.right - box.left > 2 && box.bottom - box.top > 2 ? box : undefined;
    };
    const shown = (it: Element) => it.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    const parts = [...document.querySelectorAll('button, a[href], input, select, textarea, h1, h2, h3, p, time, .chip')].filter(shown);
    const boxes = parts.map((it) => ({ it, box: seen(it) })).flatMap(({ it, box }) => (box ? [{ it, box }] : []));
    const out = boxes.filter(({ box }) => box.left < -1 || box.right > innerWidth + 1).map(({ it }) => `${name(it)} sticks out`);
    const pressed = boxes.filter(({ it }) => it.matches('button, a[href], input, select, textarea'));
    const over = pressed.flatMap(({ it, box }, at) =>
      pressed.slice(at + 1)
        .filter((other) => !it.contains(other.it) && !other.it.contains(it))
        .filter((other) => Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left) > 2)
        .filter((other) => Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top) > 2)
        .map((other) => `${name(it)} and ${name(other.it)} overlap`));
    return [...out, ...over];
  });
}

/** What was written from right to left and stands in nothing that finds its direction out. */
export function undirected(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const mirrored = /[\u0590-\u06ff]/;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const { textContent, parentElement } = walker.currentNode;
      if (!mirrored.test(textContent ?? '') || !parentElement || parentElement.closest('bdi, [dir=auto], [aria-hidden=true], option, script')) continue;
      found.push(`${parentElement.tagName.toLowerCase()}.${parentElement.className}: ${textContent?.trim()}`);
    }
    for (const field of document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('input, textarea')) {
      if (mirrored.test(field.value) && field.getAttribute('dir') !== 'auto') found.push(`${field.name || field.dataset.testid}: ${field.value}`);
    }
    return found;
  });
}
