import { type Address, type Hex, pad, sliceHex, toEventSelector } from 'viem';
import {
  type BlockSpan,
  byPlace,
  type ChainLog,
  type FoundLogs,
  type Listing,
  type LogGap,
  WRAPPED_TOPIC,
} from '../../lib/ledger/chain-log.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { LogFilter } from './get-logs.ts';
import type { LogReader } from './read-events.ts';
import { FILTER_WORDS_MAX, type ReadLogs, readLogs, type Unanswered } from './read-logs.ts';

/** Of ERC-20's `Transfer`. */
export const TRANSFER_TOPIC = toEventSelector('Transfer(address,address,uint256)');

type Group = { readonly accounts: Address[]; readonly tokens: Set<Address> };

/** Accounts and their tokens in as few filters as fit; accounts that list the same tokens come together when they are neighbours. */
const groupsOf = (listings: readonly Listing[]): readonly Group[] => {
  const groups: Group[] = [];
  for (const { account, tokens } of listings) {
    if (tokens.length === 0) continue;
    const last = groups.at(-1);
    const fits =
      last !== undefined &&
      last.accounts.length < FILTER_WORDS_MAX &&
      last.tokens.size + tokens.length <= FILTER_WORDS_MAX;
    const group = fits ? last : { accounts: [], tokens: new Set<Address>() };
    if (!fits) groups.push(group);
    group.accounts.push(account);
    for (const token of tokens) group.tokens.add(token);
  }
  return groups;
};

const filtersOf = ({ accounts, tokens }: Group): readonly LogFilter[] => {
  const words = accounts.map((account) => pad(account));
  return [
    { addresses: [...tokens], topics: [[TRANSFER_TOPIC, WRAPPED_TOPIC], words] },
    { addresses: [...tokens], topics: [[TRANSFER_TOPIC], null, words] },
  ];
};

/** Account and token pairs, looked up by both. */
type Listed = ReadonlyMap<Address, ReadonlySet<Address>>;

const partiesOf = ({ topics }: Pick<ChainLog, 'topics'>): readonly Address[] =>
  topics.slice(1, 3).map((word) => sliceHex(word, 12));

const gapsOf = (unanswered: readonly Unanswered[], listed: Listed): readonly LogGap[] =>
  unanswered.flatMap(({ filter: { addresses, topics }, blockNumber }) => {
    const accounts = topics.slice(1).flatMap((words) => (words ?? []).map((word: Hex) => sliceHex(word, 12)));
    return accounts.flatMap((account) =>
      addresses
        .filter((token) => listed.get(account)?.has(token))
        .map((token) => ({ account, token, blockNumber })),
    );
  });

/**
 * Every ERC-20 Transfer of a token to or from an account that lists it, and every wrapping of ether for it, oldest first; one between
 * two of them comes once.
 * Whatever else is sent to an account is not asked for: anybody may make a token that says so.
 */
export const readTransfers = async (
  { chain, timeIsUp }: LogReader,
  listings: readonly Listing[],
  span: BlockSpan,
): Promise<Result<FoundLogs>> => {
  const listed: Listed = new Map(listings.map(({ account, tokens }) => [account, new Set(tokens)]));
  let toBlock = span.toBlock;
  const parts: ReadLogs[] = [];
  for (const group of groupsOf(listings)) {
    const within = { fromBlock: span.fromBlock, toBlock };
    const sides = await Promise.all(
      filtersOf(group).map((filter) => readLogs({ chain, filter, span: within }, timeIsUp)),
    );
    for (const side of sides) {
      if (!side.ok) return side;
      parts.push(side.value);
      if (side.value.toBlock < toBlock) toBlock = side.value.toBlock;
    }
  }
  const logs = new Map<string, ChainLog>();
  for (const log of parts.flatMap((part) => part.logs))
    if (log.blockNumber <= toBlock && partiesOf(log).some((party) => listed.get(party)?.has(log.address)))
      logs.set(`${log.blockHash}:${log.logIndex}`, log);
  const gaps = gapsOf(
    parts.flatMap(({ unanswered }) => unanswered),
    listed,
  );
  return ok({
    logs: [...logs.values()].sort(byPlace),
    gaps: gaps.filter((gap) => gap.blockNumber <= toBlock),
    toBlock,
  });
};
