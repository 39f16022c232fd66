// How journeys run: in the Chromium that is installed, two at a time. `cargo xtask test --only journeys` builds
// what they need and says where it is: CHROMIUM, ONEVOICE_TEST_SERVER and ONEVOICE_TEST_SIMULATOR (programs), and
// ONEVOICE_SITE_DIR. Journeys start servers themselves, on ports of their own, since some kill them.
import { defineConfig, devices } from '@playwright/test';
import { POSTGRES, type Kind } from './support/database';

// What is stored survives a crash on both databases; what a page looks like has nothing to do with them.
const onPostgres = { name: 'postgres', testMatch: /(chat|crash|rights)\.spec/, use: { database: 'postgres' as const } };

export default defineConfig<{ database: Kind }>({
  testDir: './journeys',
  outputDir: './test-results',
  // Beside the journeys, and the same on every machine: what is kept does not depend on fonts.
  snapshotPathTemplate: '{testDir}/{testFileName}-kept/{arg}{ext}',
  // A journey waits most of the time, so that two of them share two cores well. On a machine that others use, too, keys may
  // come before the page is ready for them: one that needs a second try is named as flaky, and is to be mended.
  workers: 2,
  fullyParallel: true,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: 'list',
  timeout: 120_000,
  projects: [{ name: 'sqlite' }, ...(POSTGRES ? [onPostgres] : [])],
  expect: { timeout: 15_000 },
  use: {
    ...devices['Desktop Chrome'],
    locale: 'en-GB',
    timezoneId: 'Europe/Berlin',
    headless: true,
    screenshot: 'only-on-failure',
    // A trace costs more than what it watches: `ONEVOICE_TRACE=1` keeps those of journeys that fail.
    trace: process.env.ONEVOICE_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      // As root, in a container or in CI, Chromium's sandbox and services have nothing to stand on.
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--disable-dev-shm-usage',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // A microphone that beeps, for who grants it.
        '--use-fake-device-for-media-stream',
      ],
    },
  },
});
