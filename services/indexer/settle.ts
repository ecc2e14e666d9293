import type { Address, Hex } from 'viem';
import type { AccountState, Block, BlockMark, ChainRange } from '../../lib/ledger/chain-facts.ts';
import type { Settled } from '../../lib/ledger/settled.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { type ChainLog, cashFlowsOf, creationsOf, eventsOf, fillsOf } from './chain-facts-of.ts';

export type BlockSpan = { readonly fromBlock: bigint; readonly toBlock: bigint };

/** What settling needs of the outside. Reads of the chain say what its present branch says; writes are all or nothing. */
export type SettlePorts = {
  readonly chainId: number;
  readonly factory: Address;
  /** First block the factory can be found in. */
  readonly factoryBlock: bigint;
  readonly head: () => Promise<Result<Block>>;
  /** Null when the chain has no block of that number (yet, or any more). */
  readonly block: (number: bigint) => Promise<Result<Block | null>>;
  readonly events: (addresses: readonly Address[], span: BlockSpan) => Promise<Result<readonly ChainLog[]>>;
  readonly transfers: (accounts: readonly Address[], span: BlockSpan) => Promise<Result<readonly ChainLog[]>>;
  /** Leaves out what can't be read. */
  readonly states: (addresses: readonly Address[], block: Block) => Promise<Result<readonly AccountState[]>>;
  readonly store: {
    /** Where the index has stopped, newest first. */
    readonly trail: () => Promise<Result<readonly BlockMark[]>>;
    readonly seed: (block: BlockMark) => Promise<Result<void>>;
    readonly accounts: () => Promise<Result<readonly Address[]>>;
    /** False when somebody else has moved the index meanwhile. */
    readonly apply: (range: ChainRange) => Promise<Result<boolean>>;
    readonly rollBack: (from: BlockMark, to: Block) => Promise<Result<boolean>>;
    readonly toRefresh: () => Promise<Result<readonly Address[]>>;
    readonly saveStates: (states: readonly AccountState[]) => Promise<Result<void>>;
    readonly advanceOrders: (headTimeSeconds: UnixSeconds) => Promise<Result<void>>;
  };
};

const RANGE_BLOCKS_MAX = 2_000n;
/** Somebody else may be settling the same chain; after that many surprises the next tick goes on. */
const ROUNDS_MAX = 10_000;

const movedAway = (): Result<never> =>
  fail('chain-moved', 'The chain changed its mind while it was being read.', { when: 'next-tick' });

/** The newest block of the trail that is still the chain's; the first one by number where even that has changed. */
const commonBlock = async (ports: SettlePorts, trail: readonly BlockMark[]): Promise<Result<Block>> => {
  let last: Block | null = null;
  for (const mark of trail) {
    const now = await ports.block(mark.number);
    if (!now.ok) return now;
    if (now.value?.hash === mark.hash) return ok(now.value);
    last = now.value;
  }
  return last === null ? movedAway() : ok(last);
};

const timesOf = async (
  ports: SettlePorts,
  logs: readonly ChainLog[],
  known: Block,
): Promise<Result<ReadonlyMap<Hex, UnixSeconds>>> => {
  const times = new Map<Hex, UnixSeconds>([[known.hash, known.timeSeconds]]);
  const blocks = new Map(logs.map(({ blockHash, blockNumber }) => [blockHash, blockNumber]));
  for (const [hash, number] of blocks) {
    if (times.has(hash)) continue;
    const block = await ports.block(number);
    if (!block.ok) return block;
    if (block.value?.hash !== hash) return movedAway();
    times.set(hash, block.value.timeSeconds);
  }
  return ok(times);
};

