import { Implementation, toMetaMaskSmartAccount } from '@metamask/smart-accounts-kit';
import {
  type Address,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
  parseAbi,
  parseEther,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { deployDelegated } from '../../hardhat/deploy/deploy-delegated.ts';
import { delegatedBalancerAbi } from '../../lib/abi/delegated-balancer-abi.ts';
import { delegatedFactoryAbi } from '../../lib/abi/delegated-factory-abi.ts';
import { delegationSalt } from '../../lib/delegations/delegation.ts';
import type { DelegatedContracts } from '../../lib/delegations/framework.ts';
import { readEnv } from '../../services/env.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import { openPolicyRegistry } from '../../services/wire/operation/database.ts';
import { type Bot, openBot } from '../../services/wire/tick/bot.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import { deployKit, frameworkOf } from '../../stack/delegated/framework.ts';
import { draftGrant, type Granted, grantedWith, signGrant } from '../../stack/delegated/sign-grant.ts';
import { upgradeAccount } from '../../stack/delegated/upgrade-account.ts';
import { startAnvil } from './anvil.ts';
import { REQUEST } from './bot-world.ts';
import {
  boardAbi,
  buildOrderWorld,
  mint,
  type OrderWorld,
  SIGNER_KEY,
  type WorldAsset,
} from './order-world.ts';
import { pricedChain } from './priced-chain.ts';
import { deploySpotPools } from './spot-pools.ts';

const CHAIN_ID = 31_337;
const GAS = 5_000_000n;
const DAY_SECONDS = 86_400;
const BTC_USD = 24_000n;
const managerAbi = parseAbi([
  'struct Caveat { address enforcer; bytes terms; bytes args; }',
  'struct Delegation { address delegate; address delegator; bytes32 authority; Caveat[] caveats; uint256 salt; bytes signature; }',
  'function disableDelegation(Delegation delegation)',
  'function pause()',
]);

/** Which account keeps the tokens: a key with code (EIP-7702), or a smart account of the official kit. */
export type HolderKind = 'upgraded-key' | 'hybrid';

const lower = (address: Address): Address => address.toLowerCase() as Address;

/** An account with 50,000 dollars and 2.5 bitcoins of its own, out of its band, a contract that serves it, and the bot as it is wired. */
export type DelegatedWorld = Omit<OrderWorld, 'generation'> & {
  readonly database: TestDatabase;
  readonly delegated: DelegatedContracts;
  readonly env: Readonly<Record<string, string>>;
  readonly holder: Address;
  readonly guardian: Address;
  readonly clone: Address;
  readonly bot: Bot;
  readonly tick: () => Promise<TickAnswer>;
  readonly mine: (blocks: number) => Promise<void>;
  readonly setAutomine: (on: boolean) => Promise<void>;
  /** Of the clone. */
  readonly generation: () => Promise<number>;
  readonly pass: (seconds: number) => Promise<void>;
  /** Gives the account its next contract, which retires the one before. @returns its address */
  readonly createClone: (index: bigint, otherwise?: Otherwise) => Promise<Address>;
  /** Another factory of the same code, which no chain's file names. */
  readonly otherFactory: () => Promise<Address>;
  /** A transaction of anybody, without their key. */
  readonly sendAs: (from: Address, to: Address, data: Hex) => Promise<void>;
  /** Signs a delegation of so much of a token a day to a clone. */
  readonly grant: (
    asset: WorldAsset,
    amountUnits: bigint,
    otherwise?: { readonly clone?: Address; readonly days?: number },
  ) => Promise<Granted>;
  readonly revoke: (granted: Granted) => Promise<void>;
  readonly pauseByGuardian: () => Promise<void>;
  readonly unpause: () => Promise<void>;
  readonly pauseManager: () => Promise<void>;
  readonly register: (clone: Address, orderTerms?: Readonly<Record<string, unknown>>) => Promise<void>;
  readonly stop: () => Promise<void>;
};

type TickAnswer = Extract<Awaited<ReturnType<Bot['tick']>>, { ok: true }>['value'];

/** Another account's contract, another one's to pause it, or made by another factory. */
type Otherwise = { readonly account?: Address; readonly guardian?: Address; readonly factory?: Address };

const configOf = (assets: readonly WorldAsset[], router: Address) => ({
  signer: privateKeyToAccount(SIGNER_KEY).address,
  assets: assets.map(({ token, feed }) => ({
    ...{ token, feed, targetBps: 5_000, heartbeat: DAY_SECONDS, navMaxAge: DAY_SECONDS },
    ...{ minAnswer: 0n, maxAnswer: 0n },
  })),
  guard: {
    ...{ maxSlippageBps: 200, lossBpsPerDay: 500, turnoverBpsPerDay: 100_000, orderTtlMax: 30 * DAY_SECONDS },
    ...{ cooldown: 0, minDriftBps: 50, overshootBps: 25, minFillBps: 5, maxFeeBps: 200, publicBook: false },
  },
  routers: [router],
  oneOff: { bps: 0, expiresAt: 0 },
});

/** Builds it on a chain of a hardfork with EIP-7702, with Uniswap V2's own pool. */
export const buildDelegatedWorld = async (kind: HolderKind): Promise<DelegatedWorld> => {
  const anvil = await startAnvil(undefined, CHAIN_ID, ['--hardfork', 'prague']);
  const [world, database] = await Promise.all([
    buildOrderWorld(anvil.rpcUrl, { publicBook: false }),
    createTestDatabase(),
  ]);
  await database.admin`
    insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '0'::jsonb, 'test')`;
  const { deployer, contracts, usdc, wbtc } = world;
  const { publicClient } = deployer;
  const kit = await deployKit(deployer);
  const framework = frameworkOf(kit);
  const { manager, enforcers } = framework;
  const deployFactory = () =>
    deployDelegated(deployer, { ...contracts, manager: kit.DelegationManager, entryPoint: kit.EntryPoint });
  const { factory } = await deployFactory();
  const delegated = { factory: lower(factory), manager, enforcers };
  const pools = await deploySpotPools(deployer, contracts.weth);
  await pools.add(
    { asset: wbtc, units: 400n * 10n ** 8n },
    { asset: usdc, units: 400n * BTC_USD * 10n ** 6n },
  );

  const ask = (method: string, ...params: readonly unknown[]) =>
    publicClient.request({ method, params } as never);
  const sendAs = async (from: Address, to: Address, data: Hex): Promise<void> => {
    await ask('anvil_setBalance', from, numberToHex(10n ** 20n));
    await ask('anvil_impersonateAccount', from);
    const hash = (await ask('eth_sendTransaction', { from, to, data, gas: numberToHex(GAS) })) as Hex;
    const { status } = await receiptOf(publicClient, hash);
    if (status !== 'success') throw new Error(`transaction ${hash} reverted`);
  };
  const owner = privateKeyToAccount(keccak256(toHex('delegated world: owner')));
  const smart = await toMetaMaskSmartAccount({
    client: publicClient as never,
    implementation: Implementation.Hybrid,
    deployParams: [owner.address, [], [], []],
    deploySalt: '0x01',
    signer: { account: owner },
    environment: kit,
  });
  if (kind === 'upgraded-key') {
    await upgradeAccount(deployer, { account: owner, code: framework.accounts.upgraded });
  } else {
    const { factory: by, factoryData } = await smart.getFactoryArgs();
    if (by === undefined || factoryData === undefined) throw new Error('nothing deploys the account');
    await sendAs(owner.address, by, factoryData);
  }
  const holder = lower(kind === 'hybrid' ? smart.address : owner.address);
  const guardian =
    kind === 'hybrid'
      ? lower(owner.address)
      : lower(privateKeyToAccount(keccak256(toHex('delegated world: guardian'))).address);
  await mint(deployer, usdc, { to: holder, units: 50_000_000_000n });
  await mint(deployer, wbtc, { to: holder, units: 250_000_000n });
  const signer = privateKeyToAccount(SIGNER_KEY).address;
  await ask('anvil_setBalance', signer, numberToHex(parseEther('10')));

  /** What every feed says, said again. */
  const freshen = (): Promise<void> => {
    const answers = [100_000_000n, BTC_USD * 10n ** 8n, 150_000_000_000n];
    const args = [[usdc.feed, wbtc.feed, world.wethFeed], answers, 0n] as const;
    return sendAs(
      deployer.account.address,
      contracts.feedBoard,
      encodeFunctionData({ abi: boardAbi, functionName: 'set', args }),
    );
  };
  const createClone = async (index: bigint, otherwise: Otherwise = {}): Promise<Address> => {
    await freshen();
    const { account = holder, guardian: guard = guardian, factory: by = factory } = otherwise;
    const args = [guard, index, configOf([usdc, wbtc], pools.router)] as const;
    await sendAs(account, by, encodeFunctionData({ abi: delegatedFactoryAbi, functionName: 'create', args }));
    return lower(
      await publicClient.readContract({
        ...{ address: by, abi: delegatedFactoryAbi, functionName: 'currentOf', args: [account] },
      }),
    );
  };
  const clone = await createClone(0n);
  const generation = (): Promise<number> =>
    publicClient.readContract({ address: clone, abi: delegatedBalancerAbi, functionName: 'generation' });

  const register = async (address: Address, orderTerms: Readonly<Record<string, unknown>> = {}) => {
    const registry = openPolicyRegistry(database.urls.bot.reveal());
    const registered = await registry.registerPolicy({
      ...{ chainId: CHAIN_ID, address, name: 'my own account', shared: true, simulated: true },
      policy: {
        version: 1,
        triggers: [{ kind: 'absolute', bandBps: 200 }],
        limits: { cooldownSeconds: 0, maxTradeUsd: '1000000', dailyVolumeUsd: '10000000' },
        orderTerms: { expiresInSeconds: 600, ...orderTerms },
        lookEverySeconds: 3_600,
      },
    });
    await registry.close();
    if (!registered.ok) throw new Error(registered.error.message);
  };
  await register(clone);

  const file = JSON.parse(pricedChain(world, pools.router));
  file.chains[0].delegated = { factory: delegated.factory, fromBlock: 1, framework };
  const env = {
    ...{ CHAINS: JSON.stringify(file), BOT_SIGNER_PK: SIGNER_KEY },
    ...{ DB_URL: database.urls.bot.reveal(), LOG_LEVEL: 'error' },
  };
  const opened = await openBot(readEnv(env));
  if (!opened.ok) throw new Error(opened.error.message);
  const bot = opened.value;

  const nowSeconds = world.blockTimeSeconds;
  let salt = 0;
  return {
    ...{
      ...world,
      database,
      delegated,
      env,
      holder,
      guardian,
      clone,
      bot,
      createClone,
      otherFactory: async () => lower((await deployFactory()).factory),
      sendAs,
      register,
      generation,
    },
    tick: async () => {
      // However busy the machine is: what a tick does is asked here, and not how long it takes.
      const ticked = await bot.tick({ ...REQUEST, budgetMs: 600_000 });
      if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
      return ticked.value;
    },
    mine: async (blocks) => {
      await ask('anvil_mine', numberToHex(blocks));
    },
    setAutomine: async (on) => {
      await ask('evm_setAutomine', on);
    },
    pass: async (seconds) => {
      await ask('evm_increaseTime', seconds);
      await freshen();
    },
    grant: async (asset, amountUnits, { clone: to = clone, days = 90 } = {}) => {
      const now = await nowSeconds();
      salt += 1;
      const delegation = draftGrant({
        ...{ place: delegated, delegator: holder, delegate: to, token: asset.token, amountUnits },
        ...{ startSeconds: now, expiresAtSeconds: now + days * DAY_SECONDS },
        salt: delegationSalt(new Uint8Array(32).fill(salt)),
      });
      if (kind === 'upgraded-key') return signGrant(owner, delegation, { chainId: CHAIN_ID, manager });
      const { salt: number, caveats, ...rest } = delegation;
      const signature = await smart.signDelegation({
        delegation: { ...rest, caveats: caveats.map((one) => ({ ...one })), salt: numberToHex(number) },
        chainId: CHAIN_ID,
      });
      return grantedWith(delegation, signature);
    },
    revoke: ({ delegation }) =>
      sendAs(
        holder,
        manager,
        encodeFunctionData({
          ...{ abi: managerAbi, functionName: 'disableDelegation' },
          args: [{ ...delegation, signature: '0x' }],
        }),
      ),
    pauseByGuardian: () =>
      sendAs(guardian, clone, encodeFunctionData({ abi: delegatedBalancerAbi, functionName: 'pause' })),
    unpause: async () =>
      sendAs(
        holder,
        clone,
        encodeFunctionData({
          abi: delegatedBalancerAbi,
          functionName: 'unpause',
          args: [await generation()],
        }),
      ),
    pauseManager: () =>
      sendAs(
        deployer.account.address,
        manager,
        encodeFunctionData({ abi: managerAbi, functionName: 'pause' }),
      ),
    stop: async () => {
      await bot.close();
      await database.drop();
      await anvil.stop();
    },
  };
};
