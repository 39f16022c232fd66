// The benchmark of the app, started by `cargo xtask bench ui`: as the journeys run, with what is built for release.
import { defineConfig } from '@playwright/test';
import journeys from './playwright.config';

export default defineConfig({ ...journeys, testDir: './bench', projects: [{ name: process.env.ONEVOICE_BENCH_DATABASE ?? 'sqlite' }], use: { ...journeys.use, trace: 'off' } });
