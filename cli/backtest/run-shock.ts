import { runBacktest } from '../../lib/backtest/backtest.ts';
import { parseShocks, shockRows } from '../../lib/backtest/shock.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import type { PriceFile } from '../../lib/prices/price-file.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { heldLines, usdText } from './figures.ts';
import { looksJson, looksTable } from './looks.ts';
import { contractLine, planRun } from './plan-run.ts';
import type { BacktestOptions } from './read-options.ts';

/** Two weeks of looks after the shock. */
const DAYS_SHOWN = 14;

/** Moves prices at once after the last row and shows, look by look, what the policy trades and what its limits hold back. */
export const shockCommand = (file: PriceFile, options: BacktestOptions): Result<string> => {
  const read = planRun(file, options, options.policies[0] ?? '');
  if (!read.ok) return read;
  const { spec, market } = read.value.planned;
  const symbols = spec.assets.map(({ symbol }) => symbol);
  const shocks = parseShocks(options.shock ?? '', symbols);
  if (!shocks.ok) return shocks;
  const opening = market.rows.findLast(({ prices }) => prices.every((price) => price !== null));
  if (opening === undefined) return fail('prices-invalid', 'prices: no row with a price of every asset');
  const rows = Math.round((DAYS_SHOWN * 86_400) / spec.stepSeconds);
  const looks: Decision[] = [];
  const result = runBacktest({
    ...spec,
    // What the user asked for is no broken feed.
    believesAll: true,
    rows: shockRows({ opening, symbols, shocks: shocks.value, stepSeconds: spec.stepSeconds, rows }),
    onDecision: (decision) => looks.push(decision),
  });
  if (!result.ok) return result;
  // Prices stay where they are: once nothing is traded any more, every look is the same.
  const last = looks.findLastIndex(({ plan }) => plan.kind === 'act');
  const shown = looks.slice(0, Math.max(last + 2, 1));
  if (options.output === 'json') return ok(JSON.stringify({ looks: looksJson(shown) }, null, 2));
  const { run } = result.value;
  return ok(
    [
      looksTable(shown),
      '',
      `traded ${usdText(run.soldUsdE18)} USD in ${run.legs} legs at ${usdText(run.costUsdE18)} USD of costs, the opening included; value ${usdText(spec.initialUsdE18)} → ${usdText(run.finalUsdE18)} USD`,
      ...heldLines(result.value).slice(1),
      contractLine(spec.contract),
    ].join('\n'),
  );
};
