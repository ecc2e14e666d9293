import { type Address, decodeEventLog, type Hex, toEventSelector } from 'viem';
import { cashPortfolioAbi } from '../../lib/abi/cash-portfolio-abi.ts';
import type { MoveEvent } from '../../lib/cash/moves/next-move-step.ts';
import type { TrackedMove } from '../../lib/cash/moves/tracked-move.ts';
import type { ChainLog } from '../../lib/ledger/chain-log.ts';
import { E18, mulDivUp } from '../../lib/money/fixed-point.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { readLogs } from './read-logs.ts';

const EVENTS = [
  'Entered(bytes32,address,uint256,uint256,uint256)',
  'Left(bytes32,address,uint256,uint256,uint256)',
  'Bridged(bytes32,uint32,address,uint256,uint256)',
  'CashCharged(bytes32,uint256,uint256,uint256,uint256,uint256,uint256,uint256)',
].map((signature) => toEventSelector(signature));

type AskedMove = Pick<TrackedMove, 'id' | 'account' | 'fromBlock'>;

const decoded = ({ topics, data }: ChainLog) =>
  decodeEventLog({ abi: cashPortfolioAbi, data, topics: [...topics] as [Hex, ...Hex[]] });

/** What one transaction charged a move as loss, in USDC units. */
const lossUnits = (logs: readonly ChainLog[]): bigint => {
  for (const log of logs) {
    const { eventName, args } = decoded(log);
    if (eventName === 'CashCharged') return mulDivUp(args.value, args.lossE18, E18);
  }
  return 0n;
};

/** What the logs of one move say of it; a word of its portfolio about something else is none. */
const eventOf = (logs: readonly ChainLog[]): Omit<MoveEvent, 'blockSeconds'> | null => {
  for (const log of logs) {
    const { eventName, args } = decoded(log);
    if (eventName !== 'Entered' && eventName !== 'Left' && eventName !== 'Bridged') continue;
    const { transactionHash: txHash, blockNumber, blockHash } = log;
    const loss = lossUnits(logs.filter((other) => other.transactionHash === txHash));
    const place = { txHash, blockNumber, blockHash, lossUnits: loss };
    if (eventName === 'Left') return { ...place, receivedUnits: args.received };
    return { ...place, receivedUnits: (eventName === 'Entered' ? args.moved : args.amount) - loss };
  }
  return null;
};

/** What portfolios' own events say of their signed moves in a chain's blocks up to this one, whoever sent them. */
export const readMoveEvents = async (
  chain: ChainClient,
  moves: readonly AskedMove[],
  toBlock: bigint,
): Promise<Result<ReadonlyMap<Hex, MoveEvent>>> => {
  const asked = moves.filter(({ fromBlock }) => fromBlock <= toBlock);
  const [first] = asked;
  if (first === undefined) return ok(new Map());
  const fromBlock = asked.reduce(
    (least, one) => (one.fromBlock < least ? one.fromBlock : least),
    first.fromBlock,
  );
  const addresses = [...new Set(asked.map(({ account }) => account))];
  const filter = { addresses, topics: [EVENTS, asked.map(({ id }) => id)] };
  const read = await readLogs({ chain, filter, span: { fromBlock, toBlock } }, () => false);
  if (!read.ok) return read;
  const { logs, unanswered } = read.value;
  if (read.value.toBlock < toBlock || unanswered.length > 0)
    return fail('chain-too-much', 'The node did not answer for all blocks that were asked for.', {
      when: 'next-tick',
    });
  return asChainResult(async () => {
    const events = new Map<Hex, MoveEvent>();
    for (const { id, account } of asked) {
      const event = eventOf(logs.filter(({ address, topics }) => address === account && topics[1] === id));
      if (event === null) continue;
      const { timestamp } = await chain.getBlock({ blockNumber: event.blockNumber });
      events.set(id, { ...event, blockSeconds: Number(timestamp) });
    }
    return events;
  });
};

/** The generation of a portfolio at a block. */
export const readGeneration = (
  chain: ChainClient,
  address: Address,
  blockNumber: bigint,
): Promise<Result<bigint>> =>
  asChainResult(async () => {
    const at = { abi: cashPortfolioAbi, address, blockNumber } as const;
    return BigInt(await chain.readContract({ ...at, functionName: 'generation' }));
  });
