import { runBacktest } from '../../lib/analytics/backtest.ts';
import { planBacktest } from '../../lib/analytics/backtest-request.ts';
import { parseShocks, shockRows } from '../../lib/analytics/shock.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { formatDecimal } from '../../lib/money/decimal-text.ts';
import type { PriceFile } from '../../lib/prices/price-file.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { formatUtcDate, formatUtcTime } from '../../lib/time/utc.ts';
import { loadPolicy } from './load.ts';
import type { BacktestOptions } from './options.ts';
import { percentText, textTable, usdText } from './text-table.ts';

/** Two weeks of looks after the shock. */
const DAYS_SHOWN = 14;

type Look = { readonly decision: Decision; readonly day: number };

const symbolOf = (decision: Decision, token: string): string =>
  decision.assets.find((asset) => asset.token === token)?.symbol ?? token;

const legRows = ({ decision }: Look): readonly (readonly string[])[] => {
  const at = `${formatUtcDate(decision.decidedAt)} ${formatUtcTime(decision.decidedAt)}`;
  const error = percentText(Number(decision.trackingErrorE18 ?? 0n) / 1e18);
  const { plan } = decision;
  if (plan.kind === 'hold' && decision.dropped.length === 0) return [[at, 'hold', '', plan.reason, error]];
  const legs = plan.kind === 'act' ? plan.legs : [];
  return [
    ...legs.map((leg) => [
      at,
      `${symbolOf(decision, leg.sellToken)} → ${symbolOf(decision, leg.buyToken)}`,
      usdText(leg.sellValueUsdE18),
      '',
      error,
    ]),
    ...decision.dropped.map((leg) => [
      at,
      `${symbolOf(decision, leg.sellToken)} → ${symbolOf(decision, leg.buyToken)}`,
      `(${usdText(leg.valueUsdE18)})`,
      `held back: ${leg.reason}`,
      error,
    ]),
  ];
};

const jsonOf = (looks: readonly Look[]): string => {
  const one = ({ decision }: Look) => ({
    at: decision.decidedAt,
    plan: decision.plan.kind,
    reason: decision.plan.kind === 'hold' ? decision.plan.reason : null,
    trackingErrorBps: decision.trackingErrorBps,
    legs: (decision.plan.kind === 'act' ? decision.plan.legs : []).map((leg) => ({
      sell: symbolOf(decision, leg.sellToken),
      buy: symbolOf(decision, leg.buyToken),
      valueUsd: formatDecimal(leg.sellValueUsdE18, 18),
    })),
    heldBack: decision.dropped.map((leg) => ({
      sell: symbolOf(decision, leg.sellToken),
      buy: symbolOf(decision, leg.buyToken),
      valueUsd: formatDecimal(leg.valueUsdE18, 18),
      reason: leg.reason,
    })),
  });
  return JSON.stringify({ looks: looks.map(one) }, null, 2);
};

/** Moves prices at once after the last row and shows, look by look, what the policy trades and what its limits hold back. */
export const shockCommand = (file: PriceFile, options: BacktestOptions): Result<string> => {
  const policy = loadPolicy(options.policies[0] ?? '');
  if (!policy.ok) return policy;
  const planned = planBacktest({ ...options, file, policy: policy.value });
  if (!planned.ok) return planned;
  const { spec, market } = planned.value;
  const symbols = spec.assets.map(({ symbol }) => symbol);
  const shocks = parseShocks(options.shock ?? '', symbols);
  if (!shocks.ok) return shocks;
  const opening = market.rows.findLast(({ prices }) => prices.every((price) => price !== null));
  if (opening === undefined) return fail('prices-invalid', 'prices: no row with a price of every asset');
  const rows = Math.round((DAYS_SHOWN * 86_400) / spec.stepSeconds);
  const looks: Look[] = [];
  const result = runBacktest({
    ...spec,
    rows: shockRows({ opening, symbols, shocks: shocks.value, stepSeconds: spec.stepSeconds, rows }),
    onDecision: (decision) => looks.push({ decision, day: looks.length }),
  });
  if (!result.ok) return result;
  // Once nothing is traded or held back any more, nothing changes.
  const last = looks.findLastIndex(
    ({ decision }) => decision.plan.kind === 'act' || decision.dropped.length > 0,
  );
  const shown = looks.slice(0, Math.max(last + 2, 1));
  if (options.output === 'json') return ok(jsonOf(shown));
  const { run } = result.value;
  return ok(
    [
      textTable([['UTC', 'leg', 'USD', '', 'tracking error'], ...shown.flatMap(legRows)]),
      '',
      `traded ${usdText(run.soldUsdE18)} USD in ${run.legs} legs at ${usdText(run.costUsdE18)} USD of costs, the opening included; value ${usdText(spec.initialUsdE18)} → ${usdText(run.finalUsdE18)} USD`,
    ].join('\n'),
  );
};
