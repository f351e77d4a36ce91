import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Unit tests cover the parts without a DOM; everything else runs in a real browser (e2e).
    environment: 'node',
    include: ['tracker/src/**/*.test.ts', 'dashboard/**/*.test.{ts,tsx}'],
  },
});
