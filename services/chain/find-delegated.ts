import { type Address, decodeEventLog, type Hex, toEventSelector } from 'viem';
import { delegatedFactoryAbi } from '../../lib/abi/delegated-factory-abi.ts';
import type { BlockSpan, ChainLog } from '../../lib/ledger/chain-log.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { readLogs } from './read-logs.ts';

const CREATED = toEventSelector('DelegatedCreated(address,address,uint256,address,address)');
const RETIRED = toEventSelector('DelegatedRetired(address,address,uint256)');

/** A contract that a factory has created for an account. Addresses lower-cased. */
export type DelegatedCreation = {
  readonly address: Address;
  readonly holder: Address;
  readonly guardian: Address;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
};

/** One that its account has replaced, or given up. */
export type DelegatedRetirement = { readonly address: Address; readonly blockNumber: bigint };

/** Of a span of blocks, complete up to `toBlock`. */
export type DelegatedFound = {
  readonly creations: readonly DelegatedCreation[];
  readonly retirements: readonly DelegatedRetirement[];
  readonly toBlock: bigint;
};

const lower = (address: Address): Address => address.toLowerCase() as Address;

const decoded = ({ topics, data }: ChainLog) =>
  decodeEventLog({ abi: delegatedFactoryAbi, topics: [...topics] as [Hex, ...Hex[]], data });

const foundIn = (logs: readonly ChainLog[]): Omit<DelegatedFound, 'toBlock'> => {
  const creations: DelegatedCreation[] = [];
  const retirements: DelegatedRetirement[] = [];
  for (const log of logs) {
    const { eventName, args } = decoded(log);
    const { blockNumber, blockHash } = log;
    const address = lower(args.clone);
    if (eventName === 'DelegatedRetired') retirements.push({ address, blockNumber });
    else
      creations.push({
        ...{ address, blockNumber, blockHash },
        ...{ holder: lower(args.account), guardian: lower(args.guardian) },
      });
  }
  return { creations, retirements };
};

/** What a factory has created and retired in the present chain, the oldest first; ends early when time is up. Fails as the chain does. */
export const readDelegated = async (
  chain: ChainClient,
  { factory, span }: { readonly factory: Address; readonly span: BlockSpan },
  timeIsUp: () => boolean,
): Promise<Result<DelegatedFound>> => {
  const filter = { addresses: [factory], topics: [[CREATED, RETIRED]] };
  const read = await readLogs({ chain, filter, span }, timeIsUp);
  if (!read.ok) return read;
  if (read.value.unanswered.length > 0)
    return fail('chain-too-much', 'The node did not answer for all blocks that were asked for.', {
      when: 'next-tick',
    });
  return ok({ ...foundIn(read.value.logs), toBlock: read.value.toBlock });
};
