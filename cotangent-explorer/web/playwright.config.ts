import { defineConfig } from '@playwright/test';

/** Runs against a server that is up already: EXPLORER_URL is its address, CHROMIUM a browser's path. */
export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  // Generous: a slow or busy machine must not look like a broken page. What must be quick is measured in the tests.
  timeout: 180000,
  expect: { timeout: 20000 },
  reporter: [['list']],
  use: {
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
    },
    viewport: { width: 1440, height: 860 },
  },
});
