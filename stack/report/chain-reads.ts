import { type Address, type Hex, type Log, parseAbi, parseEventLogs } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import type { LocalChain } from '../chain/local-chain.ts';
import type { World, WorldPortfolio } from '../world/world.ts';
import type { ChainHolding } from './drift.ts';

const tokenAbi = parseAbi([
  'function balanceOf(address) view returns (uint256)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
]);
const feedAbi = parseAbi([
  'function latestRoundData() view returns (uint80, int256, uint256, uint256, uint80)',
  'function round() view returns (uint80)',
  'event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt)',
]);

/** Of one token, what went out of an account in a transaction. */
const sentUnits = (logs: readonly Log[], token: Address, from: Address): bigint =>
  parseEventLogs({ abi: tokenAbi, eventName: 'Transfer', logs: [...logs] })
    .filter((log) => lower(log.address) === token && lower(log.args.from) === from)
    .reduce((sum, { args }) => sum + args.value, 0n);

const tradesAbi = balancerAbi.filter(
  (item) => item.type === 'event' && (item.name === 'Filled' || item.name === 'Swapped'),
);
const lower = (address: string): Address => address.toLowerCase() as Address;

/** A fill as the chain's own log has it, with who sent the transaction. */
export type ChainFill = {
  readonly portfolio: Address;
  readonly orderHash: Hex;
  readonly tokenOut: Address;
  readonly tokenIn: Address;
  readonly amountOut: bigint;
  readonly amountIn: bigint;
  /** What the sender gave of the bought token, fees to others included. */
  readonly paidUnits: bigint;
  readonly taker: Address;
  readonly sender: Address;
  readonly blockNumber: bigint;
  readonly txHash: Hex;
  readonly logIndex: number;
};

/** A chain that came back from its dump has its old blocks and logs, but not its old state. */
const isForgotten = (error: unknown): boolean =>
  error instanceof Error && /BlockOutOfRange/.test(error.message);

const atBlock = async <T>(fromState: () => Promise<T>, fromLogs: () => Promise<T>): Promise<T> => {
  try {
    return await fromState();
  } catch (error) {
    if (isForgotten(error)) return fromLogs();
    throw error;
  }
};

/** A feed's answer at a block, 8 decimals. */
export const answerAt = (chain: LocalChain, feed: Address, blockNumber: bigint): Promise<bigint> =>
  atBlock(
    async () => {
      const [, answer] = await chain.client.readContract({
        address: feed,
        abi: feedAbi,
        functionName: 'latestRoundData',
        blockNumber,
      });
      return answer;
    },
    async () => {
      const range = { fromBlock: 0n, toBlock: blockNumber, strict: true } as const;
      const logs = await chain.client.getContractEvents({
        ...range,
        address: feed,
        abi: feedAbi,
        eventName: 'AnswerUpdated',
      });
      return logs.at(-1)?.args.current ?? 0n;
    },
  );

const transfersSum = async (
  chain: LocalChain,
  { token, to, from }: { readonly token: Address; readonly to?: Address; readonly from?: Address },
  blockNumber: bigint,
): Promise<bigint> => {
  const range = { fromBlock: 0n, toBlock: blockNumber, strict: true } as const;
  const args = { ...(to && { to }), ...(from && { from }) };
  const logs = await chain.client.getContractEvents({
    ...{ ...range, args },
    address: token,
    abi: tokenAbi,
    eventName: 'Transfer',
  });
  return logs.reduce((sum, log) => sum + log.args.value, 0n);
};

const unitsAt = (
  chain: LocalChain,
  { token, holder }: { readonly token: Address; readonly holder: Address },
  blockNumber: bigint,
): Promise<bigint> =>
  atBlock(
    () =>
      chain.client.readContract({
        address: token,
        abi: tokenAbi,
        functionName: 'balanceOf',
        args: [holder],
        blockNumber,
      }),
    async () =>
      (await transfersSum(chain, { token, to: holder }, blockNumber)) -
      (await transfersSum(chain, { token, from: holder }, blockNumber)),
  );

/** What a portfolio held at a block, read token by token: no lens, no database. `holder` where it isn't its contract. */
export const holdingsAt = (
  chain: LocalChain,
  {
    world,
    portfolio,
    holder = portfolio.address,
  }: { readonly world: World; readonly portfolio: WorldPortfolio; readonly holder?: Address },
  blockNumber: bigint,
): Promise<readonly ChainHolding[]> =>
  Promise.all(
    portfolio.holdings.map(async ({ symbol, targetBps }) => {
      const asset = world.assets.find((each) => each.symbol === symbol);
      if (asset === undefined) throw new Error(`${symbol} is not an asset of this world`);
      const [units, answer] = await Promise.all([
        unitsAt(chain, { token: asset.token, holder }, blockNumber),
        answerAt(chain, asset.feed, blockNumber),
      ]);
      return { units, decimals: asset.decimals, answer, targetBps };
    }),
  );

/** Every fill, and every swap of a proposal, that these contracts themselves logged, oldest first; a swap's taker is its router. */
export const chainFills = async (
  chain: LocalChain,
  { world, contracts: address }: { readonly world: World; readonly contracts: Address[] },
): Promise<readonly ChainFill[]> => {
  const range = { fromBlock: BigInt(world.factoryBlock), toBlock: 'latest', strict: true } as const;
  const logs = await chain.client.getContractEvents({ ...range, address, abi: tradesAbi });
  const trades = logs.map((log) => {
    if (log.eventName === 'Filled') return { log, orderHash: log.args.orderHash, taker: log.args.taker };
    return { log, orderHash: log.args.proposalHash, taker: log.args.router };
  });
  return Promise.all(
    trades.map(async ({ log, orderHash, taker }) => {
      const { transactionHash: txHash, blockNumber, logIndex, args } = log;
      const receipt = await chain.client.getTransactionReceipt({ hash: txHash });
      const [tokenIn, sender] = [lower(args.tokenIn), lower(receipt.from)];
      return {
        portfolio: lower(log.address),
        ...{ orderHash, taker: lower(taker), sender, blockNumber, txHash, logIndex },
        ...{ tokenOut: lower(args.tokenOut), tokenIn, amountOut: args.amountOut, amountIn: args.amountIn },
        paidUnits: sentUnits(receipt.logs, tokenIn, sender),
      };
    }),
  );
};

/** How often a feed was set, its first answer included. */
export const feedRounds = (chain: LocalChain, feed: Address): Promise<bigint> =>
  chain.client.readContract({ address: feed, abi: feedAbi, functionName: 'round' });
