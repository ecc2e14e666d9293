import type { UnixSeconds } from '../result.ts';

/** How a lot is chosen when units leave: the oldest, the latest, the dearest first, or all alike at their average cost. */
export const LOT_METHODS = ['fifo', 'lifo', 'hifo', 'average'] as const;
export type LotMethod = (typeof LOT_METHODS)[number];

/** Units of one token and what they were worth when they moved; null where no price was known. */
export type LotAmount = {
  readonly token: string;
  /** Raw units, above zero. */
  readonly units: bigint;
  readonly valueUsdE18: bigint | null;
};

type Placed = { readonly atSeconds: UnixSeconds; readonly txHash: string; readonly logIndex: number };

/** What changed the holdings of a portfolio. A fill is one trade, whatever part of its order it fills. */
export type LotEvent = Placed &
  (
    | { readonly kind: 'deposit'; readonly got: LotAmount }
    | { readonly kind: 'withdrawal'; readonly gave: LotAmount }
    | { readonly kind: 'trade'; readonly gave: LotAmount; readonly got: LotAmount }
  );

/** Why a figure of a lot is not known; nothing is made up in its place. */
export const LOT_ABSENCES = [
  /** More left than is known to have come. */
  'acquisition-unknown',
  /** It came when no price was known. */
  'cost-unknown',
  /** It was sold when neither side had a known price. */
  'proceeds-unknown',
] as const;
export type LotAbsence = (typeof LOT_ABSENCES)[number];

/**
 * What a trade brought: the worth of what was got, else of what was given. Both sides of it are booked at this one number, so that a trade
 * by itself neither makes nor loses cost.
 */
export const tradeWorthUsdE18 = ({ gave, got }: Extract<LotEvent, { kind: 'trade' }>): bigint | null =>
  got.valueUsdE18 ?? gave.valueUsdE18;
