import { type Address, encodeFunctionData, type Hex, maxUint256, numberToHex, parseAbi } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import {
  boardAbi,
  buildOrderWorld,
  creationOf,
  type OrderWorld,
  SIGNER_KEY,
  type WorldAsset,
} from '../../e2e/support/order-world.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';
import type { Sent, SoakChain } from './chain.ts';

const CHAIN_ID = 31_337;
/** Each so many trades at 1inch, the others in our own book. */
const ONEINCH_EVERY = 3;
const USDC = { e8: 100_000_000n, units: 50_000_000_000n };
const WBTC = { e8: 2_000_000_000_000n, units: 250_000_000n };
/** Bands differ, so that not everybody is out of his at the same move. */
const BAND_BPS = { least: 60, step: 15, steps: 16 } as const;
const LIFE_SECONDS = 90;
const LOOK_SECONDS = 15;
const TEN_ETHER = 10n ** 19n;

const tokenAbi = parseAbi([
  'function mint(address to, uint256 amount)',
  'function approve(address spender, uint256 amount) returns (bool)',
]);

export type Member = { readonly address: Address; readonly venue: 'order-book' | 'oneinch' };

export type Fleet = {
  readonly world: OrderWorld;
  readonly members: readonly Member[];
  readonly setPrice: (wbtcE8: bigint) => Promise<void>;
};

const logsSchema = z.array(z.object({ topics: z.array(z.string()), data: z.string() }));

const mintTo = (from: Address, asset: WorldAsset, [to, units]: readonly [Address, bigint]): Sent => ({
  ...{ from, to: asset.token },
  data: encodeFunctionData({ abi: tokenAbi, functionName: 'mint', args: [to, units] }),
});

/** In the order in which they were made. */
const createAll = async (chain: SoakChain, world: OrderWorld, count: number): Promise<readonly Member[]> => {
  const [owner = '0x'] = chain.accounts;
  const { factory } = world.contracts;
  const signer = privateKeyToAccount(SIGNER_KEY).address;
  const venues = Array.from({ length: count }, (_, index) =>
    index % ONEINCH_EVERY === 0 ? ('oneinch' as const) : ('order-book' as const),
  );
  const before = await chain.ask('eth_blockNumber');
  await chain.sendAll(
    venues.map((venue, index) => ({
      ...{ from: owner, to: factory },
      data: creationOf({
        ...{ assets: [world.usdc, world.wbtc], signer, publicBook: venue === 'oneinch' },
        salt: numberToHex(index + 1, { size: 32 }),
      }),
    })),
  );
  const logs = logsSchema.parse(
    await chain.ask('eth_getLogs', [{ address: factory, fromBlock: before, toBlock: 'latest' }]),
  );
  const created = logs.slice(-count).map(({ topics }) => `0x${(topics[1] ?? '').slice(-40)}` as Address);
  if (created.length !== count) throw new Error(`${created.length} of ${count} portfolios were made`);
  return venues.flatMap((venue, index) =>
    created.slice(index, index + 1).map((address) => ({ address, venue })),
  );
};

/** What 1inch sells comes from an allowance, which the owner gives at once. */
const allowances = (owner: Address, world: OrderWorld, members: readonly Member[]): readonly Sent[] =>
  members
    .filter(({ venue }) => venue === 'oneinch')
    .flatMap(({ address: to }) =>
      [world.usdc, world.wbtc].flatMap(({ token }) =>
        (['setAllowanceCeiling', 'setAllowance'] as const).map((functionName) => ({
          ...{ from: owner, to },
          data: encodeFunctionData({ abi: balancerAbi, functionName, args: [token, maxUint256 >> 1n] }),
        })),
      ),
    );

const register = async (botUrl: string, members: readonly Member[]): Promise<void> => {
  const registry = openPolicyRegistry(botUrl);
  for (const [index, { address, venue }] of members.entries()) {
    const registered = await registry.registerPolicy({
      ...{ chainId: CHAIN_ID, address, name: `soak ${index + 1}`, shared: true, simulated: true },
      policy: {
        version: 1,
        triggers: [{ kind: 'absolute', bandBps: BAND_BPS.least + BAND_BPS.step * (index % BAND_BPS.steps) }],
        limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '100000000' },
        orderTerms: { venue, expiresInSeconds: LIFE_SECONDS },
        lookEverySeconds: LOOK_SECONDS,
      },
    });
    if (!registered.ok) throw new Error(registered.error.message);
  }
  await registry.close();
};

/** So many portfolios of half bitcoin and half dollars, each funded and with a policy, and a stranger with enough of both. */
export const makeFleet = async (chain: SoakChain, botUrl: string, count: number): Promise<Fleet> => {
  const world = await buildOrderWorld(chain.rpcUrl, { publicBook: false });
  const [owner = '0x', taker = '0x'] = chain.accounts;
  const members = await createAll(chain, world, count);
  const both = [
    [world.usdc, USDC.units],
    [world.wbtc, WBTC.units],
  ] as const;
  await chain.sendAll(
    both.flatMap(([asset, units]) => [
      ...members.map(({ address }) => mintTo(owner, asset, [address, units])),
      mintTo(owner, asset, [taker, units * 1_000_000n]),
      {
        ...{ from: taker, to: asset.token },
        data: encodeFunctionData({
          ...{ abi: tokenAbi, functionName: 'approve', args: [world.contracts.router, maxUint256] as const },
        }),
      },
    ]),
  );
  await chain.sendAll(allowances(owner, world, members));
  // Where an allowance is spent, the bot sets it anew by a transaction of its own.
  await chain.ask('anvil_setBalance', [
    privateKeyToAccount(SIGNER_KEY).address,
    `0x${TEN_ETHER.toString(16)}`,
  ]);
  await register(botUrl, members);
  const setPrice = async (wbtcE8: bigint): Promise<void> => {
    const args = [[world.usdc.feed, world.wbtc.feed], [USDC.e8, wbtcE8], 0n] as const;
    const data: Hex = encodeFunctionData({ abi: boardAbi, args });
    await chain.ask('eth_sendTransaction', [
      { from: owner, to: world.contracts.feedBoard, data, gas: '0x2dc6c0' },
    ]);
  };
  return { world, members, setPrice };
};

export const FIRST_WBTC_E8 = WBTC.e8;
