import { recordedSource } from '../prices/price-points.ts';
import { gapsOf, isOddFlow } from './anomalies.ts';
import { type Basis, bps, count, type FactList, ratioBps, ratioE4, usd, word } from './fact-list.ts';
import type { Market, Markets } from './markets.ts';
import type { LastLook, Scene } from './portfolio-read.ts';
import { type RegimeFound, regimeOf, type Track, type TrendFound, trendOf, volatilityOf } from './track.ts';

type Seen = LastLook['assets'][number];
type Known = { readonly name: string; readonly market: Market };

const basisOf = ({ spanName, asOf }: Scene, track: Track, source: string): Basis => {
  // The step that now is ends later.
  const last = Math.min(track.at(-1)?.atSeconds ?? asOf, asOf);
  const first = Math.min(track[0]?.atSeconds ?? asOf, last);
  return {
    ...{ when: spanName, span: { from: first, to: last } },
    quality: { ageSeconds: asOf - last, samples: track.length, sources: [source] },
    rows: [],
  };
};

type Moves = {
  readonly trend: TrendFound | null;
  readonly volatility: number | null;
  readonly regime: RegimeFound | null;
};

const sayMoves = (
  list: FactList,
  { trend, volatility, regime }: Moves,
  basis: Basis & {
    readonly which?: { readonly subject: string };
    readonly why: 'too-few-prices' | 'too-few-looks';
  },
): void => {
  list.say('trend', trend === null ? basis.why : word(trend.trend), basis);
  list.say('trend-pace', trend === null ? basis.why : ratioBps(trend.pacePerDay), basis);
  list.say('trend-fit', trend === null ? basis.why : ratioE4(trend.fit), basis);
  list.say('volatility', volatility === null ? basis.why : ratioBps(volatility), basis);
  list.say('volatility-usual', regime === null ? basis.why : ratioBps(regime.usual), basis);
  list.say('regime', regime === null ? basis.why : word(regime.regime), basis);
};

const marketOf = (asset: Seen, markets: Markets, chainId: number): Market | null =>
  asset.source === null
    ? null
    : markets.of({ asset: asset.symbol, source: recordedSource(chainId, asset.source) });

const sayJumps = (
  list: FactList,
  jumps: Market['jumps'],
  basis: Basis & { readonly which?: { readonly subject: string } },
): void => {
  for (const { fromSeconds, toSeconds, move } of jumps)
    list.say('price-jump', ratioBps(move), {
      ...{ ...basis, span: { from: fromSeconds, to: toSeconds } },
      which: { ...basis.which, part: `${toSeconds}` },
    });
};

/** How each asset's recorded prices moved, and how they moved with each other. */
export const sayMarkets = (list: FactList, scene: Scene, markets: Markets): number => {
  const { look, names, about } = scene;
  const known: Known[] = [];
  let jumps = 0;
  for (const asset of look?.assets ?? []) {
    const name = names.get(asset.token) ?? asset.token;
    const market = marketOf(asset, markets, about.chainId);
    const basis = { ...basisOf(scene, market?.track ?? [], market?.source ?? ''), which: { subject: name } };
    const why = 'too-few-prices';
    sayMoves(list, market ?? { trend: null, volatility: null, regime: null }, { ...basis, why });
    if (market === null) continue;
    known.push({ name, market });
    sayJumps(list, market.jumps, basis);
    jumps += market.jumps.length;
  }
  for (const [index, one] of known.entries())
    for (const other of known.slice(index + 1)) sayCorrelation(list, scene, { one, other, markets });
  return jumps;
};

const sayCorrelation = (
  list: FactList,
  scene: Scene,
  { one, other, markets }: { readonly one: Known; readonly other: Known; readonly markets: Markets },
): void => {
  const found = markets.correlation(one.market, other.market);
  const { quality, ...basis } = basisOf(scene, one.market.track, one.market.source);
  const sources = [...new Set([one.market.source, other.market.source])];
  list.say('correlation', found === null ? 'too-few-prices' : ratioE4(found.correlation), {
    ...basis,
    which: { subject: one.name, against: other.name },
    quality: { ...quality, samples: found?.returns ?? 0, sources },
  });
};

/** The same of what a dollar in the portfolio became. */
export const saySeries = (list: FactList, scene: Scene): void => {
  const track = scene.steps
    .map(({ atSeconds, growth }) => ({ atSeconds, level: growth }))
    .filter(({ level }) => level > 0);
  const found = { trend: trendOf(track), volatility: volatilityOf(track), regime: regimeOf(track) };
  const { quality, ...basis } = basisOf(scene, track, '');
  sayMoves(list, found, { ...basis, quality: { ...quality, sources: scene.sources }, why: 'too-few-looks' });
};

/** Times without a look, flows out of the ordinary, and how many there were with the jumps of prices. */
export const sayAnomalies = (list: FactList, scene: Scene, jumps: number): void => {
  const { steps, flows, spanName, span, names, sources, end, asOf } = scene;
  const quality = { ageSeconds: Math.max(asOf - end.timeSeconds, 0), samples: steps.length, sources };
  const basis = {
    ...{ when: spanName, span, quality },
    rows: [{ kind: 'snapshot', id: end.snapshotId }] as const,
  };
  const gaps = gapsOf(steps);
  for (const { fromSeconds, toSeconds, seconds } of gaps)
    list.say(
      'look-gap',
      { unit: 'seconds', amount: seconds },
      {
        ...{ ...basis, span: { from: fromSeconds, to: toSeconds } },
        which: { part: `${toSeconds}` },
      },
    );
  const odd = flows.filter(isOddFlow);
  for (const { token, kind, blockNumber, timeSeconds, valueUsdE18 } of odd)
    list.say('odd-flow', valueUsdE18 === null ? 'flow-unpriced' : usd(valueUsdE18), {
      ...{
        ...basis,
        span: { from: timeSeconds, to: timeSeconds },
        rows: [{ kind: 'flow', id: `${blockNumber}:${token}` }],
      },
      which: { subject: names.get(token) ?? token, part: `${blockNumber}-${kind}` },
    });
  list.say('anomalies', count(jumps + gaps.length + odd.length), basis);
};

/** How far each asset's price came between the two points. */
export const sayPriceChanges = (
  list: FactList,
  { start, end, names, spanName, span, sources, asOf }: Scene,
): void => {
  for (const { token, price } of end.assets) {
    const before = start?.assets.find((asset) => asset.token === token)?.price ?? null;
    const rows = [start, end].flatMap((point) =>
      point === null ? [] : [{ kind: 'snapshot' as const, id: point.snapshotId }],
    );
    const quality = {
      ageSeconds: Math.max(asOf - (price?.atSeconds ?? end.timeSeconds), 0),
      samples: rows.length,
      sources,
    };
    const basis = {
      ...{ when: spanName, span, rows, quality },
      which: { subject: names.get(token) ?? token },
    };
    if (price === null || before === null) list.say('price-change', 'price-missing', basis);
    else list.say('price-change', changeBps(before.usdE18, price.usdE18), basis);
  }
};

/** {bps, to a hundredth, to the nearest} */
const changeBps = (before: bigint, now: bigint) => {
  const twice = 2n * (now - before) * 1_000_000n;
  return bps(Number((twice + (twice < 0n ? -before : before)) / (2n * before)) / 100);
};
