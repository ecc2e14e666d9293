import { parseEther } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { readEnv } from '../../services/env.ts';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';
import { type Bot, openBot } from '../../services/wire/tick/bot.ts';
import { type BotWorld, buildBotWorld, REQUEST } from './bot-world.ts';
import { SIGNER_KEY } from './order-world.ts';
import { pricedChain } from './priced-chain.ts';
import { deploySpotPools, type SpotPools } from './spot-pools.ts';

const USD_E6 = 10n ** 6n;
const BTC_E8 = 10n ** 8n;
/** At which the portfolio, half of each at 20,000, is out of its band. */
export const BTC_USD = 24_000n;

/** A portfolio that trades at once through a pool of Uniswap V2's own contracts, out of its band, with a bot that can pay gas. */
export type ProposalWorld = BotWorld & {
  readonly pools: SpotPools;
  /** What of the owner's policy is other than in {@link buildProposalWorld}. */
  readonly register: (change?: {
    readonly limits?: Readonly<Record<string, unknown>>;
    readonly orderTerms?: Readonly<Record<string, unknown>>;
  }) => Promise<void>;
  /** The owner allows a router, or doesn't any more. */
  readonly setRouter: (allowed: boolean) => Promise<void>;
  readonly mine: (blocks: number) => Promise<void>;
  /** The bot once more, sending through a relay of its own. */
  readonly openBehind: (relayUrl: string) => Promise<Bot>;
};

const registerAt = async (
  world: BotWorld,
  { limits = {}, orderTerms = {} }: Parameters<ProposalWorld['register']>[0] = {},
): Promise<void> => {
  const registry = openPolicyRegistry(world.database.urls.bot.reveal());
  const registered = await registry.registerPolicy({
    ...{ chainId: 31_337, address: world.portfolio, name: 'at once', shared: true, simulated: true },
    policy: {
      version: 1,
      triggers: [{ kind: 'absolute', bandBps: 200 }],
      limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000', ...limits },
      orderTerms: { venue: 'proposal', expiresInSeconds: 600, ...orderTerms },
      lookEverySeconds: 3_600,
    },
  });
  await registry.close();
  if (!registered.ok) throw new Error(registered.error.message);
};

const openAt = async (env: Readonly<Record<string, string>>): Promise<Bot> => {
  const opened = await openBot(readEnv(env));
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

/** Builds it with a pool of so many bitcoins and as much in dollars; no router is allowed yet. */
export const buildProposalWorld = async (bitcoins: bigint): Promise<ProposalWorld> => {
  const world = await buildBotWorld();
  const pools = await deploySpotPools(world.deployer, world.contracts.weth);
  await pools.add(
    { asset: world.wbtc, units: bitcoins * BTC_E8 },
    { asset: world.usdc, units: bitcoins * BTC_USD * USD_E6 },
  );
  const signer = privateKeyToAccount(SIGNER_KEY).address;
  await world.rpc('anvil_setBalance', [signer, `0x${parseEther('10').toString(16)}`]);
  await world.tick();
  await registerAt(world);
  await world.setPrices(100_000_000n, BTC_USD * 10n ** 8n);
  const { RPC_URL: _url, FACTORY_ADDRESS: _factory, FACTORY_BLOCK: _block, ...others } = world.env;
  const env = { ...others, CHAINS: pricedChain(world, pools.router) };
  const bot = await openAt(env);
  return {
    ...{ ...world, pools, env, bot },
    openAnother: () => openAt(env),
    openBehind: (relayUrl) => openAt({ ...others, CHAINS: pricedChain(world, pools.router, relayUrl) }),
    register: (change) => registerAt(world, change),
    setRouter: async (allowed) => {
      const hash = await world.deployer.walletClient.writeContract({
        ...{ address: world.portfolio, abi: balancerAbi, functionName: 'setRouter', gas: 500_000n },
        args: [pools.router, allowed],
      });
      const { status } = await world.client.waitForTransactionReceipt({ hash });
      if (status !== 'success') throw new Error('the router was not set');
    },
    mine: async (blocks) => {
      await world.rpc('anvil_mine', [`0x${blocks.toString(16)}`]);
    },
    tick: async (request = {}) => {
      const ticked = await bot.tick({ ...REQUEST, ...request });
      if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
      return ticked.value;
    },
    stop: async () => {
      await bot.close();
      await world.stop();
    },
  };
};
