import { test as base, expect } from '@playwright/test';

type Watched = {
  /** What this journey causes on purpose: a pattern for each line that the browser's console may say. */
  readonly consoleMaySay: RegExp[];
  readonly watchedConsole: undefined;
};

/**
 * A test that fails when any page of its context wrote an error or a warning to the console, or threw: a hydration that did not match is
 * told nowhere else.
 */
export const watchedTest = base.extend<Watched>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright demands a destructured first parameter
  consoleMaySay: async ({}, use) => use([]),
  watchedConsole: [
    async ({ context, consoleMaySay }, use) => {
      const said: string[] = [];
      context.on('console', (message) => {
        if (['error', 'warning'].includes(message.type()))
          said.push(`${message.text()} (${message.location().url})`);
      });
      context.on('weberror', (error) => said.push(error.error().message));
      await use(undefined);
      expect(said.filter((line) => !consoleMaySay.some((pattern) => pattern.test(line)))).toEqual([]);
    },
    { auto: true },
  ],
});

/** A watched test of pages whose server has no database: what it can't answer without one, the browser writes down as 503. */
export const databaselessTest = watchedTest.extend({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright demands a destructured first parameter
  consoleMaySay: async ({}, use) => use([/status of 503 .*\/api\/(auth|book)\//]),
});
