import type { Decision } from '../../lib/engine/decision.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import { formatUtcDate, formatUtcTime } from '../../lib/time/utc.ts';
import { textTable } from '../command/terminal.ts';
import { percentText, usdText } from './figures.ts';

const symbolOf = (decision: Decision, token: string): string =>
  decision.assets.find((asset) => asset.token === token)?.symbol ?? token;

type Line = { readonly pair: string; readonly usd: string; readonly why: string };

const linesOf = (decision: Decision): readonly Line[] => {
  const { plan } = decision;
  const pairOf = (leg: { readonly sellToken: string; readonly buyToken: string }): string =>
    `${symbolOf(decision, leg.sellToken)} → ${symbolOf(decision, leg.buyToken)}`;
  const legs = plan.kind === 'act' ? plan.legs : [];
  return [
    ...legs.map((leg) => ({ pair: pairOf(leg), usd: usdText(leg.sellValueUsdE18), why: '' })),
    ...decision.dropped.map((leg) => ({
      pair: pairOf(leg),
      usd: `(${usdText(leg.valueUsdE18)})`,
      why: `held back: ${leg.hold.reason}${leg.hold.reason === 'budget-exhausted' ? ` (${leg.hold.limit?.name})` : ''}`,
    })),
  ];
};

/** Equal slices of a leg are one line. */
const grouped = (lines: readonly Line[]): readonly (Line & { readonly times: number })[] => {
  const groups: (Line & { times: number })[] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (last !== undefined && last.pair === line.pair && last.usd === line.usd && last.why === line.why)
      last.times += 1;
    else groups.push({ ...line, times: 1 });
  }
  return groups;
};

/** The lines of one look: time, leg, USD, what held it back, tracking error. */
export const lookRows = (decision: Decision): readonly (readonly string[])[] => {
  const at = `${formatUtcDate(decision.decidedAt)} ${formatUtcTime(decision.decidedAt)}`;
  const error = percentText(Number(decision.trackingErrorE18 ?? 0n) / 1e18);
  const lines = grouped(linesOf(decision));
  if (lines.length === 0 && decision.plan.kind === 'hold')
    return [[at, 'hold', '', decision.plan.hold.reason, error]];
  return lines.map(({ pair, usd, why, times }) => [
    at,
    pair,
    times === 1 ? usd : `${times} × ${usd}`,
    why,
    error,
  ]);
};

/** Looks as a table: every leg, what was held back and why, and the tracking error that was found. */
export const looksTable = (looks: readonly Decision[]): string =>
  textTable([['UTC', 'leg', 'USD', '', 'tracking error'], ...looks.flatMap(lookRows)]);

/** Whether a look traded anything, or would have. */
export const isBusy = ({ plan, dropped }: Decision): boolean => plan.kind === 'act' || dropped.length > 0;

/** The same for machines. */
export const looksJson = (looks: readonly Decision[]): readonly unknown[] =>
  looks.map((decision) => ({
    at: decision.decidedAt,
    plan: decision.plan.kind,
    reason: decision.plan.kind === 'hold' ? decision.plan.hold.reason : null,
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
      reason: leg.hold.reason,
      limit: leg.hold.limit?.name ?? null,
    })),
  }));
