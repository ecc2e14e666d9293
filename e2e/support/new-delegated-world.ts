import postgres from 'postgres';
import { type Address, encodeFunctionData, type Hex, keccak256, parseAbi, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { deployDelegated } from '../../hardhat/deploy/deploy-delegated.ts';
import { createDeployer, type Deployer, deployLocal } from '../../hardhat/deploy/deploy-local.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import { deployKit, frameworkOf } from '../../stack/delegated/framework.ts';
import { startAnvil } from './anvil.ts';
import { delegatingChain } from './delegation-world.ts';
import { boardAbi, deployAsset, mint } from './order-world.ts';
import type { RunningStack } from './running-stack.ts';
import { deploySpotPools } from './spot-pools.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const CHAIN_ID = 31_337;
const DAY_SECONDS = 86_400;
export const EOA_KEY = keccak256(toHex('new delegated: own account'));
export const HYBRID_KEY = keccak256(toHex('new delegated: owner of a smart account'));
const SIGNER_KEY = keccak256(toHex('new delegated: signer'));
const CLONE = parseAbi([
  'function account() view returns (address)',
  'function guardian() view returns (address)',
  'function paused() view returns (bool)',
]);
const FACTORY = parseAbi(['function currentOf(address account) view returns (address)']);
const MANAGER = parseAbi(['function disabledDelegations(bytes32 hash) view returns (bool)']);

export type NewDelegatedWorld = {
  readonly server: WebServer;
  readonly sql: postgres.Sql;
  readonly chainId: number;
  readonly rpcUrl: string;
  /** The code that a wallet upgrades an account to. */
  readonly upgraded: Address;
  readonly cloneOf: (account: Address) => Promise<Address>;
  /** What the bot does once it has seen the factory's log: the contract of an account has its row. */
  readonly found: (account: Address) => Promise<Address>;
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
  const answers = [[usdc.feed, wbtc.feed], [10n ** 8n, 2n * 10n ** 12n], 0n] as const;
  const hash = await deployer.walletClient.sendTransaction({
    ...{ to: feedBoard, data: encodeFunctionData({ abi: boardAbi, functionName: 'set', args: answers }) },
  });
  await receiptOf(deployer.publicClient, hash);
  const pools = await deploySpotPools(deployer, weth);
  await pools.add({ asset: usdc, units: 40_000_000_000_000n }, { asset: wbtc, units: 200_000_000_000n });
  for (const key of [EOA_KEY, HYBRID_KEY]) {
    const to = privateKeyToAccount(key).address;
    await deployer.publicClient.request({
      method: 'anvil_setBalance',
      params: [to, toHex(10n ** 20n)],
    } as never);
    await mint(deployer, usdc, { to, units: 6_000_000_000n });
    await mint(deployer, wbtc, { to, units: 20_000_000n });
  }
  return { usdc, wbtc, router: pools.router };
};

/** A real chain with the official kit's contracts, and the built app over the running stack's database. Nobody has granted anything. */
export const buildNewDelegatedWorld = async (stack: RunningStack): Promise<NewDelegatedWorld> => {
  const anvil = await startAnvil(undefined, CHAIN_ID, ['--hardfork', 'prague', '--order', 'fifo']);
  const { rpcUrl } = anvil;
  const deployer = createDeployer({ rpcUrl });
  const kit = await deployKit(deployer);
  const contracts = await deployLocal({ rpcUrl });
  const place = { ...contracts, manager: kit.DelegationManager, entryPoint: kit.EntryPoint };
  const { factory } = await deployDelegated(deployer, place);
  const { usdc, wbtc, router } = await deployMarket({ deployer, rpcUrl }, contracts);
  const framework = frameworkOf(kit);
  const entry = delegatingChain(rpcUrl, factory, framework);
  const chain = {
    ...entry.chain,
    feeds: [usdc, wbtc].map(({ symbol, feed }) => ({
      asset: symbol,
      address: feed,
      heartbeatSeconds: DAY_SECONDS,
    })),
    tokens: [usdc, wbtc].map(({ symbol, token, decimals }) => ({
      symbol,
      address: token,
      decimals,
      feed: symbol,
    })),
    spotRouter: { router, quoteToken: usdc.token },
  };
  const sql = postgres(stack.administerUrl, { max: 1, onnotice: () => undefined });
  const ours = [EOA_KEY, HYBRID_KEY].map((key) => privateKeyToAccount(key).address.toLowerCase());
  const clear = async (): Promise<void> => {
    await sql`delete from accounts where kind = 'delegated' and guardian = any(${ours}::text[])`;
  };
  await clear();
  const server = await startWebServer({
    ...{ CHAINS: JSON.stringify({ chains: [{ ...entry, chain }] }), APP_DB_URL: stack.appDbUrl },
    ...{ BOT_SIGNER_PK: SIGNER_KEY, NEXTAUTH_SECRET: 'a secret of thirty-two characters' },
  });
  const { publicClient } = deployer;
  const cloneOf = (account: Address): Promise<Address> =>
    publicClient.readContract({ address: factory, abi: FACTORY, functionName: 'currentOf', args: [account] });
  return {
    ...{ server, sql, rpcUrl, cloneOf, chainId: CHAIN_ID, upgraded: framework.accounts.upgraded },
    found: async (account) => {
      const clone = await cloneOf(account);
      const at = { address: clone, abi: CLONE } as const;
      const holder = (await publicClient.readContract({ ...at, functionName: 'account' })).toLowerCase();
      const guardian = (await publicClient.readContract({ ...at, functionName: 'guardian' })).toLowerCase();
      await sql`
        insert into accounts (kind, chain_id, address, owner, holder, guardian, created_block, created_block_hash)
        values ('delegated', ${CHAIN_ID}, ${clone.toLowerCase()}, ${holder}, ${holder}, ${guardian}, 1, ${`0x${'1'.repeat(64)}`})`;
      return clone;
    },
    isPaused: (address) => publicClient.readContract({ address, abi: CLONE, functionName: 'paused' }),
    isDisabled: (hash) =>
      publicClient.readContract({
        ...{ address: framework.manager, abi: MANAGER, functionName: 'disabledDelegations', args: [hash] },
      }),
    stop: async () => {
      server.stop();
      await clear();
      await sql.end();
      await anvil.stop();
    },
  };
};
