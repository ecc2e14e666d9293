import { larger, smaller, VALUE_USD_E18_MAX } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { type CountedAsset, type CountedLook, type CountedPrice, worthDown } from './counted-look.ts';
import { DUST_USD_E18, GrowthLinks } from './growth-links.ts';
import type { FlowKind, FlowValue, Happening, PointAsset, SeriesPoint } from './series-point.ts';
import { TargetIndex } from './target-index.ts';

const HOUR_SECONDS = 3_600;
/** Looks further apart than so many of the policy's intervals, and an hour, leave a gap. */
const GAP_LOOKS = 3;

/** What the index says of the time between two looks. */
export type Between = {
  /** After the point's block, up to and with the look's. */
  readonly happenings: readonly Happening[];
  /** Tokens some of whose transfers in that time nobody handed out. */
  readonly unread: ReadonlySet<string>;
};

export type Advanced = { readonly point: SeriesPoint; readonly flows: readonly FlowValue[] };

/** Units of the portfolio and of the basket while what happened is gone through in order. */
class Walk {
  readonly flows: FlowValue[] = [];
  readonly held = new Map<string, bigint>();
  private readonly basket = new Map<string, bigint>();
  private readonly links: GrowthLinks;
  private readonly holdLinks: GrowthLinks;
  private readonly index: TargetIndex;
  private readonly before: ReadonlyMap<string, PointAsset>;
  private readonly now: ReadonlyMap<string, CountedAsset>;

  private readonly look: CountedLook;

  constructor(previous: SeriesPoint | null, look: CountedLook) {
    this.look = look;
    this.before = new Map((previous?.assets ?? []).map((asset) => [asset.token, asset]));
    this.now = new Map(look.assets.map((asset) => [asset.token, asset]));
    for (const { token, units, holdUnits } of this.before.values()) {
      this.held.set(token, units);
      this.basket.set(token, holdUnits);
    }
    this.links = new GrowthLinks(previous?.growth ?? 1, previous?.valueUsdE18 ?? 0n);
    this.holdLinks = new GrowthLinks(previous?.holdGrowth ?? 1, previous?.holdUsdE18 ?? 0n);
    this.index = new TargetIndex(
      previous?.indexGrowth ?? 1,
      [...this.before].map(([token, { indexUnits }]) => [token, indexUnits]),
    );
  }

  isCounted(token: string): boolean {
    return this.before.has(token) || this.now.has(token);
  }

  units(token: string): bigint {
    return this.held.get(token) ?? 0n;
  }

  holdUnits(token: string): bigint {
    return this.basket.get(token) ?? 0n;
  }

  indexUnits(token: string): bigint {
    return this.index.units(token);
  }

  private priceUsdE18At(timeSeconds: UnixSeconds): (token: string) => bigint {
    return (token) => this.priceAt(token, timeSeconds)?.usdE18 ?? 0n;
  }

  /** The last price known at that time; the next one where there was none. */
  private priceAt(token: string, timeSeconds: UnixSeconds): CountedPrice | null {
    const next = this.now.get(token)?.price ?? null;
    if (next !== null && next.atSeconds <= timeSeconds) return next;
    return this.before.get(token)?.price ?? next;
  }

  private worth(token: string, units: bigint, timeSeconds: UnixSeconds): bigint {
    const decimals = (this.now.get(token) ?? this.before.get(token))?.decimals ?? 0;
    // Between two looks anything may have passed through, more than can be stored as well.
    return smaller(
      worthDown(units, { decimals, price: this.priceAt(token, timeSeconds) }),
      VALUE_USD_E18_MAX,
    );
  }

  private total(units: ReadonlyMap<string, bigint>, timeSeconds: UnixSeconds): bigint {
    let sum = 0n;
    for (const [token, own] of units) sum += this.worth(token, own, timeSeconds);
    return sum;
  }

  move(token: string, units: bigint): void {
    // More can only leave than was there where the index doesn't know all that came in.
    this.held.set(token, larger(this.units(token) + units, 0n));
  }

  flow(kind: FlowKind, { token, units, blockNumber, timeSeconds }: Moved): void {
    const [beforeUsdE18, holdBefore] = [
      this.total(this.held, timeSeconds),
      this.total(this.basket, timeSeconds),
    ];
    const tokenBefore = this.worth(token, this.units(token), timeSeconds);
    this.move(token, units);
    const tokenAfter = this.worth(token, this.units(token), timeSeconds);
    const afterUsdE18 = this.total(this.held, timeSeconds);
    this.links.flow(beforeUsdE18, afterUsdE18);
    if (afterUsdE18 < DUST_USD_E18) this.index.stop(this.priceUsdE18At(timeSeconds));
    else if (beforeUsdE18 < DUST_USD_E18)
      this.index.spread(this.look.assets, this.priceUsdE18At(timeSeconds));
    if (kind === 'unlisted') this.holdWhatIsLeft(token, { holdBefore, beforeUsdE18 });
    else if (units > 0n) this.basket.set(token, this.holdUnits(token) + units);
    else this.takeShare(afterUsdE18, beforeUsdE18);
    this.holdLinks.flow(holdBefore, this.total(this.basket, timeSeconds));
    if (units === 0n) return;
    const price = this.priceAt(token, timeSeconds);
    const worth = this.worth(token, units < 0n ? -units : units, timeSeconds);
    this.flows.push({
      ...{ kind, blockNumber, timeSeconds, token, units, price, beforeUsdE18, afterUsdE18 },
      place: this.flows.length,
      valueUsdE18: price === null ? null : units < 0n ? -worth : worth,
      weightBeforeBps: shareBps(tokenBefore, beforeUsdE18),
      weightAfterBps: shareBps(tokenAfter, afterUsdE18),
    });
  }

