import { createWalletClient, type Hex, http, size } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { decodeOrderBlob } from '../../lib/orders/order-blob.ts';
import { publicBookAct } from '../../lib/owner/public-book-action.ts';
import { CHAIN_ID, FEE_INFO, KEY } from '../../services/venues/oneinch/testing/orderbook-world.ts';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';
import { type OrderbookFake, startOrderbookFake } from '../../stack/oneinch/orderbook-fake.ts';
import type { BotWorld } from './bot-world.ts';
import { TAKER_KEY } from './order-world.ts';

/** All the bitcoin that the portfolio has. */
const UNITS = 250_000_000n;

/** 1inch's order book for the world's portfolio, whose taker it lets in. Its clock is behind every block: its own word on time decides nothing. */
export const startOneinchFor = (world: BotWorld): Promise<OrderbookFake> => {
  const info = {
    ...FEE_INFO,
    extensionAddress: world.contracts.feeTaker.toLowerCase() as Hex,
    whitelist: { taker: world.taker },
  };
  return startOrderbookFake({ chainId: CHAIN_ID, key: KEY, info, nowSeconds: () => 1 });
};

/** What a bot's environment says of 1inch at this address. */
export const oneinchEnv = (baseUrl: string): Readonly<Record<string, string>> => ({
  ONEINCH_API_URL: baseUrl,
  ONEINCH_AUTH_KEY: KEY,
  ONEINCH_REQUESTS_PER_SECOND: '50',
});

const done = async (world: BotWorld, hash: Hex): Promise<void> => {
  const { status } = await world.client.waitForTransactionReceipt({ hash });
  if (status !== 'success') throw new Error(`transaction ${hash} reverted`);
};

const ofBitcoin = async (
  world: BotWorld,
  functionName: 'setAllowanceCeiling' | 'setAllowance',
): Promise<void> => {
  const at = { address: world.portfolio, abi: balancerAbi } as const;
  const args = [world.wbtc.token, UNITS] as const;
  await done(world, await world.deployer.walletClient.writeContract({ ...at, functionName, args }));
};

/** The owner opens the portfolio to the public book, as the page does, and lets the bot allow up to all of its bitcoin to be sold there. */
export const openToPublicBook = async (world: BotWorld): Promise<void> => {
  const { call } = await publicBookAct(
    ({ method, params = [] }) => world.rpc(method, params),
    world.portfolio,
    true,
  );
  await done(world, await world.deployer.walletClient.sendTransaction({ ...call, gas: 2_000_000n }));
  await ofBitcoin(world, 'setAllowanceCeiling');
};

/** The owner allows it all, so that the bot need not. */
export const allowAll = (world: BotWorld): Promise<void> => ofBitcoin(world, 'setAllowance');

/** The portfolio's next policy sends its orders to 1inch. */
export const tradeAtOneinch = async (world: BotWorld): Promise<void> => {
  const registry = openPolicyRegistry(world.database.urls.bot.reveal());
  const registered = await registry.registerPolicy({
    ...{ chainId: CHAIN_ID, address: world.portfolio, name: 'at 1inch', shared: true, simulated: true },
    policy: {
      version: 1,
      triggers: [{ kind: 'absolute', bandBps: 200 }],
      limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' },
      orderTerms: { venue: 'oneinch', expiresInSeconds: 600 },
      lookEverySeconds: 3_600,
    },
  });
  await registry.close();
  if (!registered.ok) throw new Error(registered.error.message);
};

/** The taker that 1inch lets in fills all of an order, from what the orderbook shows. */
export const fillAtOneinch = async (world: BotWorld, signature: Hex, extension: Hex): Promise<void> => {
  const blob = decodeOrderBlob(signature);
  if (blob === null) throw new Error('no order');
  const { order } = blob;
  const taker = privateKeyToAccount(TAKER_KEY);
  const wallet = createWalletClient({
    account: taker,
    chain: world.client.chain,
    transport: http(world.rpcUrl),
  });
  // The amount is the maker's, and the extension comes along.
  const traits = (1n << 255n) | (BigInt(size(extension)) << 224n) | (2n * order.takingAmount);
  const hash = await wallet.writeContract({
    ...{ address: world.contracts.router, abi: limitOrderProtocolAbi, functionName: 'fillContractOrderArgs' },
    ...{ args: [order, signature, order.makingAmount, traits, extension], gas: 3_000_000n, chain: null },
  });
  await done(world, hash);
};
