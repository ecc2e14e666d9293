import { decide } from '../../lib/engine/decide.ts';
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
  const [{ sellToken, sellUnits, buyUnits, limit }] = plan.legs;
  const sellsRisky = sellToken === RISKY;
  return {
    sellsRisky,
    riskyTokens: asNumber(sellsRisky ? sellUnits : buyUnits),
    usd: asNumber(sellsRisky ? buyUnits : sellUnits),
    expiresAtSeconds: snapshot.nowSeconds + limit.expiresInSeconds,
    last: { sellUnits, buyUnits, atSeconds: snapshot.nowSeconds },
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

/**
 * One rebalance from the first look to its fill: the engine's own orders, one after the other by the bot's clock, before takers who fill in
 * the first block in which it pays them.
 */
export const runToFill = ({ closesUsd, from, seed }: FillCase, terms: FillTerms): FillRun => {
  const { chain, clockSeconds, policy } = terms;
  const path = bridgePath({ closesUsd, from, blockSeconds: chain.blockSeconds, seed });
  const feed = feedOf(terms.feed, { usd: path.usd(), atSeconds: START_SECONDS });
  const run: Clocked = { path, feed, nowSeconds: START_SECONDS };
  while (run.nowSeconds < START_SECONDS + WARM_UP_SECONDS) blockLater(run, chain);
  const beganAt = run.nowSeconds;
  const tooMuch = seededRandom(seed ^ 0x5bd1e995)() < 0.5 ? OFF_TARGET : -OFF_TARGET;
  const navUsd = BASE_NAV_USD * (terms.timesAsMuch ?? 1);
  const riskyTokens = e18((navUsd * (0.5 + tooMuch)) / feed.usd());
  const dollars = e18(navUsd * (0.5 - tooMuch));
  const annualBps = Math.round(volatilityUpTo(closesUsd, from, WEEK_HOURS) * BPS);
  const asking: Asking[] = [];
  let order: Order | null = null;
  let dueAt = beganAt;
  while (run.nowSeconds - beganAt < terms.patienceSeconds) {
    if (run.nowSeconds >= dueAt && (order === null || run.nowSeconds >= order.expiresAtSeconds)) {
      const view = { riskyTokens, dollars, feedUsd: feed.usd(), feedAtSeconds: feed.updatedAtSeconds() };
      const { nowSeconds } = run;
      order = orderOf(lookOf({ ...view, nowSeconds, asking, annualBps }, terms), policy);
      dueAt += Math.max(1, Math.ceil((nowSeconds + 1 - dueAt) / clockSeconds)) * clockSeconds;
      if (order !== null) {
        const [sellToken, buyToken] = order.sellsRisky ? [RISKY, DOLLAR] : [DOLLAR, RISKY];
        asking[0] = {
          ...{ sellToken, buyToken, last: order.last },
          sinceSeconds: asking[0]?.sinceSeconds ?? nowSeconds,
        };
      }
    }
    if (!blockLater(run, chain)) break;
    if (order === null || run.nowSeconds > order.expiresAtSeconds) continue;
    const marketUsd = path.usd();
    const givenUsd = givenAwayUsd(order, marketUsd);
    if (givenUsd < chain.gasUsd) continue;
    const soldUsd = order.sellsRisky ? order.riskyTokens * marketUsd : order.usd;
    return {
      kind: 'filled',
      lossBps: (givenUsd / soldUsd) * BPS,
      gasBps: (chain.gasUsd / soldUsd) * BPS,
      volatility: path.volatility(),
      seconds: run.nowSeconds - beganAt,
    };
  }
  return { kind: 'unfilled' };
};