  /** A withdrawal takes the same share of the basket as of the portfolio, or a basket that lost would run empty before it. */
  private takeShare(afterUsdE18: bigint, beforeUsdE18: bigint): void {
    if (beforeUsdE18 === 0n) return;
    for (const [token, units] of this.basket) this.basket.set(token, (units * afterUsdE18) / beforeUsdE18);
  }

  /** The basket can't be valued with an asset that nobody prices: it goes on as what the portfolio then holds, scaled to its own worth. */
  private holdWhatIsLeft(
    gone: string,
    { holdBefore, beforeUsdE18 }: { readonly holdBefore: bigint; readonly beforeUsdE18: bigint },
  ): void {
    this.held.delete(gone);
    this.basket.delete(gone);
    if (beforeUsdE18 === 0n) return;
    this.basket.clear();
    for (const [token, units] of this.held) this.basket.set(token, (units * holdBefore) / beforeUsdE18);
  }

  /** The totals at the look itself. */
  end() {
    const { timeSeconds } = this.look;
    const unpriced = [...this.basket].some(
      ([token, units]) => units > 0n && (this.now.get(token)?.price ?? null) === null,
    );
    const valueUsdE18 = this.total(this.held, timeSeconds);
    const holdUsdE18 = unpriced ? null : this.total(this.basket, timeSeconds);
    // A basket's old price ends it; a new one is made of those that the look has.
    this.index.stop(this.priceUsdE18At(timeSeconds));
    if (valueUsdE18 >= DUST_USD_E18)
      this.index.spread(this.look.assets, (token) => this.now.get(token)?.price?.usdE18 ?? 0n);
    return {
      valueUsdE18,
      holdUsdE18,
      growth: this.links.at(valueUsdE18),
      holdGrowth: this.holdLinks.at(holdUsdE18),
      indexGrowth: this.index.growth(),
    };
  }
}

type Moved = {
  readonly token: string;
  readonly units: bigint;
  readonly blockNumber: bigint;
  readonly timeSeconds: UnixSeconds;
};

const shareBps = (part: bigint, whole: bigint): number | null =>
  whole === 0n ? null : Number((part * 10_000n) / whole);

const goThrough = (walk: Walk, happenings: readonly Happening[]): void => {
  for (const each of happenings) {
    if (each.kind === 'fill') {
      walk.move(each.sellToken, -each.sellUnits);
      walk.move(each.buyToken, each.buyUnits);
    } else if (walk.isCounted(each.token)) walk.flow(each.units > 0n ? 'in' : 'out', each);
  }
};

/** Brings the units of the walk to those of the look, where what happened doesn't account for them. */
const meetTheLook = (walk: Walk, previous: SeriesPoint | null, { look, unread }: Met): void => {
  const known = new Set(previous?.assets.map(({ token }) => token));
  const counted = new Set(look.assets.map(({ token }) => token));
  for (const token of known) {
    if (!counted.has(token)) walk.flow('unlisted', { ...look, token, units: -walk.units(token) });
  }
  for (const { token, units } of look.assets) {
    const unexplained = units - walk.units(token);
    if (unexplained === 0n) continue;
    if (!known.has(token)) walk.flow('listed', { ...look, token, units: unexplained });
    else if (unread.has(token)) walk.flow('unread', { ...look, token, units: unexplained });
    // What a token adds or takes by itself is its yield or its cost.
    else walk.held.set(token, units);
  }
};

type Met = { readonly look: CountedLook; readonly unread: ReadonlySet<string> };

const worse = (a: number | null, b: number | null): number | null =>
  a === null ? b : b === null ? a : Math.max(a, b);

const totalsOf = (previous: SeriesPoint | null, look: CountedLook) => {
  if (previous === null) return { looks: 1, observedSeconds: 0, driftSeconds: 0, driftBpsSeconds: 0 };
  const passed = look.timeSeconds - previous.timeSeconds;
  const seconds = passed <= Math.max(GAP_LOOKS * look.lookEverySeconds, HOUR_SECONDS) ? passed : 0;
  const driftBps = previous.trackingErrorBps;
  return {
    looks: previous.looks + 1,
    observedSeconds: previous.observedSeconds + seconds,
    driftSeconds: previous.driftSeconds + (driftBps === null ? 0 : seconds),
    driftBpsSeconds: previous.driftBpsSeconds + (driftBps ?? 0) * seconds,
  };
};

/**
 * The point of the next look, and what came in and went out on the way there. Time-weighted growth is linked at every flow with the
 * portfolio's value just before and after it, both at the last prices known then, so that a flow at fair value is no gain. The basket
 * takes deposits in kind, and loses the share of itself that a withdrawal is of the portfolio.
 * @param previous null before the first look: everything that is held then has come in
 */
export const advanceSeries = (
  previous: SeriesPoint | null,
  look: CountedLook,
  between: Between,
): Advanced => {
  const walk = new Walk(previous, look);
  goThrough(walk, between.happenings);
  meetTheLook(walk, previous, { look, unread: between.unread });
  const { snapshotId, blockNumber, timeSeconds, trackingErrorBps } = look;
  // Two looks at one second are one point.
  const isSame = previous?.timeSeconds === timeSeconds;
  const worstBefore = isSame ? previous.worstTrackingErrorBps : null;
  const point = {
    ...{ snapshotId, blockNumber, timeSeconds, trackingErrorBps },
    ...walk.end(),
    worstTrackingErrorBps: worse(worstBefore, trackingErrorBps),
    ...totalsOf(previous, look),
    assets: look.assets.map(({ targetPart: _, ...asset }) => ({
      ...asset,
      holdUnits: walk.holdUnits(asset.token),
      indexUnits: walk.indexUnits(asset.token),
    })),
  };
  return { point, flows: walk.flows };
};
