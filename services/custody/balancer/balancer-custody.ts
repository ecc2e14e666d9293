import type { Hex } from 'viem';
import type { Block, ChainRange } from '../../../lib/ledger/chain-facts.ts';
import { type Custody, movedAway, type RangeToRead } from '../../../lib/ledger/custody.ts';
import { ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { readableAccount } from './account-reading.ts';
import { statesOf } from './account-states.ts';
import type { BalancerPorts } from './balancer-ports.ts';
import { cashFlowsOf, creationsOf, eventsOf, fillsOf, listingsOf } from './chain-facts-of.ts';
import { byHolder, fillsByHolder, flowsByContract } from './holders.ts';
import { type RangeLogs, readRangeLogs, upTo } from './range-logs.ts';

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
  const moved = {
    ...{ transfers: transfers.logs, fills: fillsByHolder(logs.holders, fills), timeOf },
    listings: byHolder(logs.holders, logs.listings),
  };
  return ok({
    chainId: ports.chainId,
    to,
    creations: creationsOf(factory.logs, timeOf),
    fills,
    cashFlows: flowsByContract(logs.holders, cashFlowsOf(moved)),
    events: eventsOf(events.logs, timeOf),
    listings: listingsOf(events.logs),
    gaps: [...events.gaps, ...transfers.gaps].flatMap((gap) => {
      const header = byNumber.get(gap.blockNumber);
      return header === undefined ? [] : [{ ...gap, blockHash: header.hash }];
    }),
  });
};

/** What a reading came to: all of it, or so many blocks as there was time to read once more. */
type Reading = { readonly whole: ChainRange } | { readonly sureBlocks: bigint };

/** Of the blocks that were to be read once more, how many were, with all that is known of them; null: all. */
const shortOf = ({ again }: RangeToRead, { againTo }: RangeLogs, { to }: Headers): bigint | null => {
  if (again === null || againTo === undefined) return null;
  const reached = to.number < againTo ? to.number : againTo;
  return reached < again.toBlock ? reached - again.fromBlock + 1n : null;
};

const readOnce = async (ports: BalancerPorts, range: RangeToRead): Promise<Result<Reading>> => {
  const logs = await readRangeLogs(ports, range);
  if (!logs.ok) return logs;
  const headers = await readHeaders(ports, logs.value, range);
  if (!headers.ok) return headers;
  const sureBlocks = shortOf(range, logs.value, headers.value);
  if (sureBlocks !== null) return ok({ sureBlocks });
  const isStill = await ports.chain.blocks([range.end.number], range.timeIsUp);
  if (!isStill.ok) return isStill;
  if (isStill.value[0]?.hash !== range.end.hash) return movedAway();
  const facts = factsOf(ports, logs.value, headers.value);
  if (!facts.ok) return facts;
  const created = new Set(facts.value.creations.map(({ address }) => address));
  const states = logs.value.states.filter(({ address }) => created.has(address));
  return ok({ whole: { ...facts.value, after: range.after, states } });
};

/** The same range, so much shorter that it needs no more blocks read once more than these; one at least. */
const shorter = async (
  ports: BalancerPorts,
  { after, again, ...range }: RangeToRead,
  sureBlocks: bigint,
): Promise<Result<RangeToRead>> => {
  const blocks = sureBlocks < 1n ? 1n : sureBlocks;
  const read = await ports.chain.blocks([after.number + blocks], range.timeIsUp);
  if (!read.ok) return read;
  const [end] = read.value;
  if (end === undefined || end === null) return movedAway();
  return ok({
    ...{ ...range, after, end },
    again: again && { fromBlock: again.fromBlock, toBlock: again.fromBlock + blocks - 1n },
  });
};

/**
 * What the chain says of the blocks after `after`, up to `end` or to the block it got to while there was time, and of those that are to be
 * read once more. All of it is of one branch: the last block that was asked for is the same before and after. That whoever answered had
 * these blocks is not said by that: behind one name several nodes may answer, each question another one. What is deep, all of them have.
 */
const readRange = async (ports: BalancerPorts, range: RangeToRead): Promise<Result<ChainRange>> => {
  const read = await readOnce(ports, range);
  if (!read.ok) return read;
  if ('whole' in read.value) return ok(read.value.whole);
  const less = await shorter(ports, range, read.value.sureBlocks);
  return less.ok ? readRange(ports, less.value) : less;
};

/** Our own contracts, and those that trade an account's tokens by its delegations: read through a lens, all at one block, and settled by the logs of their factory, of themselves and of their tokens. */
export const balancerCustody = (ports: BalancerPorts): Custody => ({
  read: async (addresses, reading) => {
    const read = await ports.chain.readFleet(addresses, reading);
    return read.ok ? ok(read.value.map((answer) => readableAccount(ports, answer))) : read;
  },
  settle: (range) => readRange(ports, range),
  states: (addresses, block, timeIsUp) =>
    statesOf(ports, addresses, { block, suspects: new Set(), timeIsUp }),
});
