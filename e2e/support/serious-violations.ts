import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** What axe finds on the page that is serious or critical, each with its elements. */
export async function seriousViolations(page: Page): Promise<readonly string[]> {
  // While a page is drawn anew its title comes a moment after the rest.
  await page.waitForFunction(() => document.title !== '');
  // What passed is not asked for: describing it takes long on a large page.
  const { violations } = await new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}
