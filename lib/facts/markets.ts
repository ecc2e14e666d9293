import type { PriceSeries } from '../prices/price-points.ts';
import { type Jump, jumpsOf } from './anomalies.ts';
import {
  type CorrelationFound,
  correlationOf,
  type RegimeFound,
  regimeOf,
  type Track,
  type TrendFound,
  trendOf,
  volatilityOf,
} from './track.ts';

/** The recorded prices of one series, the last of each hour. */
export type PriceTrack = PriceSeries & { readonly track: Track };

/** What the prices of one series say, however many portfolios hold the token. */
export type Market = PriceTrack & {
  readonly trend: TrendFound | null;
  readonly volatility: number | null;
  readonly regime: RegimeFound | null;
  readonly jumps: readonly Jump[];
};

const keyOf = ({ asset, source }: PriceSeries): string => `${asset}\n${source}`;

/** What markets say of a span: each series and each pair is worked out once, when it is first asked for. */
export class Markets {
  private readonly tracks: ReadonlyMap<string, PriceTrack>;
  private readonly known = new Map<string, Market>();
  private readonly correlations = new Map<Market, Map<Market, CorrelationFound | null>>();

  constructor(tracks: readonly PriceTrack[]) {
    this.tracks = new Map(tracks.map((one) => [keyOf(one), one]));
  }

  /** Null where no price of it was recorded. */
  of(series: PriceSeries): Market | null {
    const key = keyOf(series);
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const found = this.tracks.get(key);
    if (found === undefined) return null;
    const { track } = found;
    const market = {
      ...found,
      ...{ trend: trendOf(track), volatility: volatilityOf(track) },
      ...{ regime: regimeOf(track), jumps: jumpsOf(track) },
    };
    this.known.set(key, market);
    return market;
  }

  correlation(one: Market, other: Market): CorrelationFound | null {
    const known = this.correlations.get(one)?.get(other);
    if (known !== undefined) return known;
    const found = this.correlations.get(other)?.get(one) ?? correlationOf(one.track, other.track);
    const beside = this.correlations.get(one) ?? new Map<Market, CorrelationFound | null>();
    this.correlations.set(one, beside.set(other, found));
    return found;
  }
}
