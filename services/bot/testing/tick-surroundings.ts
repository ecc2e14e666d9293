import { decide } from '../../../lib/engine/decide.ts';
import { policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import { feedPricesOf } from '../../../lib/ledger/testing/feed-prices.ts';
import { sampleAction } from '../../../lib/ledger/testing/sample-action.ts';
import type { DuePortfolio, JournalEntry, LeaseOutcome } from '../../../lib/ledger/tick-record.ts';
import type { Venue } from '../../../lib/ledger/venue.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { Observed } from '../observe.ts';
import type { TickOptions } from '../steps/finish.ts';
import type { TickDeps } from '../tick-deps.ts';

export const OPTIONS: TickOptions = { tickId: 'tick', limit: 100, budgetMs: 1_000 };
export const away = fail('chain-unavailable', 'away', { when: 'next-tick' });
export const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const dueOf = (id: number): DuePortfolio => ({
  portfolioId: String(id),
  token: '1',
  account: { kind: 'balancer', chainId: 31_337, address: `0x${id.toString(16).padStart(40, '0')}` },
  name: `number ${id}`,
  policyVersion: 1,
  policy: ok(policyOf()),
  failures: 0,
});
export const drifted = ({ account }: DuePortfolio): Observed => {
  const wishes = [
    { usd: 7_000, targetBps: 5_000 },
    { usd: 3_000, targetBps: 5_000 },
  ];
  const snapshot = snapshotOf(wishes, { account });
  return {
    ...{ policy: policyOf(), snapshot, feedPrices: feedPricesOf(snapshot), liveOrders: [] },
    signer: '0x00000000000000000000000000000000000000b0',
    fillMode: { kind: 'parts', series: 1n, epoch: 0n },
    swapping: null,
  };
};

/** A database, a chain and a venue that are not there, and what the tick did to them, in order. */
export const surroundings = (
  due: readonly DuePortfolio[],
  { venue = {}, ...change }: Partial<TickDeps> & { readonly venue?: Partial<Venue> } = {},
) => {
  const did: string[] = [];
  const outcomes: LeaseOutcome[] = [];
  const released: string[] = [];
  let queue = [...due];
  const journal: TickDeps['journal'] = {
    write: async (entries: readonly JournalEntry[]) => {
      did.push('journal');
      return ok(
        entries.map(({ lease, actions }) => ({
          portfolioId: lease.portfolioId,
          actionIds: actions.map(({ id }) => id),
        })),
      );
    },
    reject: async () => {
      did.push('reject');
      return ok(undefined);
    },
    complete: async (ended) => {
      did.push('complete');
      outcomes.push(...ended);
      return ok([]);
    },
    release: async (leases) => {
      released.push(...leases.map(({ portfolioId }) => portfolioId));
      return ok(undefined);
    },
    countDue: async () => ok(queue.length),
    finish: async () => {
      did.push('finish');
      return ok(undefined);
    },
  };
  const unreached = async (): Promise<Result<never>> => away;
  const orderBook: Venue = {
    id: 'order-book',
    terms: unreached,
    prepare: async (intents) => {
      did.push('prepare');
      return ok(intents.map((intent) => ({ ...intent, body: sampleAction(1).body })));
    },
    check: async (checkings) => {
      did.push('check');
      return ok(checkings.map(() => ok(null)));
    },
    place: async (actions) => {
      did.push('place');
      return ok(actions.map(() => ok({ alreadyPlaced: false })));
    },
    cancel: unreached,
    status: unreached,
    ...venue,
  };
  const deps: TickDeps = {
    claimDue: async (limit) => {
      did.push('claim');
      const claimed = queue.slice(0, limit);
      queue = queue.slice(limit);
      return ok(claimed);
    },
    settle: async () => {
      did.push('settle');
      return ok({ head: { number: 100n, hash: '0x', timeSeconds: 1 }, state: 'settled', reorganised: false });
    },
    observe: async (claimed) => {
      did.push('observe');
      return ok(claimed.map((each) => ok(drifted(each))));
    },
    stillHas: async () => ok(true),
    decide,
    tickIntervalSeconds: 0,
    venues: { 'order-book': orderBook, oneinch: null, proposal: null },
    journal,
    clock: { monotonicMs: () => 0 },
    log: quiet,
    ...change,
  };
  return { deps, did, outcomes, released };
};
