import { type Address, encodeFunctionData, type Hex, numberToHex, parseAbi } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { SIGNER_KEY } from '../e2e/support/order-world.ts';
import { balancerAbi } from '../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../lib/abi/limit-order-protocol-abi.ts';
import { decodeOrderBlob } from '../lib/orders/order-blob.ts';
import { type Fate, GAS, reorganise } from './reorganise.ts';
import type { SimulatedWorld } from './simulated-world.ts';

const MAKING_AMOUNT_FLAG = 1n << 255n;
const boardAbi = parseAbi(['function set(address[] feeds, int256[] answers, uint256 updatedAt)']);
const FIRST_ANSWERS_E8 = { usdc: 100_000_000n, wbtc: 2_000_000_000_000n } as const;
const SIGNER = privateKeyToAccount(SIGNER_KEY).address;
const STRANGE_SIGNER: Address = '0x00000000000000000000000000000000000a11ce';

/** An act of the owner on one of the portfolios. */
type Deed = (portfolio: Address) => Promise<void>;

/** Everybody but the bot: they act on the chain, each in a block of its own, a second after the last. */
export type People = {
  readonly price: (changeBps: number, ageSeconds?: number) => Promise<void>;
  readonly priceZero: () => Promise<void>;
  /** A stranger fills of a portfolio's newest order. False when there was nothing to fill or it was refused. */
  readonly fill: (portfolio: Address, shareBps: number) => Promise<boolean>;
  readonly pause: Deed;
  readonly cancelAll: Deed;
  readonly withdraw: Deed;
  readonly deposit: Deed;
  readonly rotateSigner: Deed;
  readonly retarget: Deed;
  /** Trading may go on, by the bot's key; nothing is sent where it may. */
  readonly letTrade: Deed;
  readonly reorganise: (depth: number, fate: Fate) => Promise<void>;
  /** Hashes of the blocks that reorganisations took away. */
  readonly goneBlocks: ReadonlySet<string>;
  /** Time goes by on the chain and in the database. */
  readonly wait: (seconds: number) => Promise<void>;
  /** The database's clock runs ahead of the chain's. */
  readonly databaseClockJumps: (seconds: number) => Promise<void>;
  readonly headNumber: () => Promise<number>;
};

type Send = (from: string, to: string, data: string) => Promise<boolean>;

const ownersDeeds = ({ client, deployer, usdc, wbtc }: SimulatedWorld, send: Send) => {
  const owner = deployer.account.address;
  const deed =
    (dataFor: (portfolio: Address) => Hex): Deed =>
    async (portfolio) =>
      void (await send(owner, portfolio, dataFor(portfolio)));
  const plain = (functionName: 'pause' | 'bumpGeneration'): Deed =>
    deed(() => encodeFunctionData({ abi: balancerAbi, functionName }));
  const signer = (address: Address): Hex =>
    encodeFunctionData({ abi: balancerAbi, functionName: 'setSigner', args: [address] });
  const mintAbi = parseAbi(['function mint(address to, uint256 amount)']);
  return {
    pause: plain('pause'),
    cancelAll: plain('bumpGeneration'),
    withdraw: deed(() =>
      encodeFunctionData({ abi: balancerAbi, functionName: 'withdrawShare', args: [2_000n, owner] }),
    ),
    deposit: async (portfolio: Address): Promise<void> => {
      const args = [portfolio, 5_000_000_000n] as const;
      await send(owner, usdc.token, encodeFunctionData({ abi: mintAbi, functionName: 'mint', args }));
    },
    rotateSigner: deed(() => signer(STRANGE_SIGNER)),
    retarget: deed(() =>
      encodeFunctionData({
        abi: balancerAbi,
        functionName: 'setTargets',
        args: [[usdc.token, wbtc.token], [3_000, 7_000], { bps: 0, expiresAt: 0 }],
      }),
    ),
    letTrade: async (address: Address): Promise<void> => {
      const ask = (functionName: 'paused' | 'authorizedSigner') =>
        client.readContract({ address, abi: balancerAbi, functionName });
      if ((await ask('authorizedSigner')) !== SIGNER) await send(owner, address, signer(SIGNER));
      if ((await ask('paused')) === true)
        await send(owner, address, encodeFunctionData({ abi: balancerAbi, functionName: 'unpause' }));
    },
  };
};

const fillerOf =
  ({ admin, taker, contracts }: SimulatedWorld, send: Send): People['fill'] =>
  async (portfolio, shareBps) => {
    const [row] = await admin`
      select signature from orders
      where maker = ${portfolio} and placed_at is not null and status in ('open', 'partially-filled')
      order by signed_at desc, id limit 1`;
    const blob = decodeOrderBlob(row?.signature);
    if (blob === null) return false;
    const amount = (blob.order.makingAmount * BigInt(shareBps)) / 10_000n;
    const args = [blob.order, row?.signature, amount, MAKING_AMOUNT_FLAG] as const;
    return send(
      taker,
      contracts.router,
      encodeFunctionData({ abi: limitOrderProtocolAbi, functionName: 'fillContractOrder', args }),
    );
  };

export const peopleOf = (world: SimulatedWorld): People => {
  const { rpc, contracts, usdc, wbtc, admin } = world;
  const owner = world.deployer.account.address;
  const gone = new Set<string>();
  const send: Send = async (from, to, data) => {
    const hash = await rpc('eth_sendTransaction', [{ from, to, data, gas: GAS }]);
    await rpc('evm_mine');
    const receipt = (await rpc('eth_getTransactionReceipt', [hash])) as { status: string } | null;
    return receipt?.status === '0x1';
  };
  const setPrices = async (wbtcE8: bigint, updatedAt: bigint): Promise<void> => {
    const args = [[usdc.feed, wbtc.feed], [FIRST_ANSWERS_E8.usdc, wbtcE8], updatedAt] as const;
    await send(owner, contracts.feedBoard, encodeFunctionData({ abi: boardAbi, args }));
  };
  const ahead = (seconds: number) =>
    admin`update simulated.clock set at = at + make_interval(secs => ${seconds})`;
  return {
    ...ownersDeeds(world, send),
    price: async (changeBps, ageSeconds = 0) => {
      const wbtcE8 = (FIRST_ANSWERS_E8.wbtc * BigInt(10_000 + changeBps)) / 10_000n;
      const at = ageSeconds === 0 ? 0 : (await world.blockTimeSeconds()) - ageSeconds;
      await setPrices(wbtcE8, BigInt(at));
    },
    priceZero: () => setPrices(0n, 0n),
    fill: fillerOf(world, send),
    reorganise: async (depth, fate) => {
      for (const hash of await reorganise(rpc, depth, fate)) gone.add(hash);
    },
    goneBlocks: gone,
    wait: async (seconds) => {
      await rpc('evm_setNextBlockTimestamp', [numberToHex((await world.blockTimeSeconds()) + seconds)]);
      await rpc('anvil_mine', ['0x1']);
      await ahead(seconds);
    },
    databaseClockJumps: async (seconds) => void (await ahead(seconds)),
    headNumber: async () => Number(await rpc('eth_blockNumber')),
  };
};
