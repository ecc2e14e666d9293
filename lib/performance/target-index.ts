import type { CountedAsset } from './counted-look.ts';
import { type Ratio, ratioOf } from './returns.ts';

/** One dollar in the index's own fixed point. */
const LEVEL_ONE = 10n ** 36n;
/** Digits of a growth that a double has beyond its point. */
const RATIO_SCALE = 10n ** 15n;

type PriceOf = (token: string) => bigint;

/**
 * What a dollar becomes that is held exactly at the targets, without cost: spread over them anew at every look, and left alone in between.
 * It stands still while the portfolio holds nothing. An asset without a price counts at its last one, and is left out until it has one.
 */
export class TargetIndex {
  /** Tokens × 10^36; empty while it stands still. */
  private readonly basket: Map<string, bigint>;
  private level: bigint;

  constructor(growth: Ratio, basket: Iterable<readonly [string, bigint]>) {
    this.basket = new Map([...basket].filter(([, units]) => units > 0n));
    this.level = (BigInt(Math.round(growth * Number(RATIO_SCALE))) * LEVEL_ONE) / RATIO_SCALE;
  }

  /** What it has become, at these prices (USD a token, 18 decimals), which it keeps while nothing is held. */
  stop(priceOf: PriceOf): void {
    if (this.basket.size === 0) return;
    let sum = 0n;
    for (const [token, units] of this.basket) sum += units * priceOf(token);
    this.level = sum / 10n ** 18n;
    this.basket.clear();
  }

  /** Spreads all of it over the targets of those assets that have a price. */
  spread(assets: readonly Pick<CountedAsset, 'token' | 'targetPart'>[], priceOf: PriceOf): void {
    this.stop(priceOf);
    const priced = assets.flatMap(({ token, targetPart }) => {
      const priceUsdE18 = priceOf(token);
      return priceUsdE18 > 0n && targetPart > 0n ? [{ token, targetPart, priceUsdE18 }] : [];
    });
    const whole = priced.reduce((sum, { targetPart }) => sum + targetPart, 0n);
    // {tokens × 10^36} = {USD × 10^36} × {part} ÷ {whole} ÷ {USD/token}
    for (const { token, targetPart, priceUsdE18 } of priced)
      this.basket.set(token, (this.level * targetPart * 10n ** 18n) / (whole * priceUsdE18));
  }

  units(token: string): bigint {
    return this.basket.get(token) ?? 0n;
  }

  /** Of one dollar since the first look, as it was last spread or stopped. */
  growth(): Ratio {
    return ratioOf(this.level, LEVEL_ONE);
  }
}
