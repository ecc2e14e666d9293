import { decodeEventLog, encodeEventTopics, type Hex } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import type { DemoLine } from './demo-process.ts';
import {
  assetsOf,
  type Chain,
  type Log,
  priceAt,
  readChain,
  TRANSFER,
  trackingError,
  unitsAt,
  WRAPPED,
  weightsAt,
  word,
} from './raw-recount.ts';

// A second way to returns and statistics: raw logs and floating point. Shares nothing with what the product counts by.

const FILLED = encodeEventTopics({ abi: balancerAbi, eventName: 'Filled' })[0];

/** A transfer in (+) or out (−) that belongs to no fill. */
export type RawFlow = {
  readonly txHash: string;
  readonly logIndex: number;
  readonly token: string;
  readonly units: bigint;
  readonly block: number;
};

export type RawFill = {
  readonly orderHash: string;
  readonly block: number;
  readonly timeSeconds: number;
  readonly sellToken: string;
  readonly buyToken: string;
  readonly sellUnits: bigint;
  readonly buyUnits: bigint;
};

const blockOf = ({ blockNumber }: Log): number => Number(blockNumber);

/** One portfolio of a chain, counted from its logs. */
export const rawPortfolio = (chain: Chain, portfolio: string) => {
  const assets = assetsOf(chain, portfolio);
  const priceOf = (token: string, block: number): number => {
    const asset = assets.find((one) => one.token === token);
    return asset === undefined ? 0 : priceAt(chain, asset.feed, block) / 10 ** asset.decimals;
  };
  const worthOf = (units: ReadonlyMap<string, number>, block: number): number =>
    [...units].reduce((sum, [token, own]) => sum + own * priceOf(token, block), 0);
  const heldAt = (block: number): ReadonlyMap<string, number> =>
    new Map(assets.map(({ token }) => [token, Number(unitsAt(chain, portfolio, { token, block }))]));

  const fills = chain.logs
    .filter(({ address, topics }) => address === portfolio && topics[0] === FILLED)
    .map((log): RawFill => {
      const { args } = decodeEventLog({
        abi: balancerAbi,
        eventName: 'Filled',
        topics: [...log.topics] as [Hex, ...Hex[]],
        data: log.data,
      });
      return {
        orderHash: args.orderHash.toLowerCase(),
        block: blockOf(log),
        timeSeconds: Number(chain.blocks[blockOf(log)]?.timestamp),
        sellToken: args.tokenOut.toLowerCase(),
        buyToken: args.tokenIn.toLowerCase(),
        sellUnits: args.amountOut,
        buyUnits: args.amountIn,
      };
    });
  const filledIn = new Set(
    chain.logs
      .filter(({ address, topics }) => address === portfolio && topics[0] === FILLED)
      .map((log) => log.transactionHash),
  );
  const flows = chain.logs.flatMap((log): RawFlow[] => {
    const [kind, first, second] = log.topics;
    if (!assets.some(({ token }) => token === log.address) || filledIn.has(log.transactionHash)) return [];
    const came =
      (kind === TRANSFER && word(second) === portfolio) || (kind === WRAPPED && word(first) === portfolio);
    const went = kind === TRANSFER && word(first) === portfolio;
    if (came === went) return [];
    const units = came ? BigInt(log.data) : -BigInt(log.data);
    return [
      {
        txHash: log.transactionHash,
        logIndex: Number(log.logIndex),
        token: log.address,
        units,
        block: blockOf(log),
      },
    ];
  });
  return {
    flows,
    fills,
    priceOf,
    valueAt: (block: number): number => worthOf(heldAt(block), block),
    trackingErrorBpsAt: (block: number): number => trackingError(weightsAt(chain, portfolio, block)),
    driftsBpsAt: (block: number): ReadonlyMap<string, number> =>
      new Map(
        weightsAt(chain, portfolio, block).map(({ weight, target }, index) => [
          assets[index]?.token ?? '',
          (weight - target) * 10_000,
        ]),
      ),
    weightsBpsAt: (block: number): ReadonlyMap<string, number> =>
      new Map(
        weightsAt(chain, portfolio, block).map(({ weight }, index) => [
          assets[index]?.token ?? '',
          weight * 10_000,
        ]),
      ),
    /** What was put in, had it been left alone; right while nothing was taken out. */
    holdAt: (block: number): number => {
      const basket = new Map<string, number>();
      for (const flow of flows)
        if (flow.block <= block) basket.set(flow.token, (basket.get(flow.token) ?? 0) + Number(flow.units));
      return worthOf(basket, block);
    },
  };
};

/** Every portfolio of the line, up to a block. */
export const rawPortfolios = async (line: DemoLine, blocks: number) => {
  const chain = await readChain({ ...line, blocks });
  return new Map(line.balancers.map((portfolio) => [portfolio, rawPortfolio(chain, portfolio)]));
};
