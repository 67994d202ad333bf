/**
 * Two projects, run one after the other by `npm test`: everything that needs no browser, with one real PostgreSQL beside it,
 * and the walks in real browsers. Tests run from source; the product under the browsers is the built one.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    // No module keeps anything between tests but what is dear to make, so the files of one worker share the loaded source.
    isolate: false,
    projects: [
      {
        test: {
          name: 'product',
          include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
          exclude: ['test/browser/**'],
          globalSetup: ['test/support/global-setup.ts', 'test/support/built.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          globalSetup: ['test/support/built.ts'],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
