import type { NoPrice, Price } from '../engine/snapshot.ts';
import type { UnixSeconds } from '../result.ts';

/** A move from one row to the next by more than this factor is believed only when the following row confirms it. */
const JUMP_FACTOR_MAX = 10n;

const MISSING: NoPrice = { ok: false, fault: 'missing', detail: 'no observation in this row' };
const ABSURD: NoPrice = {
  ok: false,
  fault: 'absurd',
  detail: 'more than ten times away from the last price, and not confirmed yet',
};

/** One asset's prices, row by row. */
export type PriceFeed = {
  /** The last believed price: what a hole is valued at. USD per whole token in 18 decimals; 0 before the first one. */
  lastUsdE18: bigint;
  /** A jump that waits for its confirmation; 0 = none. */
  unconfirmedUsdE18: bigint;
  /** Every move is believed at its row: the user asked for it. */
  readonly believesAll: boolean;
};

export const newPriceFeed = (believesAll = false): PriceFeed => ({
  lastUsdE18: 0n,
  unconfirmedUsdE18: 0n,
  believesAll,
});

/** Whether one price is at most ten times the other. */
export const isNear = (a: bigint, b: bigint): boolean =>
  a < b ? b <= a * JUMP_FACTOR_MAX : a <= b * JUMP_FACTOR_MAX;

export type CellTerms = {
  readonly knownAt: UnixSeconds;
  /** Why it is empty; left out = the row simply lacks it. */
  readonly fault?: NoPrice;
};

/**
 * What may be traded on at this row. A hole is `missing`; a jump by more than ten times is `absurd` until a second row in a row says
 * the same, unless the feed believes all; both leave the last believed price in place for valuation.
 */
export const readFeed = (
  feed: PriceFeed,
  cell: bigint | null,
  { knownAt, fault = MISSING }: CellTerms,
): Price | NoPrice => {
  if (cell === null || cell <= 0n) return fault;
  const believed = feed.believesAll || feed.lastUsdE18 === 0n || isNear(cell, feed.lastUsdE18);
  const confirmed = feed.unconfirmedUsdE18 > 0n && isNear(cell, feed.unconfirmedUsdE18);
  if (!believed && !confirmed) {
    feed.unconfirmedUsdE18 = cell;
    return ABSURD;
  }
  feed.lastUsdE18 = cell;
  feed.unconfirmedUsdE18 = 0n;
  return { ok: true, usdE18: cell, updatedAtSeconds: knownAt, source: 'price file', disagreementBps: null };
};
