import { defineConfig } from '@playwright/test';
import { browserOptions } from './support/chromium';

export default defineConfig({
  testDir: '.',
  outputDir: 'output',
  globalSetup: './support/build-tracker.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: !!process.env['CI'],
  timeout: 30_000,
  expect: { timeout: 5000 },
  reporter: [['list']],
  use: browserOptions,
});
