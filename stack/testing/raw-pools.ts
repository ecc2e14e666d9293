import { decodeAbiParameters, encodeEventTopics, parseAbi } from 'viem';
import { type Chain, type Log, priceAt, word } from './raw-recount.ts';

// Pools of Uniswap V2, from their own logs: a second way to what the demo says of them.

const SYNC = encodeEventTopics({ abi: parseAbi(['event Sync(uint112, uint112)']) })[0];
const PAIR_CREATED = encodeEventTopics({
  abi: parseAbi(['event PairCreated(address indexed, address indexed, address, uint256)']),
})[0];

export type RawToken = { readonly token: string; readonly feed: string; readonly decimals: number };

/** A pool of two tokens; `tokens[0]` is the one of the lower address. */
export type RawPool = { readonly pair: string; readonly tokens: readonly [RawToken, RawToken] };

/** Every pool that a factory made of the tokens that are named. */
export const poolsOf = ({ logs }: Chain, tokens: readonly RawToken[]): RawPool[] =>
  logs.flatMap(({ topics, data }) => {
    if (topics[0] !== PAIR_CREATED) return [];
    const [pair] = decodeAbiParameters([{ type: 'address' }, { type: 'uint256' }], data);
    const [first, second] = [topics[1], topics[2]].map((topic) =>
      tokens.find(({ token }) => token === word(topic)),
    );
    return first === undefined || second === undefined
      ? []
      : [{ pair: pair.toLowerCase(), tokens: [first, second] as const }];
  });

const isBefore = (log: Log, at: Pick<Log, 'blockNumber' | 'logIndex'>): boolean =>
  Number(log.blockNumber) < Number(at.blockNumber) ||
  (log.blockNumber === at.blockNumber && Number(log.logIndex) < Number(at.logIndex));

/** Raw units that a pool held just before a log, or at the end of a block. */
export const reservesBefore = (
  { logs }: Chain,
  { pair }: RawPool,
  at: Pick<Log, 'blockNumber' | 'logIndex'>,
): readonly [bigint, bigint] => {
  const last = logs.findLast((log) => log.address === pair && log.topics[0] === SYNC && isBefore(log, at));
  return last === undefined
    ? [0n, 0n]
    : decodeAbiParameters([{ type: 'uint112' }, { type: 'uint112' }], last.data);
};

/** What each side of a pool is worth at the feeds' answers, in USD, just before a log. */
export const sidesUsd = (
  chain: Chain,
  pool: RawPool,
  at: Pick<Log, 'blockNumber' | 'logIndex'>,
): readonly [number, number] => {
  const [first, second] = reservesBefore(chain, pool, at);
  const worth = ({ feed, decimals }: RawToken, units: bigint): number =>
    (Number(units) / 10 ** decimals) * priceAt(chain, feed, Number(at.blockNumber));
  return [worth(pool.tokens[0], first), worth(pool.tokens[1], second)];
};
