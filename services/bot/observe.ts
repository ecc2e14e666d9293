import type { Policy } from '../../lib/engine/policy.ts';
import { CHAIN_ACCOUNT_KINDS } from '../../lib/engine/snapshot.ts';
import { tradedPolicy } from '../../lib/engine/traded-policy.ts';
import type { Placed } from '../../lib/ledger/action.ts';
import type { Block, Settled } from '../../lib/ledger/chain-facts.ts';
import type { AccountReading, Custodies } from '../../lib/ledger/custody.ts';
import type { BatchReading, Observation } from '../../lib/ledger/look.ts';
import type { PricedAsset, PriceSource, SourcePrice } from '../../lib/ledger/price-source.ts';
import type { Contexts, DuePortfolio } from '../../lib/ledger/tick-record.ts';
import { FREE, type Venues } from '../../lib/ledger/venue.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type Holding, type TokenTrial, trialIllnessBy } from '../../lib/tokens/token-trial.ts';
import type { BotKeys } from './bot-keys.ts';
import { checkedPrice, type PriceCheck } from './pricing.ts';
import { delegationsOf, type SnapshotSources, type Surroundings, snapshotOf } from './snapshot-of.ts';
import type { TryTokens } from './try-tokens.ts';
import {
  askOwnTerms,
  askTerms,
  isClosed,
  openVenues,
  type Readings,
  withheldByCosts,
} from './venue-terms.ts';

/** One portfolio as a tick sees it, all of it at one block. */
export type Observed = Observation & { readonly liveOrders: readonly Placed[] };

/** What observing needs of the outside. */
export type ObservePorts = {
  readonly custodies: Custodies;
  /** The accounts' own feeds first. */
  readonly prices: readonly PriceSource[];
  readonly venues: Venues;
  readonly readContexts: (portfolioIds: readonly string[], block: Block) => Promise<Result<Contexts>>;
  readonly halted: () => Promise<Result<boolean>>;
  readonly keys: BotKeys;
  /** By what is known of a token without trying it. */
  readonly illnessOf: SnapshotSources['illnessOf'];
  readonly tryTokens: TryTokens;
};

export type Observe = (
  due: readonly DuePortfolio[],
  settled: Settled,
  timeIsUp: () => boolean,
) => Promise<Result<readonly Result<Observed>[]>>;

const unknown = (portfolio: DuePortfolio): Result<never> =>
  fail('portfolio-unreadable', `Nothing is known of ${portfolio.account.address}.`, { when: 'next-tick' });

/** Addresses of the portfolios that failed by their own fault when they were looked at last. */
export const suspectsOf = (due: readonly DuePortfolio[]): ReadonlySet<string> =>
  new Set(due.flatMap(({ failures, account }) => (failures > 0 ? [account.address] : [])));

/** A reading that makes no snapshot is that portfolio's failure alone. */
const guarded = (build: () => Observed): Result<Observed> => {
  try {
    return ok(build());
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return fail('portfolio-unreadable', `What was read makes no snapshot: ${message}`, { when: 'next-tick' });
  }
};

/** Each account by the custody of its kind. */
const readAccounts = async (
  custodies: Custodies,
  due: readonly DuePortfolio[],
  reading: BatchReading,
): Promise<Result<Readings>> => {
  const readings = new Map<DuePortfolio, Result<AccountReading>>();
  for (const kind of CHAIN_ACCOUNT_KINDS) {
    const own = due.filter(({ account }) => account.kind === kind);
    if (own.length === 0) continue;
    const read = await custodies[kind].read(
      own.map(({ account }) => account.address),
      reading,
    );
    if (!read.ok) return read;
    for (const [index, portfolio] of own.entries()) {
      const answer = read.value[index];
      if (answer !== undefined) readings.set(portfolio, answer);
    }
  }
  return ok(readings);
};

const checkOf = (prices: readonly PriceSource[], { limits }: Policy): PriceCheck => ({
  sources: prices.length,
  disagreementBpsMax: limits.priceDisagreementBpsMax,
});

/** What was told of the batch's assets. */
type Told = {
  readonly answersOf: SnapshotSources['answersOf'];
  /** By the accounts' own feeds, which are the first source. */
  readonly feedPriceOf: (asset: PricedAsset) => bigint | null;
};

/** What every source says, each asked once for all assets of the batch. */
const askPrices = async (
  sources: readonly PriceSource[],
  readings: Readings,
  block: Block,
): Promise<Told> => {
  const assets = [...readings.values()].flatMap((reading) =>
    reading.ok ? reading.value.assets.map(({ priced }) => priced) : [],
  );
  const answers = await Promise.all(sources.map((source) => source(assets, block)));
  return {
    answersOf: (asset): readonly SourcePrice[] => answers.flatMap((answer) => answer.get(asset) ?? []),
    feedPriceOf: (asset) => {
      const price = answers[0]?.get(asset);
      return price?.ok === true ? price.usdE18 : null;
    },
  };
};

