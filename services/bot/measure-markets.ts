import type { AssetState, Market, Snapshot } from '../../lib/engine/snapshot.ts';
import { type PriceSeries, recordedSource } from '../../lib/prices/price-points.ts';
import { ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { Observe, Observed } from './observe.ts';

/** Annualised, in basis points; those whose recorded prices say enough. */
export type ReadVolatilities = (
  series: readonly PriceSeries[],
  nowSeconds: UnixSeconds,
) => Promise<Result<readonly (PriceSeries & { readonly annualBps: number })[]>>;

/** The same by series; null of those with too few prices. */
type VolatilitiesOf = (
  series: readonly PriceSeries[],
  nowSeconds: UnixSeconds,
) => Promise<Result<(one: PriceSeries) => number | null>>;

export type MarketPorts = Pick<Market, 'blockSeconds' | 'clockSeconds'> & {
  readonly volatilitiesOf: VolatilitiesOf;
};

/** A measurement serves so long: it looks back on days. */
const KEPT_SECONDS = 600;

const keyOf = ({ asset, source }: PriceSeries): string => `${asset}\n${source}`;

/** What a batch has prices of, by the price itself: what one feed says to a thousand accounts is one value. */
const seriesByPrice = (snapshots: readonly Snapshot[]): ReadonlyMap<AssetState['price'], PriceSeries> => {
  const series = new Map<AssetState['price'], PriceSeries>();
  for (const { account, assets } of snapshots)
    for (const { symbol: asset, price } of assets)
      if (price.ok && !series.has(price))
        series.set(price, { asset, source: recordedSource(account.chainId, price.source) });
  return series;
};

type Measured = { readonly atSeconds: UnixSeconds; readonly annualBps: number | null };

/** A process's memory of volatilities, so that a batch asks for those alone that are new or old. */
export const rememberVolatilities = (read: ReadVolatilities): VolatilitiesOf => {
  const known = new Map<string, Measured>();
  return async (series, nowSeconds) => {
    const wanted = new Map(series.map((one) => [keyOf(one), one]));
    const unknown = [...wanted].filter(([key]) => {
      const measured = known.get(key);
      return measured === undefined || Math.abs(nowSeconds - measured.atSeconds) > KEPT_SECONDS;
    });
    if (unknown.length > 0) {
      const told = await read(
        unknown.map(([, one]) => one),
        nowSeconds,
      );
      if (!told.ok) return told;
      for (const [key] of unknown) known.set(key, { atSeconds: nowSeconds, annualBps: null });
      for (const one of told.value)
        known.set(keyOf(one), { atSeconds: nowSeconds, annualBps: one.annualBps });
    }
    return ok((one) => known.get(keyOf(one))?.annualBps ?? null);
  };
};

const walksOn = (seen: Result<Observed>): seen is Extract<Result<Observed>, { readonly ok: true }> =>
  seen.ok && seen.value.policy.orderTerms.walk === 'measured';

/** Sees what `observe` sees, and the market of those whose prices walk at its pace; the others cost nothing. */
export const measuringMarkets =
  ({ volatilitiesOf, ...clocks }: MarketPorts, observe: Observe): Observe =>
  async (due, settled, timeIsUp) => {
    const seen = await observe(due, settled, timeIsUp);
    if (!seen.ok || !seen.value.some(walksOn)) return seen;
    const walking = seen.value.flatMap((one) => (walksOn(one) ? [one.value.snapshot] : []));
    const series = seriesByPrice(walking);
    const annualBpsOf = await volatilitiesOf([...series.values()], settled.head.timeSeconds);
    if (!annualBpsOf.ok) return annualBpsOf;
    const annual = new Map([...series].map(([price, of]) => [price, annualBpsOf.value(of)] as const));
    return ok(
      seen.value.map((one) => {
        if (!walksOn(one)) return one;
        const { snapshot } = one.value;
        const volatility: Market['volatility'][number][] = [];
        for (const { token, price } of snapshot.assets) {
          const annualBps = annual.get(price) ?? null;
          if (annualBps !== null) volatility.push({ token, annualBps });
        }
        return ok({ ...one.value, snapshot: { ...snapshot, market: { ...clocks, volatility } } });
      }),
    );
  };
