// What every journey imports: a test with a stage of its own, which fails also when a page complained
// or, at the end, keeps out who sees badly or uses no mouse.
import { test as base } from '@playwright/test';
import type { Kind } from './database';
import { Stage } from './stage';

export { expect } from '@playwright/test';

export const test = base.extend<{ stage: Stage; database: Kind }>({
  database: ['sqlite', { option: true }],
  stage: async ({ browser, database }, use, info) => {
    const stage = await Stage.start(browser, database);
    try {
      await use(stage);
      await stage.expectAccessible();
      stage.watch.conclude();
    } finally {
      await stage.end(info);
    }
  },
});
