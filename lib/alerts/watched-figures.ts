import type { Snapshot } from '../engine/snapshot.ts';
import {
  absolute,
  BPS,
  BPS_WHOLE,
  E18_PER_BPS,
  larger,
  smaller,
  valueUsdE18Down,
} from '../money/fixed-point.ts';

/** What a Postgres `integer` holds. */
const INTEGER_MAX = 2_147_483_647n;

/** Of a look, what alerts go by. */
export type WatchedFigures = {
  /** Of the asset furthest from its target, as a share of the target, rounded down; null where a price is missing. */
  readonly driftBps: number | null;
  /** Of the contract's loss or turnover of a day, the scarcer, as a share of its limit, rounded down. */
  readonly budgetLeftBps: number;
};

/** As it is held now: a decision counts what open orders ask for as done already. */
const worstDriftBps = ({ assets }: Snapshot): number | null => {
  const held: { readonly valueUsdE18: bigint; readonly targetBps: number }[] = [];
  let navUsdE18 = 0n;
  for (const { price, units, decimals, targetBps } of assets) {
    if (!price.ok) return null;
    const valueUsdE18 = valueUsdE18Down(units, { priceUsdE18: price.usdE18, decimals });
    navUsdE18 += valueUsdE18;
    held.push({ valueUsdE18, targetBps });
  }
  if (navUsdE18 === 0n) return null;
  const drifts = held.flatMap(({ valueUsdE18, targetBps }) => {
    if (targetBps === 0) return [];
    const target = BigInt(targetBps);
    return [(absolute(valueUsdE18 * BPS - navUsdE18 * target) * BPS) / (navUsdE18 * target)];
  });
  return drifts.length === 0 ? null : Number(smaller(drifts.reduce(larger), INTEGER_MAX));
};

/** A limit of nothing leaves nothing, and nothing is used up: it is whole. */
const leftBps = (leftE18: bigint, limitBps: number): number =>
  limitBps === 0
    ? BPS_WHOLE
    : Number(smaller((leftE18 * BigInt(BPS_WHOLE)) / (BigInt(limitBps) * E18_PER_BPS), BigInt(BPS_WHOLE)));

/** The figures of one look. */
export const watchedFigures = (snapshot: Snapshot): WatchedFigures => ({
  driftBps: worstDriftBps(snapshot),
  budgetLeftBps: Math.min(
    leftBps(snapshot.buckets.lossLeftE18, snapshot.guard.lossBpsPerDay),
    leftBps(snapshot.buckets.turnoverLeftE18, snapshot.guard.turnoverBpsPerDay),
  ),
});
