import { type Address, createWalletClient, encodeFunctionData, http, maxUint256, parseAbi } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { hardhat } from 'viem/chains';
import { limitOrderProtocolAbi } from '../../lib/abi/limit-order-protocol-abi.ts';
import { decodeOrderBlob } from '../../lib/orders/order-blob.ts';
import { readEnv } from '../../services/env.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';
import { type Bot, openBot } from '../../services/wire/tick/bot.ts';
import type { TickRequest } from '../../services/wire/tick/tick-chain.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import { type Anvil, startAnvil } from './anvil.ts';
import { buildOrderWorld, type OrderWorld, SIGNER_KEY, TAKER_KEY, type WorldAsset } from './order-world.ts';

const erc20 = parseAbi(['function approve(address spender, uint256 amount) returns (bool)']);
/** Partial amounts are given as making amount: the threshold bit of taker traits that says so. */
const MAKING_AMOUNT_FLAG = 1n << 255n;

/** A real portfolio of 50 % USDC and 50 % WBTC on a real chain, a real database, and the bot as it is wired. */
export type BotWorld = OrderWorld & {
  readonly anvil: Anvil;
  readonly database: TestDatabase;
  readonly bot: Bot;
  /** The same bot once more, with connections of its own. */
  readonly openAnother: () => Promise<Bot>;
  /** The environment of `npm run bot`, for a process of its own. */
  readonly env: Readonly<Record<string, string>>;
  readonly tick: (request?: Partial<TickRequest>) => Promise<TickAnswer>;
  /** A stranger fills `shareBps` of the newest open order, read from the public columns; answers the transaction. */
  readonly fillNewest: (shareBps?: number) => Promise<`0x${string}`>;
  /** The stranger fills each portfolio's newest open order whole. */
  readonly fillAll: () => Promise<void>;
  readonly rpc: (method: string, params?: readonly unknown[]) => Promise<unknown>;
  readonly stop: () => Promise<void>;
};

type TickAnswer = Extract<Awaited<ReturnType<Bot['tick']>>, { ok: true }>['value'];

export const REQUEST: TickRequest = {
  source: 'cli',
  schedulerExecutionId: null,
  dryRun: false,
  limit: 100,
  budgetMs: 20_000,
};

const rpcOf =
  (url: string) =>
  async (method: string, params: readonly unknown[] = []): Promise<unknown> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    const reply = (await response.json()) as { result?: unknown; error?: { message: string } };
    if (reply.error !== undefined) throw new Error(`${method}: ${reply.error.message}`);
    return reply.result;
  };

const takerOf = (world: OrderWorld) => {
  const wallet = createWalletClient({
    account: privateKeyToAccount(TAKER_KEY),
    chain: hardhat,
    transport: http(world.rpcUrl),
  });
  const send = async (to: Address, data: `0x${string}`): Promise<`0x${string}`> => {
    const hash = await wallet.sendTransaction({ to, data, gas: 3_000_000n });
    // viem's own waiting asks again only when there is a new block, which nobody makes where the receipt came just after it had asked.
    const receipt = await receiptOf(world.client, hash);
    if (receipt.status !== 'success') throw new Error(`the fill ${hash} reverted`);
    return hash;
  };
  const approve = (asset: WorldAsset) =>
    send(
      asset.token,
      encodeFunctionData({ abi: erc20, functionName: 'approve', args: [world.contracts.router, maxUint256] }),
    );
  return { send, approve };
};

const envOf = (world: OrderWorld, database: TestDatabase): Readonly<Record<string, string>> => ({
  RPC_URL: world.rpcUrl,
  FACTORY_ADDRESS: world.contracts.factory,
  FACTORY_BLOCK: '1',
  BOT_SIGNER_PK: SIGNER_KEY,
  DB_URL: database.urls.bot.reveal(),
  LOG_LEVEL: 'error',
});

const openOf = async (env: Readonly<Record<string, string>>): Promise<Bot> => {
  const bot = await openBot(readEnv(env));
  if (!bot.ok) throw new Error(bot.error.message);
  return bot.value;
};

export const registerPolicy = async (
  portfolio: Address,
  database: Pick<TestDatabase, 'urls'>,
  chainId = 31_337,
): Promise<void> => {
  const registry = openPolicyRegistry(database.urls.bot.reveal());
  const registered = await registry.registerPolicy({
    ...{ chainId, address: portfolio },
    name: 'half and half',
    shared: true,
    simulated: true,
    policy: {
      version: 1,
      triggers: [{ kind: 'absolute', bandBps: 200 }],
      limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' },
      orderTerms: { expiresInSeconds: 600 },
      lookEverySeconds: 3_600,
    },
  });
  await registry.close();
  if (!registered.ok) throw new Error(registered.error.message);
};

/** Builds it all; every portfolio is due again at once after a tick. */
export const buildBotWorld = async (): Promise<BotWorld> => {
  const anvil = await startAnvil();
  const [world, database] = await Promise.all([
    buildOrderWorld(anvil.rpcUrl, { publicBook: false }),
    createTestDatabase(),
  ]);
  await database.admin`
    insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '0'::jsonb, 'test')`;
  await registerPolicy(world.portfolio, database);
  const env = envOf(world, database);
  const openAnother = (): Promise<Bot> => openOf(env);
  const bot = await openAnother();
  const taker = takerOf(world);
  const fill = (signature: `0x${string}`, shareBps: number): Promise<`0x${string}`> => {
    const blob = decodeOrderBlob(signature);
    if (blob === null) throw new Error('there is no open order');
    const amount = (blob.order.makingAmount * BigInt(shareBps)) / 10_000n;
    const args = [blob.order, signature, amount, MAKING_AMOUNT_FLAG] as const;
    return taker.send(
      world.contracts.router,
      encodeFunctionData({ abi: limitOrderProtocolAbi, functionName: 'fillContractOrder', args }),
    );
  };
  await taker.approve(world.usdc);
  await taker.approve(world.wbtc);
  return {
    ...world,
    anvil,
    database,
    bot,
    openAnother,
    env,
    rpc: rpcOf(world.rpcUrl),
    tick: async (request = {}) => {
      const ticked = await bot.tick({ ...REQUEST, ...request });
      if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
      return ticked.value;
    },
    fillNewest: async (shareBps = 10_000) => {
      const [row] = await database.admin`
        select signature from orders where placed_at is not null and status in ('open', 'partially-filled')
        order by signed_at desc limit 1`;
      return fill(row?.signature, shareBps);
    },
    fillAll: async () => {
      const rows = await database.admin`
        select distinct on (portfolio_id) signature from orders
        where placed_at is not null and status in ('open', 'partially-filled') order by portfolio_id, signed_at desc, id`;
      for (const { signature } of rows) await fill(signature, 10_000);
    },
    stop: async () => {
      await bot.close();
      await database.drop();
      await anvil.stop();
    },
  };
};
