import { defineConfig } from '@playwright/test';
import { findChromium } from './scripts/check/find-chromium.mjs';

// Journeys can be listed, and this file be read, without a browser; the global set-up refuses to run them without one.
const executablePath = findChromium();

const files = (names: readonly string[]): string[] => names.map((name) => `**/${name}.spec.ts`);

/** Minutes each, or judged by time: `npm run test:deep` runs them. */
const DEEP = files(['waiting', 'interaction', 'crawl', 'realtime', 'api-docs', 'wizard-troubles']);
/** Looks at more of each page there. */
const DEEPER = files(['every-page']);

export default defineConfig({
  testDir: 'e2e',
  testMatch: process.env.BROWSER_TESTS === 'deep' ? [...DEEP, ...DEEPER] : '**/*.spec.ts',
  testIgnore: process.env.BROWSER_TESTS === 'deep' ? [] : DEEP,
  globalSetup: './e2e/global-setup.ts',
  outputDir: 'test-results',
  snapshotPathTemplate: '{testDir}/baselines/{arg}{ext}',
  // Files run side by side, tests of one file in turn: those that change the stack that all look at stand in one file.
  workers: 2,
  retries: 0,
  timeout: 240_000,
  // A page, a block or an answer comes late on a machine with other work.
  expect: { timeout: 20_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    locale: 'en-GB',
    timezoneId: 'UTC',
    screenshot: 'only-on-failure',
    launchOptions: {
      ...(executablePath === null ? {} : { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
