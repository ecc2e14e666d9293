import { defineConfig } from 'vitest/config';

// `server-only` throws unless its server half is picked, for our own files and for those of packages.
const serverOnly = {
  resolve: { conditions: ['react-server', 'node', 'import', 'default'] },
  ssr: {
    resolve: {
      conditions: ['react-server', 'node', 'import', 'default'],
      externalConditions: ['react-server', 'node', 'import', 'default'],
    },
  },
};

// Loaded by node itself it would get its browser half.
const INLINED = { deps: { inline: ['server-only'] } };

/** What is waited for comes late on a machine with other work. */
const POLLED = { poll: { timeout: 60_000 } };

const SLOW_TESTS = ['**/*.pg.test.ts', '**/*.e2e.test.ts', '**/*.deep.test.ts'];
const NOT_OURS = ['**/node_modules/**', '.next/**', '.stack/**', '.cache/**', 'hardhat/**', 'e2e/**'];

export default defineConfig({
  test: {
    passWithNoTests: false,
    reporters: ['default'],
    maxWorkers: 2,
    coverage: {
      provider: 'v8',
      include: ['lib/**/*.ts', 'services/**/*.ts'],
      exclude: ['**/*.test.ts', '**/testing/**'],
      reporter: ['text-summary', 'json-summary'],
      reportsDirectory: 'coverage',
      reportOnFailure: true,
      thresholds: { 'lib/**': { lines: 90 }, 'services/**': { lines: 90 } },
    },
    projects: [
      {
        ...serverOnly,
        test: {
          name: 'unit',
          server: INLINED,
          expect: POLLED,
          include: ['**/*.test.ts', '**/*.test.tsx'],
          exclude: [...NOT_OURS, ...SLOW_TESTS],
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        ...serverOnly,
        test: {
          name: 'store',
          server: INLINED,
          expect: POLLED,
          include: ['**/*.pg.test.ts'],
          globalSetup: ['e2e/support/postgres-server.ts'],
          exclude: NOT_OURS,
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
      {
        ...serverOnly,
        test: {
          name: 'e2e',
          server: INLINED,
          expect: POLLED,
          include: ['**/*.e2e.test.ts'],
          globalSetup: ['e2e/support/postgres-server.ts', 'e2e/support/built-commands.ts'],
          exclude: NOT_OURS.filter((glob) => glob !== 'e2e/**'),
          testTimeout: 900_000,
          hookTimeout: 600_000,
        },
      },
      {
        ...serverOnly,
        test: {
          name: 'deep',
          server: INLINED,
          expect: POLLED,
          include: ['**/*.deep.test.ts'],
          globalSetup: ['e2e/support/postgres-server.ts', 'e2e/support/built-commands.ts'],
          exclude: NOT_OURS,
          fileParallelism: false,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
