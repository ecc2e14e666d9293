import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, isHex, toHex } from 'viem';
import { aggregatorV3Abi } from '../abi/aggregator-v3-abi.ts';
import { type Ask, quantityOf } from '../owner/ask.ts';
import { type FeedPrice, feedPrice, readFeedDecimals } from './read-prices.ts';

/** keccak256("AnswerUpdated(int256,uint256,uint256)"), as Chainlink's aggregators log an answer. */
const ANSWER_UPDATED = '0x0559884fd3a460db3073b7fc896cc77986f16e378210ded43186175bf646fc5f';
/** Blocks that most nodes search in one request. */
const LOG_BLOCKS = 5_000n;
/** Answers between two that are asked for: a feed that answers hourly is then looked at twice a day. */
const ROUNDS_APART = 12n;
/** A round's number of its own aggregator; above it stands the phase. */
const ROUND_MASK = (1n << 64n) - 1n;

type Round = { readonly id: bigint; readonly answer: bigint; readonly updatedAt: bigint };

async function readRound(ask: Ask, feed: Address, id: bigint | null): Promise<Round> {
  const data =
    id === null
      ? encodeFunctionData({ abi: aggregatorV3Abi, functionName: 'latestRoundData' })
      : encodeFunctionData({ abi: aggregatorV3Abi, functionName: 'getRoundData', args: [id] });
  const told = await ask({ method: 'eth_call', params: [{ to: feed, data }, 'latest'] });
  if (!isHex(told)) throw new TypeError('The feed does not answer.');
  const [round, answer, , updatedAt] = decodeFunctionResult({
    ...{ abi: aggregatorV3Abi, functionName: 'latestRoundData', data: told },
  });
  return { id: round, answer, updatedAt };
}

/** Rounds before the latest, of the same aggregator; null where the feed answers another round than it is asked for. */
async function readRounds(ask: Ask, feed: Address, roundsMax: number): Promise<readonly Round[] | null> {
  const latest = await readRound(ask, feed, null);
  const behind = Array.from({ length: roundsMax }, (_, index) => BigInt(index + 1) * ROUNDS_APART).filter(
    (back) => (latest.id & ROUND_MASK) > back,
  );
  const rounds = await Promise.all(
    behind.map((back) => readRound(ask, feed, latest.id - back).catch(() => null)),
  );
  const told = rounds.filter((round) => round !== null);
  if (told.length === 0 || told.some(({ id }) => id === latest.id)) return null;
  return [...told, latest];
}

const wordOf = (value: unknown): bigint => (isHex(value) ? BigInt(value) : 0n);

/** What a feed has logged itself, over the newest blocks. */
async function readLogged(ask: Ask, feed: Address): Promise<readonly Round[]> {
  const head = quantityOf(await ask({ method: 'eth_blockNumber' }), 'eth_blockNumber');
  const fromBlock = toHex(head > LOG_BLOCKS ? head - LOG_BLOCKS : 0n);
  const logs = await ask({
    method: 'eth_getLogs',
    params: [{ address: feed, topics: [ANSWER_UPDATED], fromBlock, toBlock: toHex(head) }],
  });
  if (!Array.isArray(logs)) return [];
  return logs.map((log: { readonly topics?: readonly Hex[]; readonly data?: Hex }) => ({
    id: wordOf(log.topics?.[2]),
    answer: BigInt.asIntN(256, wordOf(log.topics?.[1])),
    updatedAt: wordOf(log.data),
  }));
}

/**
 * What a feed has said so far, oldest first: by its rounds, else by its log. Only answers that are on the chain; fewer than wanted, or
 * none, is an answer.
 * @throws what the node says
 */
export async function readFeedHistory(
  ask: Ask,
  feed: Address,
  roundsMax: number,
): Promise<readonly FeedPrice[]> {
  const decimals = await readFeedDecimals(ask, feed);
  const rounds = (await readRounds(ask, feed, roundsMax).catch(() => null)) ?? (await readLogged(ask, feed));
  return rounds
    .flatMap(({ answer, updatedAt }) => feedPrice(answer, decimals, updatedAt) ?? [])
    .sort((a, b) => a.updatedAtSeconds - b.updatedAtSeconds);
}
