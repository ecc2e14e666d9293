import { expect, type Page } from '@playwright/test';
import { formatUnits, formatUsd } from '../components/ui/format.ts';
import type { DemoView } from '../lib/api/demo-view.ts';
import type { DemoSetting } from '../lib/demo/run-demo.ts';
import { answerDemo } from '../services/portfolios/answer-demo.ts';
import { DEMO_PRESETS, DEMO_START } from '../services/portfolios/first-demo.ts';
import { runningStack, test } from './support/running-stack.ts';
import { seriousViolations } from './support/serious-violations.ts';

// Every figure of the page is compared with the engine, run here, apart from the page.

const told = (setting: DemoSetting, row: number): DemoView => {
  const { view } = answerDemo({ setting, row });
  if (view === null) throw new Error('the setting was refused');
  return view;
};

/** The page shows what the engine says of this row. */
async function expectShown(page: Page, view: DemoView): Promise<void> {
  const main = page.getByRole('main');
  await expect(page.getByRole('slider')).toHaveValue(String(view.row));
  const value = main.locator('dl').filter({ hasText: 'Against holding' });
  await expect(value).toContainText(formatUsd(view.valueUsd));
  await expect(value).toContainText(formatUsd(view.holdUsd));
  await expect(value).toContainText(formatUsd(view.costUsd));
  await expect(main.getByText(view.look.why.replaceAll(' %', '\u00a0%')).first()).toBeVisible();
  for (const { symbol, valueUsd } of view.look.assets)
    await expect(
      main.getByRole('table', { name: /target and actual$/ }).getByRole('row', { name: symbol }),
    ).toContainText(formatUsd(valueUsd ?? ''));
  await expect(main.locator('[data-fill]')).toHaveCount(view.lastFills.length);
  for (const { id, sellUnits, buyUnits } of view.lastFills)
    await expect(main.locator(`[data-fill="${id}"]`)).toContainText(
      new RegExp(`Sold ${formatUnits(sellUnits)} \\w+ for ${formatUnits(buyUnits)} `),
    );
}

const ready = (page: Page) => expect(page.getByRole('button', { name: 'Play' })).toBeEnabled();

test('a visitor sees drift, plan, order and fill of the engine, with the reason, while the network is off', async ({
  page,
  context,
}) => {
  const { setting, row } = DEMO_START;
  await page.goto('/demo');
  await ready(page);
  await context.setOffline(true);
  await expect(page.getByRole('note')).toContainText('Simulated.');
  await expectShown(page, told(setting, row));

  const trade = told(setting, row).nextTradeRow ?? 0;
  expect(trade).toBeGreaterThan(row);
  await page.getByRole('button', { name: 'To the next trade' }).click();
  const acted = told(setting, trade);
  await expectShown(page, acted);
  expect(acted.filledNow.length).toBeGreaterThan(0);
  await expect(page.getByRole('list', { name: 'Orders' }).getByRole('listitem')).toHaveCount(
    acted.plan.legs.length,
  );
  await page.getByRole('button', { name: 'Next hour' }).click();
  await expectShown(page, told(setting, trade + 1));

  // What has passed is as it was.
  await page.getByRole('slider').fill('24');
  await expectShown(page, told(setting, 24));

  await page.getByRole('combobox', { name: 'Whose price' }).selectOption('ETH');
  await page.getByRole('button', { name: 'Price shock −15 %' }).click();
  const shocked: DemoSetting = { ...setting, shocks: [{ afterRow: 24, symbol: 'ETH', moveBps: -1_500 }] };
  await expectShown(page, told(shocked, 25));
  await expect(page.getByText('Shocks pressed: ETH −15 % after day 1 of 60, hour 24.')).toBeVisible();

  await page.getByRole('combobox', { name: 'Targets' }).selectOption({ label: 'Four alike' });
  await page.getByRole('combobox', { name: 'Policy' }).selectOption('balanced');
  const balanced = DEMO_PRESETS.find(({ name }) => name === 'balanced');
  if (balanced === undefined) throw new Error('no such preset');
  const other: DemoSetting = {
    ...{ seed: setting.seed, template: 'four', shocks: [] },
    ...{ policy: balanced.policy, contract: balanced.contract },
  };
  await expectShown(page, told(other, 25));

  await page.getByRole('button', { name: 'Reset' }).click();
  await expectShown(page, told(setting, row));
});

test('the demo plays by itself, is stopped by a press, and is led by the keyboard', async ({ page }) => {
  await page.goto('/demo');
  await ready(page);
  const slider = page.getByRole('slider');
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expectShown(page, told(DEMO_START.setting, DEMO_START.row + 1));
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  // It goes on four times a second: who looks more rarely sees some rows never.
  const shownRow = async (): Promise<number> => Number(await slider.inputValue());
  await expect.poll(shownRow).toBeGreaterThanOrEqual(DEMO_START.row + 3);
  await page.getByRole('button', { name: 'Hold' }).press('Enter');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  const row = await shownRow();
  await expectShown(page, told(DEMO_START.setting, row));
});

test('at the end nothing goes on, and axe finds nothing serious where the engine acts', async ({
  page,
  context,
}) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/demo');
  await ready(page);
  const last = told(DEMO_START.setting, DEMO_START.row).rows;
  await page.getByRole('slider').fill(String(last));
  await expectShown(page, told(DEMO_START.setting, last));
  for (const name of ['Play', 'Next hour', 'To the next trade', 'Price shock −15 %'])
    await expect(page.getByRole('button', { name })).toBeDisabled();
  for (const theme of ['light', 'dark']) {
    await context.addCookies([{ name: 'theme', value: theme, url: runningStack().url }]);
    await page.goto('/demo');
    await ready(page);
    await page.getByRole('button', { name: 'To the next trade' }).click();
    await expect(page.getByRole('list', { name: 'Orders' })).toBeVisible();
    expect({ theme, serious: await seriousViolations(page) }).toEqual({ theme, serious: [] });
  }
});
