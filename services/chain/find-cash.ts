import { type Address, decodeEventLog, type Hex, toEventSelector } from 'viem';
import { cashFactoryAbi } from '../../lib/abi/cash-factory-abi.ts';
import type { BlockSpan } from '../../lib/ledger/chain-log.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { readLogs } from './read-logs.ts';

const CREATED = toEventSelector('CashPortfolioCreated(address,address,bytes32,address)');

/** What a factory has created. Addresses lower-cased. */
type Created = {
  readonly address: Address;
  readonly owner: Address;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
};

/** Of a span of blocks, complete up to `toBlock`. */
export type CashFound = { readonly creations: readonly Created[]; readonly toBlock: bigint };

const lower = (address: Address): Address => address.toLowerCase() as Address;

/** The creations of a factory in the present chain, the oldest first; ends early when time is up. Fails as the chain does. */
export const readCashCreations = async (
  chain: ChainClient,
  { factory, span }: { readonly factory: Address; readonly span: BlockSpan },
  timeIsUp: () => boolean,
): Promise<Result<CashFound>> => {
  const filter = { addresses: [factory], topics: [[CREATED]] };
  const read = await readLogs({ chain, filter, span }, timeIsUp);
  if (!read.ok) return read;
  if (read.value.unanswered.length > 0)
    return fail('chain-too-much', 'The node did not answer for all blocks that were asked for.', {
      when: 'next-tick',
    });
  const creations = read.value.logs.map(({ topics, data, blockNumber, blockHash }): Created => {
    const { args } = decodeEventLog({
      ...{ abi: cashFactoryAbi, eventName: 'CashPortfolioCreated', data },
      topics: [...topics] as [Hex, ...Hex[]],
    });
    return { address: lower(args.portfolio), owner: lower(args.owner), blockNumber, blockHash };
  });
  return ok({ creations, toBlock: read.value.toBlock });
};
