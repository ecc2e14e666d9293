import { decide } from '../../lib/engine/decide.ts';
import { type BegunProgramme, type LegPart, programmesNow } from '../../lib/engine/in-parts.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import type { Asking, AssetState, Snapshot } from '../../lib/engine/snapshot.ts';
import { snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import { seededRandom } from '../../lib/prices/simulated-market.ts';
import { bridgePath, type FeedTerms, feedOf, type PricePath, volatilityUpTo } from './price-path.ts';

const E18 = 10n ** 18n;
const BPS = 10_000;
const BASE_NAV_USD = 100_000;
/** How much of the portfolio is on the wrong side. */
const OFF_TARGET = 0.05;
const WEEK_HOURS = 168;
/** Before the first look, so that the feed is as old as it may be. */
const WARM_UP_SECONDS = 7_200;
const START_SECONDS = 1_794_974_400;
const [RISKY, DOLLAR] = [tokenAt(0), tokenAt(1)];

/** A chain, as takers meet it. */
export type TakerChain = {
  readonly blockSeconds: number;
  /** What a fill costs its taker. */
  readonly gasUsd: number;
};

export type FillTerms = {
  readonly chain: TakerChain;
  readonly clockSeconds: number;
  readonly feed: FeedTerms;
  readonly policy: Policy;
  /** Given up after so long. */
  readonly patienceSeconds: number;
  /** Of a portfolio of 100,000 USD: how many times as much is traded; 1 where nothing is said. */
  readonly timesAsMuch?: number;
};

/** Where in which history a run begins. */
export type FillCase = {
  readonly closesUsd: readonly number[];
  readonly from: number;
  readonly seed: number;
};

export type FillRun =
  | {
      readonly kind: 'filled';
      /** What the order gave away against the market's price in the block of its fill, in basis points of what it sold. */
      readonly lossBps: number;
      /** Of it, what the taker's gas is worth. */
      readonly gasBps: number;
      /** What the hour's volatility was then, as a share. */
      readonly volatility: number;
      readonly seconds: number;
    }
  | { readonly kind: 'unfilled' };

type Order = {
  readonly sellsRisky: boolean;
  readonly riskyTokens: number;
  readonly usd: number;
  readonly expiresAtSeconds: number;
  readonly last: NonNullable<Asking['last']>;
  /** Null where the policy trades whole legs. */
  readonly part: LegPart | null;
};

const e18 = (value: number): bigint => BigInt(Math.round(value * 1e9)) * 10n ** 9n;
const asNumber = (units: bigint): number => Number(units / 10n ** 6n) / 1e12;

type View = {
  readonly riskyTokens: bigint;
  readonly dollars: bigint;
  readonly feedUsd: number;
  readonly feedAtSeconds: number;
  readonly nowSeconds: number;
  readonly asking: readonly Asking[];
  readonly annualBps: number;
};

const lookOf = (view: View, { chain, clockSeconds }: FillTerms): Snapshot => {
  const { nowSeconds, annualBps } = view;
  const priceOf = (usd: number, updatedAtSeconds: number): AssetState['price'] => ({
    ...{ ok: true, usdE18: e18(usd), updatedAtSeconds, source: 'bench', disagreementBps: null },
  });
  const half = { targetBps: BPS / 2, priceAgeSecondsMax: 90_000 };
  const built = snapshotOf(
    [
      { ...half, units: view.riskyTokens, state: priceOf(view.feedUsd, view.feedAtSeconds) },
      { ...half, units: view.dollars, state: priceOf(1, nowSeconds) },
    ],
    { nowSeconds, asking: view.asking },
  );
  return {
    ...built,
    guard: {
      ...built.guard,
      orderTtlMaxSeconds: 86_400,
      cooldownSeconds: 0,
      minDriftBps: 0,
      overshootBps: 0,
    },
    buckets: { ...built.buckets, lossLeftE18: E18 },
    market: {
      ...{ blockSeconds: chain.blockSeconds, clockSeconds },
      volatility: [
        { token: RISKY, annualBps },
        { token: DOLLAR, annualBps: 0 },
      ],
    },
  };
};

/** The one order that the engine wants now; null where it wants none. */
const orderOf = (snapshot: Snapshot, policy: Policy): Order | null => {
  const { plan } = decide(snapshot, policy);
  if (plan.kind !== 'act') return null;
  const [{ sellToken, sellUnits, buyUnits, limit, part }] = plan.legs;
  const sellsRisky = sellToken === RISKY;
  return {
    sellsRisky,
    riskyTokens: asNumber(sellsRisky ? sellUnits : buyUnits),
    usd: asNumber(sellsRisky ? buyUnits : sellUnits),
    expiresAtSeconds: snapshot.nowSeconds + limit.expiresInSeconds,
    last: { sellUnits, buyUnits, atSeconds: snapshot.nowSeconds },
    part: part ?? null,
  };
};

/** What whoever fills it gains before gas, in USD. */
const givenAwayUsd = ({ sellsRisky, riskyTokens, usd }: Order, marketUsd: number): number =>
  sellsRisky ? riskyTokens * marketUsd - usd : usd - riskyTokens * marketUsd;

type Clocked = { readonly path: PricePath; readonly feed: ReturnType<typeof feedOf>; nowSeconds: number };

const blockLater = (run: Clocked, { blockSeconds }: TakerChain): boolean => {
  run.nowSeconds += blockSeconds;
  const goesOn = run.path.next();
  run.feed.see(run.path.usd(), run.nowSeconds);
  return goesOn;
};

/** A portfolio that is off its targets, before its first look. */
const begin = ({ closesUsd, from, seed }: FillCase, { chain, feed: terms, timesAsMuch = 1 }: FillTerms) => {
  const path = bridgePath({ closesUsd, from, blockSeconds: chain.blockSeconds, seed });
  const feed = feedOf(terms, { usd: path.usd(), atSeconds: START_SECONDS });
  const run: Clocked = { path, feed, nowSeconds: START_SECONDS };
  while (run.nowSeconds < START_SECONDS + WARM_UP_SECONDS) blockLater(run, chain);
  const tooMuch = seededRandom(seed ^ 0x5bd1e995)() < 0.5 ? OFF_TARGET : -OFF_TARGET;
  const navUsd = BASE_NAV_USD * timesAsMuch;
  const riskyTokens = e18((navUsd * (0.5 + tooMuch)) / feed.usd());
  const dollars = e18(navUsd * (0.5 - tooMuch));
  const annualBps = Math.round(volatilityUpTo(closesUsd, from, WEEK_HOURS) * BPS);
  return { run, held: { riskyTokens, dollars }, annualBps };
};

/** The first time at the clock's pace that is after now. */
const nextDue = (dueAt: number, nowSeconds: number, clockSeconds: number): number =>
  dueAt + Math.max(1, Math.ceil((nowSeconds + 1 - dueAt) / clockSeconds)) * clockSeconds;

const pairOf = ({ sellsRisky }: Order): Pick<Asking, 'sellToken' | 'buyToken'> =>
  sellsRisky ? { sellToken: RISKY, buyToken: DOLLAR } : { sellToken: DOLLAR, buyToken: RISKY };

const askedBy = (order: Order, before: Asking | undefined, nowSeconds: number): Asking => ({
  ...pairOf(order),
  last: order.last,
  sinceSeconds: before?.sinceSeconds ?? nowSeconds,
});

/** What it gave away and sold, in USD, once it pays a taker; null while it doesn't. */
const fillOf = (order: Order, { path }: Clocked, { gasUsd }: TakerChain) => {
  const marketUsd = path.usd();
  const givenUsd = givenAwayUsd(order, marketUsd);
  if (givenUsd < gasUsd) return null;
  return { givenUsd, soldUsd: order.sellsRisky ? order.riskyTokens * marketUsd : order.usd };
};

/**
 * One rebalance from the first look to its fill: the engine's own orders, one after the other by the bot's clock, before takers who fill in
 * the first block in which it pays them.
 */
export const runToFill = (one: FillCase, terms: FillTerms): FillRun => {
  const { chain, clockSeconds, policy } = terms;
  const { run, held, annualBps } = begin(one, terms);
  const { path, feed } = run;
  const beganAt = run.nowSeconds;
  const asking: Asking[] = [];
  let order: Order | null = null;
  let dueAt = beganAt;
  while (run.nowSeconds - beganAt < terms.patienceSeconds) {
    if (run.nowSeconds >= dueAt && (order === null || run.nowSeconds >= order.expiresAtSeconds)) {
      const view = { ...held, feedUsd: feed.usd(), feedAtSeconds: feed.updatedAtSeconds() };
      const { nowSeconds } = run;
      order = orderOf(lookOf({ ...view, nowSeconds, asking, annualBps }, terms), policy);
      dueAt = nextDue(dueAt, nowSeconds, clockSeconds);
      if (order !== null) asking[0] = askedBy(order, asking[0], nowSeconds);
    }
    if (!blockLater(run, chain)) break;
    if (order === null || run.nowSeconds > order.expiresAtSeconds) continue;
    const fill = fillOf(order, run, chain);
    if (fill === null) continue;
    return {
      kind: 'filled',
      lossBps: (fill.givenUsd / fill.soldUsd) * BPS,
      gasBps: (chain.gasUsd / fill.soldUsd) * BPS,
      volatility: path.volatility(),
      seconds: run.nowSeconds - beganAt,
    };
  }
  return { kind: 'unfilled' };
};

/** A fill of one of a leg's parts. */
export type PartFill = {
  readonly givenUsd: number;
  readonly soldUsd: number;
  readonly volatility: number;
};

export type PartsRun = {
  readonly fills: readonly PartFill[];
  /** All of it was traded, or nothing of it was wanted any more. */
  readonly isDone: boolean;
  readonly seconds: number;
};

const soldBy = ({ sellsRisky, last: { sellUnits, buyUnits } }: Order) => ({
  riskyTokens: sellsRisky ? -sellUnits : buyUnits,
  dollars: sellsRisky ? buyUnits : -sellUnits,
});

/**
 * One rebalance by a policy that trades in parts: the engine's own programme, told what was sold of it as the journal tells it, until its last
 * part is filled, nothing is wanted of it any more, or its time and the patience of one more order are over.
 */
export const runInParts = (one: FillCase, terms: FillTerms): PartsRun => {
  const { chain, clockSeconds, policy } = terms;
  const { inParts } = policy.orderTerms;
  const { run, held: first, annualBps } = begin(one, terms);
  const { feed } = run;
  const beganAt = run.nowSeconds;
  const fills: PartFill[] = [];
  const sold: { readonly atSeconds: number; readonly soldUnits: bigint }[] = [];
  let [held, asking, begun] = [first, [] as Asking[], [] as BegunProgramme[]];
  let order: Order | null = null;
  let dueAt = beganAt;
  const ended = (isDone: boolean): PartsRun => ({ fills, isDone, seconds: run.nowSeconds - beganAt });
  while (run.nowSeconds - beganAt < (inParts?.overSeconds ?? 0) + terms.patienceSeconds) {
    if (run.nowSeconds >= dueAt && (order === null || run.nowSeconds >= order.expiresAtSeconds)) {
      const { nowSeconds } = run;
      const programmes = programmesNow(inParts, begun, nowSeconds);
      const view = { ...held, feedUsd: feed.usd(), feedAtSeconds: feed.updatedAtSeconds() };
      const look = lookOf({ ...view, nowSeconds, asking, annualBps }, terms);
      const wanted = orderOf({ ...look, ...(programmes.length === 0 ? {} : { programmes }) }, policy);
      const isAnother =
        wanted !== null &&
        begun.some(
          ({ sellToken, startedAtSeconds }) =>
            sellToken !== pairOf(wanted).sellToken || startedAtSeconds !== wanted.part?.startedAtSeconds,
        );
      // Another programme: this one was over before, or the market has turned.
      if (isAnother) return ended(programmes.length > 0);
      order = wanted;
      dueAt = nextDue(dueAt, nowSeconds, clockSeconds);
      if (order !== null) {
        asking = [askedBy(order, asking[0], nowSeconds)];
        begun = [
          { ...pairOf(order), startedAtSeconds: order.part?.startedAtSeconds ?? nowSeconds, fills: sold },
        ];
      }
    }
    if (!blockLater(run, chain)) break;
    if (order === null || run.nowSeconds > order.expiresAtSeconds) continue;
    const fill = fillOf(order, run, chain);
    if (fill === null) continue;
    fills.push({ ...fill, volatility: run.path.volatility() });
    sold.push({ atSeconds: run.nowSeconds, soldUnits: order.last.sellUnits });
    if (order.part === null || order.part.number === order.part.of) return ended(true);
    const moved = soldBy(order);
    held = { riskyTokens: held.riskyTokens + moved.riskyTokens, dollars: held.dollars + moved.dollars };
    [order, asking] = [null, []];
  }
  return ended(order === null);
};
