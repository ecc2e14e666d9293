import type { Address, Hex } from 'viem';
import type { JournalEntry } from '../../../lib/ledger/tick-record.ts';
import type { PolicyJson } from '../../../lib/policy/policy.ts';
import { type PricePoint, recordedPoints } from '../../../lib/prices/price-points.ts';
import { ok, type Result } from '../../../lib/result.ts';
import type { SeriesPorts } from '../../bot/keep-series.ts';
import type { TickJournal } from '../../bot/tick-deps.ts';
import type { BalancerPorts } from '../../custody/balancer/balancer-ports.ts';
import type { SettleStore } from '../../indexer/settle.ts';
import { readListings } from '../../store/account-tokens.ts';
import {
  readAccountAddresses,
  readHolders,
  type Serving,
  takeAccountsToRefresh,
} from '../../store/accounts.ts';
import { readTrail, seedCursor } from '../../store/cursors.ts';
import type { BotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import { feedSeries, passOverLooks } from '../../store/series/feed-series.ts';
import { savePricePoints } from '../../store/series/price-points.ts';
import { readBehindSeries } from '../../store/series/read-series-input.ts';
import { sumUpHolds } from '../../store/series/sum-up-holds.ts';
import { sumUpTicks } from '../../store/series/sum-up-ticks.ts';
import { thinSeries } from '../../store/series/thin-series.ts';
import { readSettings, type Settings } from '../../store/settings.ts';
import { applyRange, rollBack, saveStatesAt } from '../../store/tick/facts.ts';
import { writeJournal } from '../../store/tick/journal.ts';
import { completeLeases, countDue, releaseLeases } from '../../store/tick/leases.ts';
import { advanceOrders } from '../../store/tick/order-status.ts';
import {
  hideOrder,
  markPlaced,
  readOrderStatus,
  readPlaceable,
  rejectOrder,
} from '../../store/tick/orders.ts';
import { finishTick } from '../../store/tick/ticks.ts';
import type { ShowingJournal } from '../../venues/oneinch/place-all.ts';

type Work = Parameters<BotDatabase['run']>[0];

/** Runs one piece of database work; what is expected to fail is a value. */
export type InDatabase = <T>(work: (sql: Parameters<Work>[0]) => Promise<T>) => Promise<Result<T>>;

export const inDatabase =
  (database: BotDatabase): InDatabase =>
  (work) =>
    asDatabaseResult(() => database.run(work));

export type IndexTerms = {
  readonly chainId: number;
  readonly signers: readonly Address[];
  readonly defaultPolicy: PolicyJson;
  readonly serving: Serving;
};

/** The store, as settling sees it. */
export const settleStore = (
  run: InDatabase,
  { chainId, signers, defaultPolicy, serving }: IndexTerms,
): SettleStore => ({
  trail: () => run((sql) => readTrail(sql, chainId)),
  seed: (block) => run((sql) => seedCursor(sql, { chainId, block })),
  apply: (range) => run((sql) => applyRange(sql, range, { signers, defaultPolicy, serving })),
  rollBack: (from, to) => run((sql) => rollBack(sql, { chainId, from, to })),
  toRefresh: () => run((sql) => takeAccountsToRefresh(sql, chainId)),
  saveStates: (states, mark) =>
    run((sql) => saveStatesAt(sql, { mark, chainId, states, signers, defaultPolicy, serving })),
  advanceOrders: (headTimeSeconds) =>
    run((sql) => advanceOrders(sql, { chainId, headTimeSeconds, hashes: [], reopen: false })),
});

/** The store, as our contracts' custody knows them. */
export const balancerStore = (
  run: InDatabase,
  chainId: number,
): Pick<BalancerPorts, 'accounts' | 'listings' | 'holders'> => ({
  accounts: () => run((sql) => readAccountAddresses(sql, chainId)),
  listings: () => run((sql) => readListings(sql, chainId)),
  holders: () => run((sql) => readHolders(sql, chainId)),
});

/** Ticks of its own failing in a row after which a portfolio is set aside. */
const FAILURES_MAX = 3;

export type JournalTerms = {
  readonly chainId: number;
  readonly tickId: string;
  readonly dueBefore: string;
};

/**
 * Stores the prices that looks were made on, each once a tick. By a transaction of its own: a batch that waits until another one's same
 * prices are committed would else wait for that one's looks, too.
 */
const priceKeeper = (run: InDatabase) => {
  const stored = new Set<string>();
  return async (entries: readonly JournalEntry[]): Promise<Result<unknown>> => {
    const points = recordedPoints(entries.map(({ look }) => look.snapshot));
    const keyOf = ({ asset, source, knownAtSeconds }: PricePoint) => `${asset}\n${source}\n${knownAtSeconds}`;
    const news = points.filter((point) => !stored.has(keyOf(point)));
    if (news.length === 0) return ok(null);
    const saved = await run((sql) => savePricePoints(sql, news));
    if (saved.ok) for (const point of news) stored.add(keyOf(point));
    return saved;
  };
};

/** The store, as the journal of one tick. */
export const tickJournal = (run: InDatabase, terms: JournalTerms): TickJournal => {
  const keepPrices = priceKeeper(run);
  return {
    write: async (entries) => {
      const kept = await keepPrices(entries);
      return kept.ok ? run((sql) => writeJournal(sql, terms.tickId, entries)) : kept;
    },
    reject: (orderId, reason) => run((sql) => rejectOrder(sql, { orderId, reason })),
    complete: (outcomes) => run((sql) => completeLeases(sql, { outcomes, failuresMax: FAILURES_MAX })),
    release: (leases) => run((sql) => releaseLeases(sql, leases)),
    countDue: () => run((sql) => countDue(sql, terms)),
    finish: (tick) => run((sql) => finishTick(sql, tick)),
  };
};

/** The store, as the hands of venues that show what is journaled. */
export const bookJournal = (run: InDatabase): ShowingJournal => ({
  placeable: (orderIds) => run((sql) => readPlaceable(sql, orderIds)),
  markPlaced: (orderIds) => run((sql) => markPlaced(sql, orderIds)),
  hide: (orderId: Hex) => run((sql) => hideOrder(sql, orderId)),
  find: (orderId: Hex) => run((sql) => readOrderStatus(sql, orderId)),
});

/** The store, as what keeps the series of a chain's portfolios. */
export const seriesStore = (
  run: InDatabase,
  chainId: number,
  { holdsKeptDays: keptDays }: Pick<Settings, 'holdsKeptDays'>,
): Omit<SeriesPorts, 'log'> => ({
  behind: (limit) => run((sql) => readBehindSeries(sql, { chainId, limit })),
  feed: (ids) => run((sql) => feedSeries(sql, ids)),
  passOver: (id) => run((sql) => passOverLooks(sql, id)),
  thin: () =>
    run(async (sql) => {
      const points = await thinSeries(sql, chainId);
      if (keptDays === null) return { moved: points, looks: 0 };
      const holds = await sumUpHolds(sql, { chainId, keptDays });
      const ticks = await sumUpTicks(sql, keptDays);
      return { moved: points + holds.moved + ticks.seen, looks: holds.looks };
    }),
});

export const settingsOf = (run: InDatabase): Promise<Result<Settings>> => run(readSettings);
