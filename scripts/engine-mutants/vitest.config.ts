import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests of a copy of lib that has a bug in it, with the copy as root. */
export default defineConfig({
  test: {
    include: ['lib/**/*.test.ts'],
    setupFiles: [join(import.meta.dirname, 'stop-at-first-failure.ts')],
    testTimeout: 120_000,
  },
});
