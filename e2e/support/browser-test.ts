import { AxeBuilder } from '@axe-core/playwright';
import { test as base, type Page } from '@playwright/test';
import { runningStack } from './running-stack.ts';

/** A test whose relative addresses lead to the running stack's web app. */
export const test = base.extend({
  // The set-up starts the stack after the tests were listed: its address is known only when one runs.
  // biome-ignore lint/correctness/noEmptyPattern: Playwright demands a destructured first parameter
  baseURL: async ({}, use) => use(runningStack().url),
});

/** What axe finds on the page that is serious or critical, each with its elements. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
