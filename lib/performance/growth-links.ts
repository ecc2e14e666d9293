import { E18 } from '../money/fixed-point.ts';
import { type Ratio, ratioOf } from './returns.ts';

/** Less than a cent is nothing held: what it seems to earn is rounding. */
export const DUST_USD_E18 = E18 / 100n;

/** Beyond it is no growth but a token that makes its own units. */
const GROWTH_MAX = 1e300;

/**
 * Links time-weighted growth from flow to flow: Π value just before a flow ÷ value just after the last one. While nothing but
 * dust is held nothing is earned. Source: CFA Institute, Global Investment Performance Standards, true time-weighted return.
 */
export class GrowthLinks {
  private growth: Ratio;
  /** Value that the present link started from. */
  private startUsdE18: bigint;

  constructor(growth: Ratio, startUsdE18: bigint) {
    this.growth = growth;
    this.startUsdE18 = startUsdE18;
  }

  /** The growth when what started the link is worth so much. Null = not known: nothing is added until it is. */
  at(valueUsdE18: bigint | null): Ratio {
    if (valueUsdE18 === null || this.startUsdE18 < DUST_USD_E18) return this.growth;
    return Math.min(this.growth * ratioOf(valueUsdE18, this.startUsdE18), GROWTH_MAX);
  }

  /** Ends a link just before a flow and starts the next one just after it. */
  flow(beforeUsdE18: bigint, afterUsdE18: bigint): void {
    this.growth = this.at(beforeUsdE18);
    this.startUsdE18 = afterUsdE18;
  }
}
