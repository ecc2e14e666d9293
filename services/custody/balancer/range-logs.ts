import type { Address } from 'viem';
import type { AccountState } from '../../../lib/ledger/chain-facts.ts';
import { type BlockSpan, byPlace, type FoundLogs, type Listing } from '../../../lib/ledger/chain-log.ts';
import type { RangeToRead } from '../../../lib/ledger/custody.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { statesOf } from './account-states.ts';
import type { BalancerPorts } from './balancer-ports.ts';
import { creationsOf, listingsOf } from './chain-facts-of.ts';
import { byHolder, gapsByContract, type Holders } from './holders.ts';

/** The logs of a range, complete up to one block. */
export type RangeLogs = {
  readonly factory: FoundLogs;
  readonly events: FoundLogs;
  readonly transfers: FoundLogs;
  readonly states: readonly AccountState[];
  readonly listings: readonly Listing[];
  readonly holders: Holders;
  readonly toBlock: bigint;
  /** What is read once more is complete up to here; left out where nothing is. */
  readonly againTo?: bigint;
};

/** Of what was found, what is complete. */
export const upTo = ({ logs, gaps }: FoundLogs, toBlock: bigint): FoundLogs => ({
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

const least = (...numbers: readonly bigint[]): bigint =>
  numbers.reduce((low, one) => (one < low ? one : low));

/** What two questions found, each log once: a transfer between two accounts is found by both. */
const together = (one: FoundLogs, other: FoundLogs): FoundLogs => ({
  logs: [
    ...new Map(
      [...one.logs, ...other.logs].map((log) => [`${log.blockHash}:${log.logIndex}`, log] as const),
    ).values(),
  ].sort(byPlace),
  gaps: [...one.gaps, ...other.gaps],
  toBlock: least(one.toBlock, other.toBlock),
});

/** What of `wanted` was not asked about yet. */
const notAsked = (wanted: readonly Listing[], asked: readonly Listing[]): readonly Listing[] => {
  const known = new Map(asked.map(({ account, tokens }) => [account, new Set(tokens)]));
  return wanted.flatMap(({ account, tokens }) => {
    const more = tokens.filter((token) => known.get(account)?.has(token) !== true);
    return more.length === 0 ? [] : [{ account, tokens: more }];
  });
};

/** What is known before a range is read: whose logs are asked for. */
type Known = {
  readonly accounts: readonly Address[];
  readonly listings: readonly Listing[];
  readonly holders: Holders;
};

type Asked = RangeToRead & { readonly ports: BalancerPorts; readonly span: BlockSpan };

/** What contracts that were made in the span have told, those that were not known before it, and how they stand now. */
const readMade = async (
  { ports, span, head, timeIsUp, after }: Asked,
  made: readonly Address[],
  known: ReadonlySet<Address>,
) => {
  const unknown = made.filter((address) => !known.has(address));
  // Of those that were read before, nothing new is said by their creation.
  const wanted = span.toBlock <= after.number ? unknown : made;
  const [events, states] = await Promise.all([
    ports.chain.events(unknown, span, timeIsUp),
    wanted.length === 0 ? ok([]) : statesOf(ports, wanted, { block: head, suspects: new Set(), timeIsUp }),
  ]);
  return { events, states };
};

/** What is known is asked about at once, in one request; what was made or listed in the span, after it. */
const readSpan = async (asked: Asked, known: Known): Promise<Result<RangeLogs>> => {
  const { ports, span, timeIsUp } = asked;
  const { chain } = ports;
  const { holders } = known;
  const [factory, ofKnown, ofListed] = await Promise.all([
    chain.creations(span, timeIsUp),
    chain.events(known.accounts, span, timeIsUp),
    chain.transfers(byHolder(holders, known.listings), span, timeIsUp),
  ]);
  if (!factory.ok) return factory;
  if (!ofKnown.ok) return ofKnown;
  if (!ofListed.ok) return ofListed;
  const made = [...new Set(creationsOf(factory.value.logs, () => 0).map(({ address }) => address))];
  const { events: ofMade, states } = await readMade(asked, made, new Set(known.accounts));
  if (!ofMade.ok) return ofMade;
  if (!states.ok) return states;
  const events = together(ofKnown.value, ofMade.value);
  const listings = unionOf(known.listings, listingsOf(events.logs));
  const ofBegun = await chain.transfers(
    byHolder(holders, notAsked(listings, known.listings)),
    span,
    timeIsUp,
  );
  if (!ofBegun.ok) return ofBegun;
  const transfers = gapsByContract(holders, together(ofListed.value, ofBegun.value));
  const toBlock = least(factory.value.toBlock, events.toBlock, transfers.toBlock);
  return ok({
    factory: upTo(factory.value, toBlock),
    events: upTo(events, toBlock),
    transfers: upTo(transfers, toBlock),
    states: states.value,
    listings,
    holders,
    toBlock,
  });
};

const joined = (again: FoundLogs, fresh: FoundLogs): FoundLogs => ({
  ...together(again, fresh),
  toBlock: fresh.toBlock,
});

/** Both spans are asked about at the same time, so that the second one costs no request of its own. */
export const readRangeLogs = async (ports: BalancerPorts, range: RangeToRead): Promise<Result<RangeLogs>> => {
  const { after, again, end } = range;
  const [accounts, listings, holders] = await Promise.all([
    ports.accounts(),
    ports.listings(),
    ports.holders(),
  ]);
  if (!accounts.ok) return accounts;
  if (!listings.ok) return listings;
  if (!holders.ok) return holders;
  const known: Known = { accounts: accounts.value, listings: listings.value, holders: holders.value };
  const span: BlockSpan = { fromBlock: after.number + 1n, toBlock: end.number };
  const [fresh, deep] = await Promise.all([
    readSpan({ ...range, ports, span }, known),
    again === null ? null : readSpan({ ...range, ports, span: again }, known),
  ]);
  if (deep === null || !fresh.ok) return fresh;
  if (!deep.ok) return deep;
  return ok({
    factory: joined(deep.value.factory, fresh.value.factory),
    events: joined(deep.value.events, fresh.value.events),
    transfers: joined(deep.value.transfers, fresh.value.transfers),
    states: [...deep.value.states, ...fresh.value.states],
    listings: unionOf(deep.value.listings, fresh.value.listings),
    holders: holders.value,
    toBlock: fresh.value.toBlock,
    againTo: deep.value.toBlock,
  });
};
