import postgres from 'postgres';
import { type Address, encodeFunctionData, erc20Abi, type Hex, keccak256, parseAbi, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { deployDelegated } from '../../hardhat/deploy/deploy-delegated.ts';
import { createDeployer, type Deployer, deployLocal } from '../../hardhat/deploy/deploy-local.ts';
import { readEnv } from '../../services/env.ts';
import { openBot } from '../../services/wire/tick/bot.ts';
import type { TickRequest } from '../../services/wire/tick/tick-chain.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import { deployKit, frameworkOf } from '../../stack/delegated/framework.ts';
import { startAnvil } from './anvil.ts';
import { delegatingChain } from './delegation-world.ts';
import { boardAbi, createPortfolio, deployAsset, mint, type WorldAsset } from './order-world.ts';
import { deploySpotPools } from './spot-pools.ts';
import { makeStackDatabase } from './stack-database.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const CHAIN_ID = 31_337;
const DAY_SECONDS = 86_400;
export const EOA_KEY = keccak256(toHex('new delegated: own account'));
export const HYBRID_KEY = keccak256(toHex('new delegated: owner of a smart account'));
const SIGNER_KEY = keccak256(toHex('new delegated: signer'));
const CLONE = parseAbi(['function paused() view returns (bool)']);
const FACTORY = parseAbi(['function currentOf(address account) view returns (address)']);
const MANAGER = parseAbi(['function disabledDelegations(bytes32 hash) view returns (bool)']);

const REQUEST: TickRequest = {
  ...{ source: 'cli', schedulerExecutionId: null, dryRun: false, limit: 100, budgetMs: 60_000 },
};

export type NewDelegatedWorld = {
  readonly server: WebServer;
  readonly sql: postgres.Sql;
  readonly chainId: number;
  readonly rpcUrl: string;
  /** The code that a wallet upgrades an account to. */
  readonly upgraded: Address;
  /** Of an account, its present contract. */
  readonly cloneOf: (account: Address) => Promise<Address>;
  /** One tick of the bot as it is wired, in which everybody's turn has come. @returns why the last look at an account's contract held; null: it traded */
  readonly tick: (clone: Address) => Promise<string | null>;
  /** A day passes on the chain, and the feeds answer anew: so many dollars for a bitcoin. */
  readonly nextDay: (btcUsd: bigint) => Promise<void>;
  /** What an account has of both tokens, in their units. */
  readonly holdings: (account: Address) => Promise<Readonly<Record<'USDC' | 'WBTC', bigint>>>;
  /** 2,000 USDC come to an account, which is then out of its band. */
  readonly earn: (account: Address) => Promise<void>;
  /** Somebody's portfolio of dollars and LINK, which all may read; no facts of the chain name LINK. */
  readonly listElsewhere: () => Promise<void>;
  readonly isPaused: (clone: Address) => Promise<boolean>;
  readonly isDisabled: (hash: Hex) => Promise<boolean>;
  readonly stop: () => Promise<void>;
};

type Chain = { readonly deployer: Deployer; readonly rpcUrl: string };

/** Two tokens that both owners hold, feeds that have just answered, and pools of them. */
const deployMarket = async (
  { deployer }: Chain,
  { feedBoard, weth }: { readonly feedBoard: Address; readonly weth: Address },
) => {
  const usdc = await deployAsset(deployer, feedBoard, { symbol: 'USDC', decimals: 6, answerE8: 10n ** 8n });
  const wbtc = await deployAsset(deployer, feedBoard, {
    symbol: 'WBTC',
    decimals: 8,
    answerE8: 2n * 10n ** 12n,
  });
  // No facts of the chain name it: only another portfolio there lists it.
  const link = await deployAsset(deployer, feedBoard, { symbol: 'LINK', decimals: 18, answerE8: 10n ** 9n });
  // What gas is paid in.
  const ether = await deployAsset(deployer, feedBoard, {
    symbol: 'WETH',
    decimals: 18,
    answerE8: 15n * 10n ** 10n,
  });
  const answer = async (btcUsd: bigint): Promise<void> => {
    const answers = [
      [usdc.feed, wbtc.feed, ether.feed, link.feed],
      [10n ** 8n, btcUsd * 10n ** 8n, 15n * 10n ** 10n, 10n ** 9n],
      0n,
    ] as const;
    const hash = await deployer.walletClient.sendTransaction({
      ...{ to: feedBoard, data: encodeFunctionData({ abi: boardAbi, functionName: 'set', args: answers }) },
    });
    await receiptOf(deployer.publicClient, hash);
  };
  await answer(20_000n);
  const pools = await deploySpotPools(deployer, weth);
  await pools.add({ asset: usdc, units: 40_000_000_000_000n }, { asset: wbtc, units: 200_000_000_000n });
  const rich = (to: Address) =>
    deployer.publicClient.request({ method: 'anvil_setBalance', params: [to, toHex(10n ** 20n)] } as never);
  await rich(privateKeyToAccount(SIGNER_KEY).address);
  for (const key of [EOA_KEY, HYBRID_KEY]) {
    const to = privateKeyToAccount(key).address;
    await rich(to);
    await mint(deployer, usdc, { to, units: 6_000_000_000n });
    await mint(deployer, wbtc, { to, units: 20_000_000n });
  }
  return { usdc, wbtc, link, answer, etherFeed: ether.feed, router: pools.router };
};

/** A real chain with the official kit's contracts, the built app and the bot on a database of their own. Nobody has granted anything. */
export const buildNewDelegatedWorld = async (): Promise<NewDelegatedWorld> => {
  const anvil = await startAnvil(undefined, CHAIN_ID, ['--hardfork', 'prague', '--order', 'fifo']);
  const { rpcUrl } = anvil;
  const deployer = createDeployer({ rpcUrl });
  const kit = await deployKit(deployer);
  const contracts = await deployLocal({ rpcUrl });
  const place = { ...contracts, manager: kit.DelegationManager, entryPoint: kit.EntryPoint };
  const { factory } = await deployDelegated(deployer, place);
  const { usdc, wbtc, link, answer, etherFeed, router } = await deployMarket({ deployer, rpcUrl }, contracts);
  const framework = frameworkOf(kit);
  const entry = delegatingChain(rpcUrl, factory, framework);
  const chain = {
    ...entry.chain,
    feeds: [
      ...[usdc, wbtc].map(({ symbol, feed }) => [symbol, feed] as const),
      ['ETH', etherFeed] as const,
    ].map(([asset, address]) => ({ asset, address, heartbeatSeconds: DAY_SECONDS })),
    tokens: [usdc, wbtc].map(({ symbol, token, decimals }) => ({
      symbol,
      address: token,
      decimals,
      feed: symbol,
    })),
    spotRouter: { router, quoteToken: usdc.token },
  };
  const database = await makeStackDatabase('delegated_for_browser', { migrated: true });
  const sql = postgres(database.administerUrl, { max: 1, onnotice: () => undefined });
  await sql`insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '0'::jsonb, 'test')`;
  const served = { ...entry, chain, factoryAddress: contracts.factory, factoryBlock: 1 };
  const env = { CHAINS: JSON.stringify({ chains: [served] }), BOT_SIGNER_PK: SIGNER_KEY, SERVE: 'anyone' };
  const server = await startWebServer({
    ...{ ...env, APP_DB_URL: database.appUrl, NEXTAUTH_SECRET: 'a secret of thirty-two characters' },
  });
  const bot = await openBot(readEnv({ ...env, DB_URL: database.administerUrl, LOG_LEVEL: 'error' }));
  if (!bot.ok) throw new Error(bot.error.message);
  const { publicClient } = deployer;
  const cloneOf = (account: Address): Promise<Address> =>
    publicClient.readContract({ address: factory, abi: FACTORY, functionName: 'currentOf', args: [account] });
  const balanceOf = ({ token }: WorldAsset, account: Address): Promise<bigint> =>
    publicClient.readContract({ address: token, abi: erc20Abi, functionName: 'balanceOf', args: [account] });
  return {
    ...{ server, sql, rpcUrl, cloneOf, chainId: CHAIN_ID, upgraded: framework.accounts.upgraded },
    tick: async (clone) => {
      // Whoever waits for the time of the chain's blocks, which this chain has jumped over, waits by the database's clock.
      await sql`update leases set visible_at = now() where visible_at < 'infinity'`;
      const ticked = await bot.value.tick(REQUEST);
      if (!ticked.ok) throw new Error(`${ticked.error.code}: ${ticked.error.message}`);
      const [last] = await sql<{ reason: string | null }[]>`
        select d.reason from decisions d join portfolios p on p.id = d.portfolio_id join accounts a on a.id = p.account_id
        where a.address = ${clone.toLowerCase()} order by d.id desc limit 1`;
      if (last === undefined)
        throw new Error(`the bot has not looked at it: ${JSON.stringify(ticked.value)}`);
      return last.reason;
    },
    nextDay: async (btcUsd) => {
      await publicClient.request({ method: 'evm_increaseTime', params: [DAY_SECONDS] } as never);
      await answer(btcUsd);
    },
    holdings: async (account) => ({
      USDC: await balanceOf(usdc, account),
      WBTC: await balanceOf(wbtc, account),
    }),
    earn: async (account) => {
      await mint(deployer, usdc, { to: account, units: 2_000_000_000n });
    },
    listElsewhere: async () => {
      const signer = privateKeyToAccount(SIGNER_KEY).address;
      const terms = { assets: [usdc, link], signer, publicBook: false };
      await answer(20_000n);
      const address = await createPortfolio(deployer, contracts.factory, terms);
      const ticked = await bot.value.tick(REQUEST);
      if (!ticked.ok) throw new Error(ticked.error.message);
      const rows = await sql`
        update portfolios p set shared = true from accounts a where a.id = p.account_id and a.address = ${address} returning p.id`;
      if (rows.length !== 1) throw new Error('the portfolio was not found');
    },
    isPaused: (address) => publicClient.readContract({ address, abi: CLONE, functionName: 'paused' }),
    isDisabled: (hash) =>
      publicClient.readContract({
        ...{ address: framework.manager, abi: MANAGER, functionName: 'disabledDelegations', args: [hash] },
      }),
    stop: async () => {
      server.stop();
      await bot.value.close();
      await sql.end();
      await anvil.stop();
    },
  };
};
