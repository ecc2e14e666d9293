import { encodeFunctionData, type Hex, parseAbi } from 'viem';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../lib/abi/limit-order-protocol-abi.ts';
import { decodeOrderBlob } from '../lib/orders/order-blob.ts';
import type { ScenarioDatabase, SimulatedWorld } from './simulated-world.ts';

const MAKING_AMOUNT_FLAG = 1n << 255n;
const boardAbi = parseAbi(['function set(address[] feeds, int256[] answers, uint256 updatedAt)']);
const FIRST_ANSWERS_E8 = { usdc: 100_000_000n, wbtc: 2_000_000_000_000n } as const;

/** Everybody but the bot: they act on the chain, each in a block of its own, a second after the last. */
export type People = {
  readonly price: (changeBps: number, ageSeconds?: number) => Promise<void>;
  readonly priceZero: () => Promise<void>;
  /** USD lost by the portfolio in 8 decimals, at the feeds' prices; null when there was nothing to fill or it was refused. */
  readonly fill: (shareBps: number) => Promise<bigint | null>;
  readonly pause: () => Promise<void>;
  readonly unpause: () => Promise<void>;
  readonly cancelAll: () => Promise<void>;
  readonly withdraw: () => Promise<void>;
  readonly reorganise: (depth: number) => Promise<void>;
  /** Time goes by on the chain and in the database. */
  readonly wait: (seconds: number) => Promise<void>;
};

export const peopleOf = (world: SimulatedWorld, database: ScenarioDatabase): People => {
  const { rpc, contracts, portfolio, usdc, wbtc } = world;
  const owner = world.deployer.account.address;
  let wbtcE8 = FIRST_ANSWERS_E8.wbtc;
  const send = async (from: string, to: string, data: string): Promise<boolean> => {
    const hash = await rpc('eth_sendTransaction', [{ from, to, data, gas: '0x2dc6c0' }]);
    const receipt = (await rpc('eth_getTransactionReceipt', [hash])) as { status: string } | null;
    return receipt?.status === '0x1';
  };
  const asOwner = (data: Hex): Promise<boolean> => send(owner, portfolio, data);
  const setPrices = async (answers: readonly [bigint, bigint], updatedAt: bigint): Promise<void> => {
    const data = encodeFunctionData({
      abi: boardAbi,
      args: [[usdc.feed, wbtc.feed], [...answers], updatedAt],
    });
    await send(owner, contracts.feedBoard, data);
  };
  const worthE8 = async (): Promise<bigint> => {
    const [dollars, coins] = await Promise.all(
      [usdc, wbtc].map((asset) => world.balanceOf(asset, portfolio)),
    );
    return (dollars ?? 0n) * 100n + (coins ?? 0n) * (wbtcE8 / 10n ** 8n);
  };
  return {
    price: async (changeBps, ageSeconds = 0) => {
      wbtcE8 = (FIRST_ANSWERS_E8.wbtc * BigInt(10_000 + changeBps)) / 10_000n;
      const at = ageSeconds === 0 ? 0 : (await world.blockTimeSeconds()) - ageSeconds;
      await setPrices([FIRST_ANSWERS_E8.usdc, wbtcE8], BigInt(at));
    },
    priceZero: () => setPrices([FIRST_ANSWERS_E8.usdc, 0n], 0n),
    fill: async (shareBps) => {
      const [row] = await database.admin`
        select signature from orders where placed_at is not null and status in ('open', 'partially-filled')
        order by signed_at desc, id limit 1`;
      const blob = decodeOrderBlob(row?.signature);
      if (blob === null) return null;
      const amount = (blob.order.makingAmount * BigInt(shareBps)) / 10_000n;
      const before = await worthE8();
      const filled = await send(
        world.taker,
        contracts.router,
        encodeFunctionData({
          abi: limitOrderProtocolAbi,
          functionName: 'fillContractOrder',
          args: [blob.order, row?.signature, amount, MAKING_AMOUNT_FLAG],
        }),
      );
      return filled ? before - (await worthE8()) : null;
    },
    pause: async () => void (await asOwner(encodeFunctionData({ abi: balancerAbi, functionName: 'pause' }))),
    unpause: async () =>
      void (await asOwner(encodeFunctionData({ abi: balancerAbi, functionName: 'unpause' }))),
    cancelAll: async () =>
      void (await asOwner(encodeFunctionData({ abi: balancerAbi, functionName: 'bumpGeneration' }))),
    withdraw: async () => {
      const args = [2_000n, owner] as const;
      await send(
        owner,
        portfolio,
        encodeFunctionData({ abi: balancerAbi, functionName: 'withdrawShare', args }),
      );
    },
    reorganise: async (depth) => void (await rpc('anvil_reorg', [depth, []])),
    wait: async (seconds) => {
      const at = (await world.blockTimeSeconds()) + seconds;
      await rpc('evm_setNextBlockTimestamp', [at]);
      await rpc('anvil_mine', ['0x1']);
      await database.admin`update simulated.clock set at = at + make_interval(secs => ${seconds})`;
    },
  };
};
