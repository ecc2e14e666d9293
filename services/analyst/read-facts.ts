import type { Facts } from '../../lib/facts/fact.ts';
import { Markets, type PriceTrack } from '../../lib/facts/markets.ts';
import { portfolioFacts } from '../../lib/facts/portfolio-facts.ts';
import type { FactSpan, PortfolioRead } from '../../lib/facts/portfolio-read.ts';
import { type PriceSeries, recordedSource } from '../../lib/prices/price-points.ts';
import type { UnixSeconds } from '../../lib/result.ts';

const HOUR_SECONDS = 3_600;
const DAY_SECONDS = 86_400;

/** How long each span is, and in how many steps its series is read. */
const SPANS: Readonly<Record<FactSpan, { readonly spanSeconds: number; readonly steps: number }>> = {
  '24h': { spanSeconds: DAY_SECONDS, steps: 24 },
  '7d': { spanSeconds: 7 * DAY_SECONDS, steps: 28 },
  '30d': { spanSeconds: 30 * DAY_SECONDS, steps: 30 },
  '90d': { spanSeconds: 90 * DAY_SECONDS, steps: 90 },
};

/** Portfolios that are read at once: enough that their statements weigh nothing, few enough that twice as many can be held. */
const AT_ONCE = 1_000;

/** After so many the database's answers are looked at, so that its next question goes out. */
const TURN_EVERY = 50;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** What is stored, read of many portfolios in the same few statements. */
export type FactReads = {
  readonly portfolios: (
    ids: readonly string[],
    stepped: { readonly spanSeconds: number; readonly steps: number },
  ) => Promise<readonly PortfolioRead[]>;
  readonly tracks: (wanted: {
    readonly series: readonly PriceSeries[];
    readonly fromSeconds: UnixSeconds;
    readonly toSeconds: UnixSeconds;
    readonly stepSeconds: number;
  }) => Promise<readonly PriceTrack[]>;
};

/** Whose recorded prices these portfolios are valued by, each series once. */
const seriesOf = (reads: readonly PortfolioRead[]): readonly PriceSeries[] => {
  const series = new Map<string, PriceSeries>();
  for (const { about, look } of reads)
    for (const { symbol: asset, source } of look?.assets ?? []) {
      if (source === null) continue;
      const one = { asset, source: recordedSource(about.chainId, source) };
      series.set(`${one.asset}\n${one.source}`, one);
    }
  return [...series.values()];
};

/** The markets of all portfolios so far, each series read once. */
class KnownMarkets {
  private readonly tracks = new Map<string, PriceTrack>();
  private readonly reads: Pick<FactReads, 'tracks'>;
  private readonly spanSeconds: number;
  private markets = new Markets([]);

  constructor(reads: Pick<FactReads, 'tracks'>, spanSeconds: number) {
    this.reads = reads;
    this.spanSeconds = spanSeconds;
  }

  /** With those of these portfolios among them. */
  async of(found: readonly PortfolioRead[]): Promise<Markets> {
    const series = seriesOf(found).filter(({ asset, source }) => !this.tracks.has(`${asset}\n${source}`));
    if (series.length === 0) return this.markets;
    const toSeconds = found.reduce((latest, { look }) => Math.max(latest, look?.atSeconds ?? 0), 0);
    const fromSeconds = toSeconds - this.spanSeconds;
    const more = await this.reads.tracks({ series, fromSeconds, toSeconds, stepSeconds: HOUR_SECONDS });
    // One without a price is asked for once as well.
    for (const one of series) this.tracks.set(`${one.asset}\n${one.source}`, { ...one, track: [] });
    for (const one of more) this.tracks.set(`${one.asset}\n${one.source}`, one);
    this.markets = new Markets([...this.tracks.values()].filter(({ track }) => track.length > 0));
    return this.markets;
  }
}

/**
 * The facts of any number of portfolios over a span up to each one's newest look, a thousand at a time in the same few statements. What a
 * market says is read and worked out once, however many hold its token. Who isn't found, or may not be seen, is left out.
 */
export async function* readFacts(
  reads: FactReads,
  ids: readonly string[],
  spanName: FactSpan,
): AsyncGenerator<Facts> {
  const stepped = SPANS[spanName];
  const known = new KnownMarkets(reads, stepped.spanSeconds);
  const readFrom = (from: number): Promise<readonly PortfolioRead[]> =>
    from < ids.length ? reads.portfolios(ids.slice(from, from + AT_ONCE), stepped) : Promise.resolve([]);
  const ended = (one: typeof next) => one.catch(() => undefined);
  let next = readFrom(0);
  try {
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      const found = await next;
      const markets = await known.of(found);
      // The database reads the next ones while these are worked out; that it failed is heard when they are asked for.
      next = readFrom(from + AT_ONCE);
      void ended(next);
      for (const [index, one] of found.entries()) {
        if (index % TURN_EVERY === TURN_EVERY - 1) await turn();
        yield portfolioFacts(one, markets, spanName);
      }
    }
  } finally {
    // Whoever takes no more of them ends their transaction: not while it still reads.
    await ended(next);
  }
}
