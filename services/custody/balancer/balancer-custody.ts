import type { Address, Hex } from 'viem';
import type { AccountState, Block, ChainRange } from '../../../lib/ledger/chain-facts.ts';
import type { BlockSpan, FoundLogs, Listing } from '../../../lib/ledger/chain-log.ts';
import { type Custody, movedAway, type RangeToRead } from '../../../lib/ledger/custody.ts';
import type { BatchReading } from '../../../lib/ledger/look.ts';
import { ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { accountState, readableAccount, soundReading } from './account-reading.ts';
import type { BalancerPorts } from './balancer-ports.ts';
import { cashFlowsOf, creationsOf, eventsOf, fillsOf, listingsOf } from './chain-facts-of.ts';

/** One by one, the contracts whose assets keep the lens from reading them. */
const statesByGetters = async (
  { chain }: BalancerPorts,
  addresses: readonly Address[],
  { block, timeIsUp }: BatchReading,
): Promise<readonly AccountState[]> => {
  const states: AccountState[] = [];
  for (const address of addresses) {
    if (timeIsUp()) break;
    const state = await chain.readAccount(address, block);
    if (state.ok) states.push(state.value);
  }
  return states;
};

/** What contracts say of themselves, through the lens or, where their assets keep it from answering, by their getters. */
const statesOf = async (
  ports: BalancerPorts,
  addresses: readonly Address[],
  reading: BatchReading,
): Promise<Result<readonly AccountState[]>> => {
  const read = await ports.chain.readFleet(addresses, reading);
  if (!read.ok) return read;
  const readings = read.value.map(soundReading);
  const blocked = addresses.filter((_, index) => {
    const each = readings[index];
    return each !== undefined && !each.ok && each.error.code !== 'not-reached';
  });
  const others = await statesByGetters(ports, blocked, reading);
  return ok([...readings.flatMap((each) => (each.ok ? [accountState(each.value)] : [])), ...others]);
};

/** The logs of a range, complete up to one block. */
type RangeLogs = {
  readonly factory: FoundLogs;
  readonly events: FoundLogs;
  readonly transfers: FoundLogs;
  readonly states: readonly AccountState[];
  readonly listings: readonly Listing[];
  readonly toBlock: bigint;
};

const upTo = ({ logs, gaps }: FoundLogs, toBlock: bigint): FoundLogs => ({
  logs: logs.filter(({ blockNumber }) => blockNumber <= toBlock),
  gaps: gaps.filter(({ blockNumber }) => blockNumber <= toBlock),
  toBlock,
});

const unionOf = (...lists: readonly (readonly Listing[])[]): readonly Listing[] => {
  const tokens = new Map<Address, readonly Address[]>();
  for (const { account, tokens: more } of lists.flat())
    tokens.set(account, [...new Set([...(tokens.get(account) ?? []), ...more])]);
  return [...tokens].map(([account, listed]) => ({ account, tokens: listed }));
};

const NOTHING: readonly never[] = [];
const NOBODY: ReadonlySet<string> = new Set();

/** Each question reaches no further than the one before got. */
const readLogs = async (ports: BalancerPorts, range: RangeToRead): Promise<Result<RangeLogs>> => {
  const { chain, accounts: knownAccounts, listings: listedBefore } = ports;
  const { after, end, head, timeIsUp } = range;
  const span: BlockSpan = { fromBlock: after.number + 1n, toBlock: end.number };
  const factory = await chain.creations(span, timeIsUp);
  if (!factory.ok) return factory;
  const [known, listed] = await Promise.all([knownAccounts(), listedBefore()]);
  if (!known.ok) return known;
  if (!listed.ok) return listed;
  const created = creationsOf(factory.value.logs, () => 0).map(({ address }) => address);
  const accounts = [...new Set([...known.value, ...created])];
  const events = await chain.events(accounts, { ...span, toBlock: factory.value.toBlock }, timeIsUp);
  if (!events.ok) return events;
  const begun = listingsOf(events.value.logs);
  const listings = unionOf(listed.value, begun);
  const transfers = await chain.transfers(listings, { ...span, toBlock: events.value.toBlock }, timeIsUp);
  if (!transfers.ok) return transfers;
  const states =
    created.length === 0
      ? ok(NOTHING)
      : await statesOf(ports, created, { block: head, suspects: NOBODY, timeIsUp });
  if (!states.ok) return states;
  const { toBlock } = transfers.value;
  return ok({
    factory: upTo(factory.value, toBlock),
    events: upTo(events.value, toBlock),
    transfers: transfers.value,
    states: states.value,
    listings,
    toBlock,
  });
};

const ascending = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The blocks whose header is needed: of logs that don't tell their time, of gaps, and the last one. */
const headersOf = ({ factory, events, transfers, toBlock }: RangeLogs): readonly bigint[] => {
  const found = [factory, events, transfers];
  const untimed = found.flatMap(({ logs }) => logs.filter((log) => log.blockTimeSeconds === null));
  const gaps = found.flatMap((each) => each.gaps);
  const numbers = [...untimed, ...gaps].map(({ blockNumber }) => blockNumber);
  return [...new Set([...numbers, toBlock])].sort(ascending);
};

type Headers = { readonly to: Block; readonly byNumber: ReadonlyMap<bigint, Block> };

/** As many as there is time for; the range then ends with the last one. */
const readHeaders = async (
  ports: BalancerPorts,
  logs: RangeLogs,
  { end, timeIsUp }: RangeToRead,
): Promise<Result<Headers>> => {
  const wanted = headersOf(logs);
  const [only] = wanted;
  if (wanted.length === 1 && only === end.number) return ok({ to: end, byNumber: new Map([[only, end]]) });
  const read = await ports.chain.blocks(wanted, timeIsUp);
  if (!read.ok) return read;
  const byNumber = new Map<bigint, Block>();
  for (const block of read.value) {
    if (block === null) return movedAway();
    byNumber.set(block.number, block);
  }
  const to = read.value.at(-1);
  return to === undefined || to === null ? movedAway() : ok({ to, byNumber });
};

const factsOf = (
  ports: BalancerPorts,
  logs: RangeLogs,
  { to, byNumber }: Headers,
): Result<Omit<ChainRange, 'after' | 'states'>> => {
  const [factory, events, transfers] = [logs.factory, logs.events, logs.transfers].map((found) =>
    upTo(found, to.number),
  );
  if (factory === undefined || events === undefined || transfers === undefined) return movedAway();
  const times = new Map<Hex, UnixSeconds>();
  for (const log of [...factory.logs, ...events.logs, ...transfers.logs]) {
    const header = byNumber.get(log.blockNumber);
    if (header !== undefined && header.hash !== log.blockHash) return movedAway();
    const timeSeconds = log.blockTimeSeconds ?? header?.timeSeconds;
    if (timeSeconds === undefined) return movedAway();
    times.set(log.blockHash, timeSeconds);
  }
  const timeOf = (hash: Hex): UnixSeconds => times.get(hash) ?? to.timeSeconds;
  const fills = fillsOf(events.logs, timeOf);
  return ok({
    chainId: ports.chainId,
    to,
    creations: creationsOf(factory.logs, timeOf),
    fills,
    cashFlows: cashFlowsOf({ transfers: transfers.logs, fills, listings: logs.listings, timeOf }),
    events: eventsOf(events.logs, timeOf),
    listings: listingsOf(events.logs),
    gaps: [...events.gaps, ...transfers.gaps].flatMap((gap) => {
      const header = byNumber.get(gap.blockNumber);
      return header === undefined ? [] : [{ ...gap, blockHash: header.hash }];
    }),
  });
};

/**
 * What the chain says of the blocks after `after`, up to `end` or to the block it got to while there was time. All of it is of
 * one branch: the last block that was asked for is the same before and after.
 */
const readRange = async (ports: BalancerPorts, range: RangeToRead): Promise<Result<ChainRange>> => {
  const logs = await readLogs(ports, range);
  if (!logs.ok) return logs;
  const headers = await readHeaders(ports, logs.value, range);
  if (!headers.ok) return headers;
  const again = await ports.chain.blocks([range.end.number], range.timeIsUp);
  if (!again.ok) return again;
  if (again.value[0]?.hash !== range.end.hash) return movedAway();
  const facts = factsOf(ports, logs.value, headers.value);
  if (!facts.ok) return facts;
  const created = new Set(facts.value.creations.map(({ address }) => address));
  const states = logs.value.states.filter(({ address }) => created.has(address));
  return ok({ ...facts.value, after: range.after, states });
};

/** Our own contracts: read through the lens, all at one block, and settled by the logs of their factory, of themselves and of their tokens. */
export const balancerCustody = (ports: BalancerPorts): Custody => ({
  read: async (addresses, reading) => {
    const read = await ports.chain.readFleet(addresses, reading);
    return read.ok ? ok(read.value.map((answer) => readableAccount(ports.chainId, answer))) : read;
  },
  settle: (range) => readRange(ports, range),
  states: (addresses, block, timeIsUp) =>
    statesOf(ports, addresses, { block, suspects: new Set(), timeIsUp }),
});