const readRange = async (
  ports: SettlePorts,
  { after, to, head }: { readonly after: BlockMark; readonly to: Block; readonly head: Block },
): Promise<Result<ChainRange>> => {
  const span = { fromBlock: after.number + 1n, toBlock: to.number };
  const factoryLogs = await ports.events([ports.factory], span);
  if (!factoryLogs.ok) return factoryLogs;
  const known = await ports.store.accounts();
  if (!known.ok) return known;
  const created = creationsOf(factoryLogs.value, () => 0).map(({ address }) => address);
  const accounts = [...new Set([...known.value, ...created])];
  const [events, transfers, states] = await Promise.all([
    accounts.length === 0 ? ok<readonly ChainLog[]>([]) : ports.events(accounts, span),
    accounts.length === 0 ? ok<readonly ChainLog[]>([]) : ports.transfers(accounts, span),
    created.length === 0 ? ok<readonly AccountState[]>([]) : ports.states(created, head),
  ]);
  if (!events.ok) return events;
  if (!transfers.ok) return transfers;
  if (!states.ok) return states;
  const times = await timesOf(ports, [...factoryLogs.value, ...events.value, ...transfers.value], to);
  if (!times.ok) return times;
  const timeOf = (hash: Hex): UnixSeconds => times.value.get(hash) ?? to.timeSeconds;
  // Only if the range still ends with the same block, its logs are all of one branch.
  const again = await ports.block(to.number);
  if (!again.ok) return again;
  if (again.value?.hash !== to.hash) return movedAway();
  const fills = fillsOf(events.value, timeOf);
  return ok({
    chainId: ports.chainId,
    after,
    to,
    creations: creationsOf(factoryLogs.value, timeOf),
    states: states.value,
    fills,
    cashFlows: cashFlowsOf({ transfers: transfers.value, fills, accounts: new Set(accounts), timeOf }),
    events: eventsOf(events.value, timeOf),
  });
};

const refresh = async (ports: SettlePorts, head: Block): Promise<Result<void>> => {
  const addresses = await ports.store.toRefresh();
  if (!addresses.ok) return addresses;
  if (addresses.value.length > 0) {
    const states = await ports.states(addresses.value, head);
    if (!states.ok) return states;
    const saved = await ports.store.saveStates(states.value);
    if (!saved.ok) return saved;
  }
  return ports.store.advanceOrders(head.timeSeconds);
};

type Step = { readonly done: Settled['state'] } | { readonly again: true; readonly reorganised: boolean };

const seedAt = async (ports: SettlePorts): Promise<Result<Step>> => {
  const first = await ports.block(ports.factoryBlock > 0n ? ports.factoryBlock - 1n : 0n);
  if (!first.ok) return first;
  if (first.value === null) return ok({ done: 'lagging' });
  const seeded = await ports.store.seed(first.value);
  return seeded.ok ? ok({ again: true, reorganised: false }) : seeded;
};

const step = async (ports: SettlePorts, head: Block): Promise<Result<Step>> => {
  const trail = await ports.store.trail();
  if (!trail.ok) return trail;
  const [reached] = trail.value;
  if (reached === undefined) return seedAt(ports);
  if (head.number < reached.number) return ok({ done: 'lagging' });
  const now = await ports.block(reached.number);
  if (!now.ok) return now;
  if (now.value === null) return ok({ done: 'lagging' });
  if (now.value.hash !== reached.hash) {
    const common = await commonBlock(ports, trail.value);
    if (!common.ok) return common;
    const undone = await ports.store.rollBack(reached, common.value);
    return undone.ok ? ok({ again: true, reorganised: undone.value }) : undone;
  }
  if (reached.number === head.number) return ok({ done: 'settled' });
  const end =
    reached.number + RANGE_BLOCKS_MAX < head.number ? reached.number + RANGE_BLOCKS_MAX : head.number;
  const to = end === head.number ? ok(head) : await ports.block(end);
  if (!to.ok) return to;
  if (to.value === null) return movedAway();
  const range = await readRange(ports, { after: reached, to: to.value, head });
  if (!range.ok) return range;
  const applied = await ports.store.apply(range.value);
  return applied.ok ? ok({ again: true, reorganised: false }) : applied;
};

/**
 * Brings the database in line with the chain: new contracts, their events, fills, cash flows, and what follows for orders. A
 * branch the chain has left is undone first. Any number may settle at once; each range is applied by one of them.
 */
export const settle = async (ports: SettlePorts, timeIsUp: () => boolean): Promise<Result<Settled>> => {
  const head = await ports.head();
  if (!head.ok) return head;
  let reorganised = false;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const stepped = await step(ports, head.value);
    if (!stepped.ok) return stepped;
    if ('again' in stepped.value) {
      reorganised ||= stepped.value.reorganised;
      if (timeIsUp()) return ok({ head: head.value, state: 'behind', reorganised });
      continue;
    }
    if (stepped.value.done === 'settled') {
      const refreshed = await refresh(ports, head.value);
      if (!refreshed.ok) return refreshed;
    }
    return ok({ head: head.value, state: stepped.value.done, reorganised });
  }
  return ok({ head: head.value, state: 'behind', reorganised });
};
