import { valueUsdE18Down } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type { LotEvent } from './lot-events.ts';
import { costLeftUsdE18, type Lot } from './lot-stock.ts';

/** The last known price of a token and what turns its units into it. */
export type LotPrice = { readonly priceUsdE18: bigint; readonly decimals: number };

/** A lot that is still there, at the last known price. */
export type OpenLot = {
  readonly lot: Lot;
  readonly costUsdE18: bigint | null;
  /** Rounded down; null without a price. */
  readonly valueUsdE18: bigint | null;
  /** Value − cost: what a sale of it at that price would realise. */
  readonly unrealisedUsdE18: bigint | null;
};

/** Lots at the last known prices. */
export const openLotsAt = (lots: readonly Lot[], prices: ReadonlyMap<string, LotPrice>): readonly OpenLot[] =>
  lots.map((lot) => {
    const price = prices.get(lot.token);
    const costUsdE18 = costLeftUsdE18(lot);
    const valueUsdE18 = price === undefined ? null : valueUsdE18Down(lot.unitsLeft, price);
    const isKnown = valueUsdE18 !== null && costUsdE18 !== null;
    return { lot, costUsdE18, valueUsdE18, unrealisedUsdE18: isKnown ? valueUsdE18 - costUsdE18 : null };
  });

/** A lot that is worth less than it cost. Information: whether to sell it is nobody's advice here. */
export type HarvestHint = {
  readonly lot: Lot;
  /** Cost − value, above zero. */
  readonly lossUsdE18: bigint;
  /** A trade brought the same token in the thirty days before: some tax laws don't count a loss then. */
  readonly isRecentlyBought: boolean;
};

/** Some laws disregard a loss where the same was bought so shortly before or after. */
const WASH_SECONDS = 30 * DAY_SECONDS;

/** The tokens that trades brought in the thirty days up to a time. */
export const recentlyBought = (events: readonly LotEvent[], nowSeconds: UnixSeconds): ReadonlySet<string> =>
  new Set(
    events.flatMap((event) =>
      event.kind === 'trade' && event.atSeconds > nowSeconds - WASH_SECONDS ? [event.got.token] : [],
    ),
  );

/** Lots whose sale would realise a loss at the last known prices, the largest loss first, ties by token and age. */
export const harvestHints = (open: readonly OpenLot[], recent: ReadonlySet<string>): readonly HarvestHint[] =>
  open
    .flatMap(({ lot, unrealisedUsdE18 }) =>
      unrealisedUsdE18 !== null && unrealisedUsdE18 < 0n
        ? [{ lot, lossUsdE18: -unrealisedUsdE18, isRecentlyBought: recent.has(lot.token) }]
        : [],
    )
    .sort(
      (a, b) =>
        Number(b.lossUsdE18 > a.lossUsdE18) - Number(b.lossUsdE18 < a.lossUsdE18) ||
        Number(a.lot.token > b.lot.token) - Number(a.lot.token < b.lot.token) ||
        (a.lot.acquiredAtSeconds ?? 0) - (b.lot.acquiredAtSeconds ?? 0),
    );
