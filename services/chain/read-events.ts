import { type Abi, type Address, type Hex, toEventSelector } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { balancerFactoryAbi } from '../../lib/abi/balancer-factory-abi.ts';
import type { BlockSpan, FoundLogs } from '../../lib/ledger/chain-log.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { inChunks, readLogs } from './read-logs.ts';

const selectorsOf = (abi: Abi): readonly Hex[] =>
  abi.flatMap((entry) => (entry.type === 'event' ? [toEventSelector(entry)] : []));

const ACCOUNT_EVENTS = selectorsOf(balancerAbi);
const FACTORY_EVENTS = selectorsOf(balancerFactoryAbi);

export type LogReader = { readonly chain: ChainClient; readonly timeIsUp: () => boolean };

/** Every creation by the factory. One costs too much gas for a block to hold more than a node hands out, so there are no gaps. */
export const readCreations = async (
  { chain, timeIsUp }: LogReader,
  factory: Address,
  span: BlockSpan,
): Promise<Result<FoundLogs>> => {
  const filter = { addresses: [factory], topics: [FACTORY_EVENTS] };
  const read = await readLogs({ chain, filter, span }, timeIsUp);
  if (!read.ok) return read;
  const { logs, unanswered, toBlock } = read.value;
  if (unanswered.length > 0)
    return fail('chain-too-much', "The node refused the logs of one block's creations.", {
      when: 'next-tick',
    });
  return ok({ logs, gaps: [], toBlock });
};

/** Every event of these contracts, oldest first. */
export const readEvents = async (
  { chain, timeIsUp }: LogReader,
  accounts: readonly Address[],
  span: BlockSpan,
): Promise<Result<FoundLogs>> => {
  let found: FoundLogs = { logs: [], gaps: [], toBlock: span.toBlock };
  for (const addresses of inChunks(accounts)) {
    const filter = { addresses, topics: [ACCOUNT_EVENTS] };
    const read = await readLogs({ chain, filter, span: { ...span, toBlock: found.toBlock } }, timeIsUp);
    if (!read.ok) return read;
    const gaps = read.value.unanswered.flatMap(({ filter: { addresses: of }, blockNumber }) =>
      of.map((account) => ({ account, token: null, blockNumber })),
    );
    found = {
      logs: [...found.logs, ...read.value.logs],
      gaps: [...found.gaps, ...gaps],
      toBlock: read.value.toBlock,
    };
  }
  return ok(found);
};
