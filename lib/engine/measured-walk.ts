import type { Address } from 'viem';
import { BPS_WHOLE, powerOfTen } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import type { Asking, AssetState, Market, Snapshot } from './snapshot.ts';

// Prices that walk down at a pace measured from the market, so that a stranger fills as soon as it pays, and not later.
//
// The model is that of Dutch auctions on blockchains (Milionis, Moallemi, Roughgarden, "Loss-Versus-Fair", 2024): who sells at a price that
// walks down through the market's, which moves by itself, loses in the mean 1 / (1 + ζ) of what is sold, because strangers can act only
// once a block. Nothing of ours makes it less; what is added is kept small by starting above what the market can be and by short steps.

const YEAR_SECONDS = 31_557_600;
/** How far a feed lets the market go before it says so: 0.5 %, which most feeds of large assets promise. */
const FEED_DEVIATION_BPS = 50;
/** Standard deviations that a price may have moved since its feed gave it. */
const DEVIATIONS = 3;
/** A step is this share of what the price moves by itself meanwhile: most fills then come from the market's way and not from the step. */
const STEP_SHARE = 0.25;
/** An order that lives shorter is over before strangers have seen it. */
const LIFE_SECONDS_MIN = 30;

/** Volatility of a pair and the time between two blocks. */
export type WalkModel = {
  /** Annualised, as a share: 0.6 = 60 %. */
  readonly volatility: number;
  readonly blockSeconds: number;
};

/**
 * The mean loss at a fill in basis points of what is sold, of a price that walks down `walkBpsPerHour` from above the market:
 * 1 / (1 + ζ) with ζ = (√(δ² + 2σ²/Δt) − δ) / σ² and δ = λ − σ²/2, all per year. 0 where the market stands still.
 */
export const lossAtFillBps = ({ volatility, blockSeconds }: WalkModel, walkBpsPerHour: number): number => {
  if (volatility <= 0) return 0;
  const variance = volatility * volatility;
  const walk = (walkBpsPerHour / BPS_WHOLE) * (YEAR_SECONDS / 3_600);
  const drift = walk - variance / 2;
  const zeta = (Math.sqrt(drift * drift + (2 * variance * YEAR_SECONDS) / blockSeconds) - drift) / variance;
  return BPS_WHOLE / (1 + zeta);
};

/** What a price moves by itself within some seconds, one standard deviation in basis points. */
const movesBps = (volatility: number, seconds: number): number =>
  volatility * Math.sqrt(seconds / YEAR_SECONDS) * BPS_WHOLE;

const volatilityOf = ({ volatility }: Market, token: Address): number | null => {
  const bps = volatility.find((one) => one.token === token)?.annualBps;
  return bps === undefined ? null : bps / BPS_WHOLE;
};

/** How long an order of a measured walk lives: until just before the bot comes again, so that two never overlap. */
export const measuredLifeSeconds = ({ clockSeconds, blockSeconds }: Market): number =>
  Math.max(LIFE_SECONDS_MIN, clockSeconds - Math.ceil(blockSeconds));

type Aged = {
  readonly price: AssetState['price'];
  readonly volatility: number;
  readonly untilSeconds: UnixSeconds;
};

/** How far the market may be from what a feed said, until the order is over. */
const unsureBps = ({ price, volatility, untilSeconds }: Aged): number => {
  const ageSeconds = price.ok ? Math.max(untilSeconds - price.updatedAtSeconds, 0) : 0;
  return Math.min(FEED_DEVIATION_BPS, DEVIATIONS * movesBps(volatility, ageSeconds));
};

/** The price asked last, in basis points above the mid of now; exact to a thousandth. */
const lastAskedBps = (last: NonNullable<Asking['last']>, sell: AssetState, buy: AssetState): number => {
  if (!sell.price.ok || !buy.price.ok) return 0;
  const asked = last.buyUnits * buy.price.usdE18 * powerOfTen(sell.decimals);
  const mid = last.sellUnits * sell.price.usdE18 * powerOfTen(buy.decimals);
  return mid === 0n ? 0 : Number((asked * BigInt(BPS_WHOLE) * 1_000n) / mid) / 1_000 - BPS_WHOLE;
};

/**
 * What a measured walk asks now, in whole basis points above (+) or below (−) the mid: the first time as far above it as the market may be,
 * then each time a step below what was asked last. The steps are taken from the price that was asked and not from the feed, whose own jump
 * down would else be given away. Null where the volatility of one of the two is not known.
 */
export const measuredSpreadBps = (
  snapshot: Snapshot,
  sellToken: Address,
  buyToken: Address,
): number | null => {
  const { market, assets, nowSeconds, asking } = snapshot;
  const [sell, buy] = [sellToken, buyToken].map((token) => assets.find((asset) => asset.token === token));
  if (market === undefined || sell === undefined || buy === undefined) return null;
  const [ofSold, ofBought] = [volatilityOf(market, sellToken), volatilityOf(market, buyToken)];
  if (ofSold === null || ofBought === null) return null;
  const volatility = Math.sqrt(ofSold * ofSold + ofBought * ofBought);
  const untilSeconds = nowSeconds + measuredLifeSeconds(market);
  const startBps = Math.ceil(
    unsureBps({ price: sell.price, volatility: ofSold, untilSeconds }) +
      unsureBps({ price: buy.price, volatility: ofBought, untilSeconds }) +
      lossAtFillBps({ volatility, blockSeconds: market.blockSeconds }, 0),
  );
  const last = asking.find((one) => one.sellToken === sellToken && one.buyToken === buyToken)?.last;
  if (last === undefined) return startBps;
  const elapsed = Math.min(Math.max(nowSeconds - last.atSeconds, 1), DAY_SECONDS);
  const stepBps = Math.max(1, Math.round(STEP_SHARE * movesBps(volatility, elapsed)));
  // The nearest whole one: rounded up, a price would never walk, since what is asked is rounded up already.
  return Math.min(startBps, Math.round(lastAskedBps(last, sell, buy) - stepBps));
};