const feedPricesOf = ({ assets }: AccountReading, { feedPriceOf }: Told): Observation['feedPrices'] =>
  new Map(
    assets.flatMap(({ priced }) => {
      const usdE18 = feedPriceOf(priced);
      return usdE18 === null ? [] : [[priced.token, usdE18]];
    }),
  );

/** What there is to try tokens with, each holder's units once: two contracts may serve one account while the one takes the other's place. */
const holdingsOf = (readings: Readings): readonly Holding[] => {
  const holdings = new Map<string, Holding>();
  for (const reading of readings.values()) {
    if (!reading.ok) continue;
    const { holder, assets } = reading.value;
    for (const { state } of assets)
      holdings.set(`${state.token} ${holder}`, { token: state.token, units: state.units, holder });
  }
  return [...holdings.values()];
};

const illnessBy = (
  { illnessOf }: Pick<ObservePorts, 'illnessOf'>,
  trials: readonly TokenTrial[],
  { timeSeconds }: Block,
): SnapshotSources['illnessOf'] => {
  const trialIllness = trialIllnessBy(trials, timeSeconds);
  return (seen) => illnessOf(seen) ?? trialIllness(seen);
};

/**
 * Sees a batch of portfolios: one read of the chain, one of the database, one of each price source; a trial of the tokens that are due for one. One answer for each, in their order;
 * what fails alone, fails alone.
 */
export const observeWith =
  (ports: ObservePorts): Observe =>
  async (due, settled, timeIsUp) => {
    const { custodies, prices, venues, readContexts, halted, keys } = ports;
    const block = settled.head;
    const ids = due.map(({ portfolioId }) => portfolioId);
    const [readings, contexts, isHalted, terms] = await Promise.all([
      readAccounts(custodies, due, { block, suspects: suspectsOf(due), timeIsUp }),
      readContexts(ids, block),
      halted(),
      askTerms(venues),
    ]);
    if (!readings.ok) return readings;
    if (!contexts.ok) return contexts;
    if (!isHalted.ok) return isHalted;
    const [told, trials] = await Promise.all([
      askPrices(prices, readings.value, block),
      ports.tryTokens(holdingsOf(readings.value), block),
    ]);
    if (!trials.ok) return trials;
    const illnessOf = illnessBy(ports, trials.value, block);
    const { answersOf } = told;
    const priceOf = (asset: PricedAsset, policy: Policy) =>
      checkedPrice(answersOf(asset), checkOf(prices, policy));
    const ownTerms = await askOwnTerms({ venues, priceOf }, readings.value, block);
    const surroundings: Surroundings = {
      ...{ head: block, keys, halted: isHalted.value, chainLagging: settled.state === 'lagging' },
      venues: openVenues(terms),
    };
    return ok(
      due.map((portfolio): Result<Observed> => {
        if (!portfolio.policy.ok) return portfolio.policy;
        const policy = tradedPolicy(portfolio.account.kind, portfolio.policy.value);
        const reading = readings.value.get(portfolio);
        const stored = contexts.value.get(portfolio.portfolioId);
        if (reading === undefined || stored === undefined) return unknown(portfolio);
        if (!reading.ok) return reading;
        if (!stored.ok) return stored;
        const context = stored.value;
        const { venue, immediate } = policy.orderTerms;
        const own = ownTerms(portfolio, venue);
        const untold = withheldByCosts(own);
        if (own?.ok === false && untold === null && !isClosed(own)) return own;
        const { costs } = own?.ok ? own.value : (terms.get(venue) ?? FREE);
        // Without them a leg waits for its own venue, as it would anyway.
        const atOnce = immediate === null ? undefined : ownTerms(portfolio, 'proposal');
        const immediateCosts = atOnce?.ok ? atOnce.value.costs : null;
        const check = checkOf(prices, policy);
        const walksOn = policy.orderTerms.walk === 'measured';
        const sources = {
          ...{
            reading: reading.value,
            context,
            answersOf,
            costs,
            immediateCosts,
            illnessOf,
            walksOn,
            untold,
          },
          inParts: policy.orderTerms.inParts,
          prices: check,
        };
        const delegations = delegationsOf(sources, block);
        return guarded(() => ({
          policy,
          snapshot: snapshotOf(sources, surroundings),
          signer: reading.value.signer,
          fillMode: reading.value.fillMode,
          swapping: reading.value.swapping,
          feedPrices: feedPricesOf(reading.value, told),
          ...(delegations === undefined ? {} : { delegations }),
          liveOrders: context.liveOrders,
        }));
      }),
    );
  };
