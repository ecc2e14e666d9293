import type { PlanCheckDto, PlanDto, PlanLegDto, PlanRowDto } from '../../lib/api/portfolio-detail-dto.ts';
import { decide } from '../../lib/engine/decide.ts';
import type { Decision, Leg } from '../../lib/engine/decision.ts';
import { explain, REASON_WORDS } from '../../lib/engine/explain.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import { hasVenue } from '../../lib/engine/route.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { tradedPolicy } from '../../lib/engine/traded-policy.ts';
import {
  BPS,
  BPS_WHOLE,
  formatDecimal,
  formatDecimalRounded,
  valueUsdE18Down,
} from '../../lib/money/fixed-point.ts';

const cents = (usdE18: bigint): string => formatDecimalRounded(usdE18, 18, 2);

type Symbols = (token: string) => string;
const symbolsOf =
  ({ assets }: Snapshot): Symbols =>
  (token) =>
    assets.find((asset) => asset.token === token)?.symbol ?? token;

/** Shares in whole basis points that sum to 10,000: what rounding leaves over goes to those that lost most by it. */
export const sharesOf = (valuesUsdE18: readonly bigint[]): readonly number[] => {
  const sum = valuesUsdE18.reduce((total, value) => total + value, 0n);
  if (sum <= 0n) return valuesUsdE18.map(() => 0);
  const exact = valuesUsdE18.map((value) => ({
    down: Number((value * BPS) / sum),
    rest: (value * BPS) % sum,
  }));
  const missing = BPS_WHOLE - exact.reduce((total, { down }) => total + down, 0);
  const owed = new Set(
    exact
      .map(({ rest }, index) => ({ rest, index }))
      .sort((a, b) => (a.rest > b.rest ? -1 : a.rest < b.rest ? 1 : a.index - b.index))
      .slice(0, missing)
      .map(({ index }) => index),
  );
  return exact.map(({ down }, index) => down + (owed.has(index) ? 1 : 0));
};

type Moved = { readonly token: string; readonly beforeUsdE18: bigint; readonly afterUsdE18: bigint };

/** Holdings before and after, with what open orders move in both, valued at the snapshot's prices. */
const movesOf = (snapshot: Snapshot, decision: Decision): readonly Moved[] => {
  const legs = decision.plan.kind === 'act' ? decision.plan.legs : [];
  return snapshot.assets.map(({ token, price, decimals }) => {
    const beforeUsdE18 = decision.assets.find((one) => one.token === token)?.valueUsdE18 ?? 0n;
    const priceUsdE18 = price.ok ? price.usdE18 : 0n;
    const worth = (units: bigint): bigint => valueUsdE18Down(units, { priceUsdE18, decimals });
    const sum = (of: (leg: Leg) => bigint): bigint => legs.reduce((total, leg) => total + of(leg), 0n);
    const sold = worth(sum((leg) => (leg.sellToken === token ? leg.sellUnits : 0n)));
    const bought = worth(sum((leg) => (leg.buyToken === token ? leg.expectedBuyUnits : 0n)));
    return { token, beforeUsdE18, afterUsdE18: beforeUsdE18 - sold + bought };
  });
};

const rowsOf = (snapshot: Snapshot, moves: readonly Moved[]): readonly PlanRowDto[] => {
  const before = sharesOf(moves.map(({ beforeUsdE18 }) => beforeUsdE18));
  const after = sharesOf(moves.map(({ afterUsdE18 }) => afterUsdE18));
  return moves.map(({ beforeUsdE18, afterUsdE18 }, index) => ({
    symbol: snapshot.assets[index]?.symbol ?? '',
    targetBps: snapshot.assets[index]?.targetBps ?? 0,
    beforeBps: before[index] ?? 0,
    afterBps: after[index] ?? 0,
    tradeUsd: cents(afterUsdE18 - beforeUsdE18),
  }));
};

const legDto = (leg: Leg, snapshot: Snapshot): PlanLegDto => {
  const decimals = (token: string): number =>
    snapshot.assets.find((asset) => asset.token === token)?.decimals ?? 0;
  const { spreadUsdE18, feeUsdE18, impactUsdE18, gasUsdE18 } = leg.expectedCost;
  const symbol = symbolsOf(snapshot);
  return {
    sellSymbol: symbol(leg.sellToken),
    buySymbol: symbol(leg.buyToken),
    sellUnits: formatDecimal(leg.sellUnits, decimals(leg.sellToken)),
    buyUnits: formatDecimal(leg.buyUnits, decimals(leg.buyToken)),
    valueUsd: cents(leg.sellValueUsdE18),
    spreadBps: leg.limit.spreadBps,
    expiresInSeconds: leg.limit.expiresInSeconds,
    slice: leg.slice,
    costUsd: cents(spreadUsdE18 + feeUsdE18 + impactUsdE18 + gasUsdE18),
  };
};

