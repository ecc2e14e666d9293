import { type Address, encodeFunctionData, parseAbi } from 'viem';
import type { UnixSeconds } from '../../lib/result.ts';
import type { Sender } from '../chain/local-chain.ts';
import { latestBlock, rpc } from '../chain/rpc.ts';
import type { TapeRow } from './price-tape.ts';

/** A feed of the stack and the column that moves it; null = a stable coin held at 1.00. */
export type StackFeed = { readonly symbol: string; readonly feed: Address; readonly column: string | null };

export const FEED_DECIMALS = 8;
const ONE_DOLLAR = 10n ** 8n;
const boardAbi = parseAbi(['function set(address[] feeds, int256[] answers, uint256 updatedAt)']);

/** An answer in the feed's 8 decimals, rounded down; null where there is no price or it is below the feed's last digit. */
export const answerOf = (row: TapeRow, columns: readonly string[], column: string | null): bigint | null => {
  if (column === null) return row.prices.every((price) => price === null) ? null : ONE_DOLLAR;
  const priceE18 = row.prices[columns.indexOf(column)] ?? null;
  const answer = priceE18 === null ? 0n : priceE18 / 10n ** 10n;
  return answer === 0n ? null : answer;
};

/** What one row did: the block it made and how many of the feeds it had no price for. */
export type Published = {
  readonly blockNumber: bigint;
  readonly timeSeconds: UnixSeconds;
  readonly skipped: number;
};

/** The wall clock may have carried the chain past the row's instant; blocks never go back. */
const timeOfNextBlock = async (rpcUrl: string, wanted: UnixSeconds): Promise<UnixSeconds> =>
  Math.max(wanted, (await latestBlock(rpcUrl)).timeSeconds + 1);

/**
 * Makes one row of the tape known: one transaction, in a block of that instant, sets every feed that has a price. A feed
 * without one keeps its old answer and grows old; a row without any is an empty block.
 */
export const publishRow = async (options: {
  readonly rpcUrl: string;
  readonly board: Address;
  readonly operator: Sender;
  readonly feeds: readonly StackFeed[];
  readonly columns: readonly string[];
  readonly row: TapeRow;
}): Promise<Published> => {
  const { rpcUrl, board, operator, feeds, columns, row } = options;
  const updates = feeds.flatMap(({ feed, column }) => {
    const answer = answerOf(row, columns, column);
    return answer === null ? [] : [{ feed, answer }];
  });
  const timeSeconds = await timeOfNextBlock(rpcUrl, row.knownAtSeconds);
  await rpc(rpcUrl, 'evm_setNextBlockTimestamp', { params: [timeSeconds] });
  const skipped = feeds.length - updates.length;
  if (updates.length === 0) {
    await rpc(rpcUrl, 'evm_mine');
    return { blockNumber: (await latestBlock(rpcUrl)).number, timeSeconds, skipped };
  }
  const data = encodeFunctionData({
    abi: boardAbi,
    args: [updates.map(({ feed }) => feed), updates.map(({ answer }) => answer), 0n],
  });
  const receipt = await operator.send({ to: board, data });
  return { blockNumber: receipt.blockNumber, timeSeconds, skipped };
};
