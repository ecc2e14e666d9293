import { type Address, type Hex, type Log, parseAbi, parseEventLogs } from 'viem';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const transferAbi = parseAbi(['event Transfer(address indexed from, address indexed to, uint256 value)']);
const feedAbi = parseAbi([
  'event AnswerUpdated(int256 indexed current, uint256 indexed roundId, uint256 updatedAt)',
]);

export type ChainFill = {
  readonly portfolio: Address;
  readonly orderHash: Hex;
  readonly txHash: Hex;
  readonly blockHash: Hex;
  readonly blockNumber: bigint;
  readonly sellToken: Address;
  readonly buyToken: Address;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
  /** The contract's own value of all it held, USD in 32 decimals. */
  readonly navE32: bigint;
};

/** Units that came in or went out of a portfolio; negative when they went. */
export type ChainFlow = {
  readonly portfolio: Address;
  readonly token: Address;
  readonly txHash: Hex;
  readonly blockHash: Hex;
  readonly blockNumber: bigint;
  readonly units: bigint;
};

/** What the chain itself says of everything that has happened on the branch that it is on now. */
export type ChainRecord = {
  readonly fills: readonly ChainFill[];
  /** Those of fills too. */
  readonly flows: readonly ChainFlow[];
  /** A feed's answer as of the end of a block, in its 8 decimals. */
  readonly answerAt: (token: Address, blockNumber: bigint) => bigint;
  readonly balanceAt: (portfolio: Address, token: Address, blockNumber: bigint) => bigint;
};

const lower = <T extends string>(address: T): T => address.toLowerCase() as T;

const fillsIn = (logs: readonly Log<bigint, number, false>[]): readonly ChainFill[] => {
  const [filled, charged] = [
    parseEventLogs({ abi: balancerAbi, eventName: 'Filled', logs: [...logs] }),
    parseEventLogs({ abi: balancerAbi, eventName: 'Charged', logs: [...logs] }),
  ];
  return filled.map(({ address, transactionHash, blockHash, blockNumber, args }) => ({
    portfolio: lower(address),
    orderHash: args.orderHash,
    ...{ txHash: transactionHash, blockHash, blockNumber },
    ...{ sellToken: lower(args.tokenOut), buyToken: lower(args.tokenIn) },
    ...{ sellUnits: args.amountOut, buyUnits: args.amountIn },
    navE32:
      charged.find((each) => each.transactionHash === transactionHash && each.args.id === args.orderHash)
        ?.args.navE32 ?? 0n,
  }));
};

/** Reads all of it, in three requests. */
export const readChainRecord = async (world: SimulatedWorld): Promise<ChainRecord> => {
  const { client, portfolios, usdc, wbtc } = world;
  const from = { fromBlock: 0n, toBlock: 'latest' } as const;
  const [own, moved, answered] = await Promise.all([
    client.getLogs({ address: [...portfolios], ...from }),
    client.getLogs({ address: [usdc.token, wbtc.token], event: transferAbi[0], ...from }),
    client.getLogs({ address: [usdc.feed, wbtc.feed], event: feedAbi[0], ...from }),
  ]);
  const flows = moved.flatMap(({ address, args, transactionHash, blockHash, blockNumber }) =>
    portfolios.flatMap((portfolio): readonly ChainFlow[] => {
      const { from: sender = '0x', to: receiver = '0x', value = 0n } = args;
      const units = (lower(receiver) === portfolio ? value : 0n) - (lower(sender) === portfolio ? value : 0n);
      const place = { txHash: transactionHash, blockHash, blockNumber };
      return units === 0n ? [] : [{ portfolio, token: lower(address), ...place, units }];
    }),
  );
  const feedOf = new Map([usdc, wbtc].map(({ token, feed }) => [lower(token), lower(feed)]));
  return {
    fills: fillsIn(own),
    flows,
    answerAt: (token, blockNumber) =>
      answered
        .filter((log) => lower(log.address) === feedOf.get(token) && log.blockNumber <= blockNumber)
        .at(-1)?.args.current ?? 0n,
    balanceAt: (portfolio, token, blockNumber) =>
      flows
        .filter(
          (flow) => flow.portfolio === portfolio && flow.token === token && flow.blockNumber <= blockNumber,
        )
        .reduce((sum, { units }) => sum + units, 0n),
  };
};
