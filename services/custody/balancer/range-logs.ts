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

type Asked = RangeToRead & { readonly ports: BalancerPorts; readonly span: BlockSpan };

/** What contracts that were made in the range have told, those that were not known before it, and how all of them stand now. */
const readMade = async (
  { ports, span, head, timeIsUp }: Asked,
  made: readonly Address[],
  known: ReadonlySet<Address>,
) => {
  const unknown = made.filter((address) => !known.has(address));
  const [events, states] = await Promise.all([
    ports.chain.events(unknown, span, timeIsUp),
    made.length === 0 ? ok([]) : statesOf(ports, made, { block: head, suspects: new Set(), timeIsUp }),
  ]);
  return { events, states };
};

/** What is known is asked about at once, in one request; what was made or listed in the range, after it. */
export const readRangeLogs = async (ports: BalancerPorts, range: RangeToRead): Promise<Result<RangeLogs>> => {
  const { chain, accounts: knownAccounts, listings: listedBefore, holders: holdersNow } = ports;
  const { after, end, timeIsUp } = range;
  const span: BlockSpan = { fromBlock: after.number + 1n, toBlock: end.number };
  const [known, listed, held] = await Promise.all([knownAccounts(), listedBefore(), holdersNow()]);
  if (!known.ok) return known;
  if (!listed.ok) return listed;
  if (!held.ok) return held;
  const holders = held.value;
  const [factory, ofKnown, ofListed] = await Promise.all([
    chain.creations(span, timeIsUp),
    chain.events(known.value, span, timeIsUp),
    chain.transfers(byHolder(holders, listed.value), span, timeIsUp),
  ]);
  if (!factory.ok) return factory;
  if (!ofKnown.ok) return ofKnown;
  if (!ofListed.ok) return ofListed;
  const made = [...new Set(creationsOf(factory.value.logs, () => 0).map(({ address }) => address))];
  const { events: ofMade, states } = await readMade({ ...range, ports, span }, made, new Set(known.value));
  if (!ofMade.ok) return ofMade;
  if (!states.ok) return states;
  const events = together(ofKnown.value, ofMade.value);
  const listings = unionOf(listed.value, listingsOf(events.logs));
  const ofBegun = await chain.transfers(byHolder(holders, notAsked(listings, listed.value)), span, timeIsUp);
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