/** What no plan may do. A plan that does it is a bug of ours, and is told instead of shown. */
export const planContradictions = (
  snapshot: Snapshot,
  decision: Decision,
  rows: readonly PlanRowDto[],
): readonly string[] => {
  if (decision.navUsdE18 === null || decision.navUsdE18 <= 0n) return [];
  const problems: string[] = [];
  const afterBps = rows.reduce((sum, row) => sum + row.afterBps, 0);
  if (afterBps !== BPS_WHOLE)
    problems.push(`The weights after it sum to ${afterBps / 100} % instead of 100 %.`);
  const symbol = symbolsOf(snapshot);
  const drift = (token: string): bigint => decision.assets.find((one) => one.token === token)?.driftE18 ?? 0n;
  for (const leg of decision.plan.kind === 'act' ? decision.plan.legs : []) {
    if (drift(leg.buyToken) > 0n)
      problems.push(`It buys ${symbol(leg.buyToken)}, which is above its target.`);
    if (drift(leg.sellToken) < 0n)
      problems.push(`It sells ${symbol(leg.sellToken)}, which is below its target.`);
  }
  return problems;
};

const check = (name: string, state: PlanCheckDto['state'], words: string): PlanCheckDto => ({
  name,
  state,
  words,
});

const checksOf = (snapshot: Snapshot, given: Policy): readonly PlanCheckDto[] => {
  const policy = tradedPolicy(snapshot.account.kind, given);
  const unpriced = snapshot.assets.filter(({ price }) => !price.ok).map(({ symbol }) => symbol);
  const { buckets } = snapshot;
  return [
    snapshot.signerAuthorised
      ? check('Signer', 'pass', 'The contract names the bot’s key as its signer.')
      : check(
          'Signer',
          'fail',
          'The contract does not name the bot’s key as its signer: name it, and it signs again.',
        ),
    snapshot.paused
      ? check('Paused', 'fail', 'The contract is paused: unpause it, and it trades again.')
      : check('Paused', 'pass', 'The contract is not paused.'),
    snapshot.halted
      ? check('Halted', 'fail', 'An administrator has halted all trading.')
      : check('Halted', 'pass', 'Trading is not halted.'),
    unpriced.length > 0
      ? check('Prices', 'fail', `${unpriced.join(', ')} has no usable price.`)
      : check('Prices', 'pass', 'Every asset has a usable price.'),
    buckets.turnoverLeftE18 === 0n
      ? check('Turnover budget', 'warn', 'It is used up and refills over the day.')
      : check(
          'Turnover budget',
          'pass',
          `${formatDecimalRounded(buckets.turnoverLeftE18, 16, 2)} % of the value may still change hands now.`,
        ),
    snapshot.venues[policy.orderTerms.venue]
      ? check('Venue', 'pass', `The ${policy.orderTerms.venue.replaceAll('-', ' ')} takes orders.`)
      : hasVenue({ snapshot, policy })
        ? check('Venue', 'warn', 'Its own takes no orders now: legs go at once, where that is cheap enough.')
        : check('Venue', 'fail', `The ${policy.orderTerms.venue.replaceAll('-', ' ')} takes no orders now.`),
  ];
};

/** A plan as it is shown, of a decision and what it was decided on. */
export const planDtoOf = (snapshot: Snapshot, policy: Policy, decision: Decision): PlanDto => {
  const isValued = decision.navUsdE18 !== null && decision.navUsdE18 > 0n;
  const rows = isValued ? rowsOf(snapshot, movesOf(snapshot, decision)) : [];
  const symbol = symbolsOf(snapshot);
  return {
    engineVersion: decision.engineVersion,
    blockNumber: snapshot.blockNumber.toString(),
    why: explain(decision).why,
    kind: decision.plan.kind,
    rows,
    legs: decision.plan.kind === 'act' ? decision.plan.legs.map((leg) => legDto(leg, snapshot)) : [],
    dropped: decision.dropped.map(({ sellToken, buyToken, valueUsdE18, hold }) => ({
      pair: `${symbol(sellToken)} → ${symbol(buyToken)}`,
      valueUsd: cents(valueUsdE18),
      why: `${REASON_WORDS[hold.reason]}${hold.detail === null ? '' : `: ${hold.detail}`}`,
    })),
    checks: checksOf(snapshot, policy),
    contradictions: planContradictions(snapshot, decision, rows),
  };
};

/** What the engine of now would do on a stored snapshot. */
export const planNow = (snapshot: Snapshot, policy: Policy): PlanDto =>
  planDtoOf(snapshot, policy, decide(snapshot, policy));
