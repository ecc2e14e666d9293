import type { UnixSeconds } from '../result.ts';

/** A price that was known at an instant: a candle's close at its end, a feed's answer at its time. */
export type PricePoint = {
  readonly asset: string;
  readonly source: string;
  readonly knownAtSeconds: UnixSeconds;
  /** USD per whole token, 18 decimals, above zero. */
  readonly priceUsdE18: bigint;
};

/** What there is of one asset from one source. */
export type PriceStock = {
  readonly asset: string;
  readonly source: string;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly points: number;
};
