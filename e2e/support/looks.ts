// Pictures of a page as it is, for people to look at: on a desk, a tablet and a phone, light and dark.
import { join } from 'node:path';
import { expect, type Page, type TestInfo } from '@playwright/test';
import { expectAccessible } from './axe';

const SIZES = [[1440, 900], [768, 1024], [360, 740]] as const;

/** Takes the pictures and looks for what is wrong with the page; it is light and on a desk afterwards. */
export async function lookEverywhere(page: Page, name: string, info: TestInfo): Promise<void> {
  for (const [width, height] of SIZES) {
    await page.setViewportSize({ width, height });
    for (const colorScheme of ['light', 'dark'] as const) {
      const where = `${name}-${width}-${colorScheme}`;
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.screenshot({ path: join(info.project.outputDir, 'looks', `${where}.png`) });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      expect.soft(overflow, `pixels to the side of ${where}`).toBeLessThanOrEqual(0);
      const moved = await page.evaluate(() => document.documentElement.scrollTop);
      expect.soft(moved, `pixels that ${where} has been moved up`).toBe(0);
      await expectAccessible(page, where);
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: null });
}
