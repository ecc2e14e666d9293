import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, parseAbi } from 'viem';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult, causesOf } from './chain-failure.ts';
import { isRevert } from './simulate-call.ts';

/** What is asked of routers, factories and pools of Uniswap V2's form. Sources: IUniswapV2Router01, IUniswapV2Factory, IUniswapV2Pair. */
const v2Abi = parseAbi([
  'function factory() view returns (address)',
  'function getPair(address a, address b) view returns (address)',
  'function getReserves() view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast)',
  'function getAmountsOut(uint256 amountIn, address[] path) view returns (uint256[])',
]);

/** Whoever wrote the router or the pool may burn that much, and no more. */
const READ_GAS = 500_000n;

type Asking = { readonly batching: ChainClient; readonly block: Pick<Block, 'number'> };
type Read<T> = { readonly to: Address; readonly data: Hex; readonly decode: (data: Hex) => T };

/** The pairs' own bound, `uint112`: more than it holds nobody can be paid. */
const UNITS_MAX = (1n << 112n) - 1n;

/** The contract's own doing: it refuses, or burns what it is given. A node's own limits are far above that. */
const isContracts = (error: unknown): boolean =>
  isRevert(error) || causesOf(error).some(({ message }) => /out ?of ?gas/i.test(message));

const decodedOrNull = <T>(decode: (data: Hex) => T, data: Hex): T | null => {
  try {
    return decode(data);
  } catch {
    // Any bytes may come from a contract that somebody else wrote: those of another form are no answer.
    return null;
  }
};

/** What a contract says, or null of one that doesn't answer so. */
const readOrNull = async <T>(
  { batching, block }: Asking,
  { to, data, decode }: Read<T>,
): Promise<T | null> => {
  try {
    const answer = await batching.call({ to, data, blockNumber: block.number, gas: READ_GAS });
    return answer.data === undefined ? null : decodedOrNull(decode, answer.data);
  } catch (error) {
    if (isContracts(error)) return null;
    throw error;
  }
};

const lower = (address: string): Address => address.toLowerCase() as Address;
const orNobody = (address: Address | null): Address | null =>
  address === null || BigInt(address) === 0n ? null : lower(address);

const factoryOf = (asking: Asking, router: Address) =>
  readOrNull(asking, {
    to: router,
    data: encodeFunctionData({ abi: v2Abi, functionName: 'factory' }),
    decode: (data) => decodeFunctionResult({ abi: v2Abi, functionName: 'factory', data }),
  });

const pairOf = (asking: Asking, factory: Address, args: readonly [Address, Address]) =>
  readOrNull(asking, {
    to: factory,
    data: encodeFunctionData({ abi: v2Abi, functionName: 'getPair', args }),
    decode: (data) => decodeFunctionResult({ abi: v2Abi, functionName: 'getPair', data }),
  });

const reservesOf = (asking: Asking, pair: Address) =>
  readOrNull(asking, {
    to: pair,
    data: encodeFunctionData({ abi: v2Abi, functionName: 'getReserves' }),
    decode: (data) => decodeFunctionResult({ abi: v2Abi, functionName: 'getReserves', data }),
  });

/** A pool as its contracts tell it: the token of the lower address first, as in the pair. */
export type PoolReading = {
  readonly router: Address;
  readonly tokens: readonly [Address, Address];
  readonly reserves: readonly [bigint, bigint];
};

/** Tokens whose pools are wanted, two by two. */
const couplesOf = (tokens: readonly Address[]): readonly (readonly [Address, Address])[] => {
  const sorted = [...new Set(tokens)].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return sorted.flatMap((a, index) => sorted.slice(index + 1).map((b) => [a, b] as const));
};

/**
 * What the pools of these tokens hold at a block, by each router of Uniswap V2's form; one of another form has none. Fails as the chain
 * does. @param batching sends them as few batches
 */
export const readSwapPools = (
  batching: ChainClient,
  asked: { readonly routers: readonly Address[]; readonly tokens: readonly Address[] },
  block: Pick<Block, 'number'>,
): Promise<Result<readonly PoolReading[]>> =>
  asChainResult(async () => {
    const asking = { batching, block };
    const couples = couplesOf(asked.tokens);
    const ofRouter = async (router: Address): Promise<readonly PoolReading[]> => {
      const factory = orNobody(await factoryOf(asking, router));
      if (factory === null) return [];
      const pools = couples.map(async (tokens): Promise<readonly PoolReading[]> => {
        const pair = orNobody(await pairOf(asking, factory, tokens));
        const reserves = pair === null ? null : await reservesOf(asking, pair);
        return reserves === null ? [] : [{ router, tokens, reserves: [reserves[0], reserves[1]] }];
      });
      return (await Promise.all(pools)).flat();
    };
    return (await Promise.all([...new Set(asked.routers)].map(ofRouter))).flat();
  });

export type QuoteQuestion = {
  readonly router: Address;
  readonly path: readonly Address[];
  readonly amountIn: bigint;
};

/** What each router would pay at a block for so much by this path, by its own word; null where it would not. Fails as the chain does. */
export const readQuotes = (
  batching: ChainClient,
  questions: readonly QuoteQuestion[],
  block: Pick<Block, 'number'>,
): Promise<Result<readonly (bigint | null)[]>> =>
  asChainResult(() =>
    Promise.all(
      questions.map(({ router, path, amountIn }) =>
        readOrNull(
          { batching, block },
          {
            to: router,
            data: encodeFunctionData({
              ...{ abi: v2Abi, functionName: 'getAmountsOut' },
              args: [amountIn, [...path]],
            }),
            decode: (data) => {
              const amounts = decodeFunctionResult({ abi: v2Abi, functionName: 'getAmountsOut', data });
              const last = amounts.at(-1) ?? null;
              return last === null || last > UNITS_MAX ? null : last;
            },
          },
        ),
      ),
    ),
  );
