import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { type Address, type Hex, keccak256, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { joinCctp } from '../../hardhat/deploy/deploy-cctp.ts';
import { createDeployer } from '../../hardhat/deploy/deploy-local.ts';
import { encodeCashPolicy } from '../../lib/cash/cash-codec.ts';
import { CASH_GUARDS } from '../../lib/cash/cash-guards.ts';
import { CASH_PRESETS, type CashPolicy, USDC } from '../../lib/cash/cash-policy.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { startAttestationFake } from '../cctp/attestation-fake.ts';
import { briefAnvilSpec } from '../chain/anvil.ts';
import { setEtherBalance } from '../chain/local-chain.ts';
import { answersRpc } from '../chain/rpc.ts';
import type { DemoOptions } from '../demo/options.mjs';
import { botSpec, type ProductPlan, webMissing, webSpec, webUrl } from '../demo/services.ts';
import { pickPort } from '../demo/start-world.ts';
import { type DatabaseUrls, prepareDatabase } from '../postgres/database.ts';
import { startPostgres } from '../postgres/postgres.ts';
import { postgresHome, removePostgresHome } from '../postgres/postgres-home.ts';
import { endLeftovers } from '../process/leftovers.ts';
import type { StackPaths } from '../process/paths.ts';
import { waitFor } from '../process/sleep.ts';
import type { Kept, Supervisor } from '../process/supervisor.ts';
import type { Say } from '../report/say.ts';
import { ownerKey, type StackKeys, stackKeys } from '../world/keys.ts';
import { type CashEnd, deployCashEnd } from './cash-end.ts';
import { chainEntryOf } from './chain-entry.ts';
import { mineBlocks } from './clock.ts';
import { createCash, type OwnedCash, testSibling } from './open-cash.ts';
import { startRatesFake } from './rates-fake.ts';

/** Two chains, one owner's USDC on both, and the product's processes on them. */
export type CashStack = {
  readonly owned: readonly [OwnedCash, OwnedCash];
  readonly owner: Address;
  /** Where the owner's key stands, for a wallet. */
  readonly ownerKeyFile: string;
  readonly policy: CashPolicy;
  readonly urls: DatabaseUrls;
  readonly keys: StackKeys;
  /** Past all row level security: the demo's own. */
  readonly sql: Sql;
  readonly webPort: number;
  readonly url: string;
  readonly env: Readonly<Record<string, string>>;
  /** Starts the bot, once there is a history to decide on. */
  readonly startBot: () => Kept;
};

export type StartCash = {
  readonly options: DemoOptions;
  readonly paths: StackPaths;
  readonly supervisor: Supervisor;
  readonly say: Say;
  /** How long ago the chains begin. */
  readonly ageSeconds: number;
};

const PORTS = { postgres: 5_433, chain: 8_545 } as const;
const PLANS = [
  { chainId: 31_337, domain: 0, name: 'Demo One', vaults: ['Harbour', 'Meadow'] },
  { chainId: 31_338, domain: 6, name: 'Demo Two', vaults: ['Quarry', 'Orchard'] },
] as const;
/** Blocks after which nothing is taken back, here. */
export const FINALITY_BLOCKS = 3;
const ATTESTERS: readonly Hex[] = [1, 2].map((n) => keccak256(toHex(`1balancer demo attester ${n}`)));
const FUNDS_UNITS = 100_000n * USDC;
/** Of each vault; ours is never a tenth of it. */
const OTHERS_UNITS = 20_000_000n * USDC;
const FIRST_RATE_E18 = 35_000_000_000_000_000n;
const ETHER = 10n ** 18n;

/** The bold preset's, on chains that no preset names, with a look at every step. */
const POLICY: CashPolicy = {
  ...CASH_PRESETS.aggressive,
  chainCaps: PLANS.map(({ chainId }) => ({ chainId, capBps: 10_000 })),
  vaultCapBps: 10_000,
};

const startEnd = async (
  { paths, supervisor, say, ageSeconds }: StartCash,
  { chainId, domain, name, vaults }: (typeof PLANS)[number],
  keys: StackKeys,
): Promise<Result<CashEnd>> => {
  const port = await pickPort(`the chain “${name}”`, PORTS.chain, say);
  const genesisSeconds = Math.floor(Date.now() / 1_000) - ageSeconds;
  mkdirSync(paths.chain, { recursive: true });
  const child = supervisor.start(
    briefAnvilSpec(paths, { name: `chain-${chainId}`, chainId, port, genesisSeconds }),
  );
  const rpcUrl = `http://127.0.0.1:${port}`;
  const ready = await waitFor(() => (child.running() ? answersRpc(rpcUrl) : false), { timeoutMs: 60_000 });
  if (ready !== true) return fail('chain-start-failed', `${name} did not start: see ${child.logFile}.`);
  const payers = [keys.deployer, keys.bot, ownerKey(keys, 0)].map((key) => privateKeyToAccount(key).address);
  for (const payer of payers) await setEtherBalance(rpcUrl, payer, 10_000n * ETHER);
  return ok(
    await deployCashEnd({
      ...{ chainId, domain, name, rpcUrl, deployerKey: keys.deployer, threshold: ATTESTERS.length },
      attesters: ATTESTERS.map((key) => privateKeyToAccount(key).address),
      vaults: vaults.map((vault) => ({ name: vault, rateE18: FIRST_RATE_E18, units: OTHERS_UNITS })),
    }),
  );
};

const startAttester = (ends: readonly CashEnd[]) =>
  startAttestationFake({
    chains: ends.map(({ cctp, deployer: { publicClient } }) => ({
      ...{ domain: cctp.domain, messageTransmitter: cctp.messageTransmitter },
      receipt: (hash) => publicClient.getTransactionReceipt({ hash }).catch(() => null),
      headNumber: () => publicClient.getBlockNumber({ cacheTime: 0 }),
    })),
    keys: ATTESTERS,
    depths: { fast: 1n, standard: BigInt(FINALITY_BLOCKS) },
    feeBps: { fast: 1.3, standard: 0 },
  });

/** By the owner's own wallet: all of the money is on the first chain, and each portfolio has tested the other. */
const openPortfolios = async (
  [first, second]: readonly [CashEnd, CashEnd],
  keys: StackKeys,
  apiUrl: string,
): Promise<readonly [OwnedCash, OwnedCash]> => {
  const signer = privateKeyToAccount(keys.bot).address;
  const create = (end: CashEnd, units: bigint): Promise<OwnedCash> => {
    const wallet = createDeployer({
      ...{ rpcUrl: end.rpcUrl, chainId: end.chainId },
      deployerKey: ownerKey(keys, 0),
    });
    const vaults = end.vaults.map(({ address: vault }) => ({
      ...{ vault, capBps: 10_000, rateMinUnits: USDC / 2n, rateMaxUnits: 2n * USDC },
    }));
    return createCash(end, wallet, { terms: { signer, guard: CASH_GUARDS.aggressive, vaults }, units });
  };
  const owned = [await create(first, FUNDS_UNITS), await create(second, 0n)] as const;
  const joining = { apiUrl, mine: mineBlocks, finalityBlocks: FINALITY_BLOCKS };
  await testSibling(owned[0], owned[1], joining);
  await testSibling(owned[1], owned[0], joining);
  return owned;
};

/** Whose USDC is moved, and how, as its owner would choose it. */
export const chooseProfile = async ({ sql, owner, policy }: CashStack): Promise<void> => {
  await sql`
    insert into cash_owners (owner, profile, policy)
    values (${owner}, 'aggressive', ${JSON.stringify(encodeCashPolicy(policy))}::text::jsonb)`;
};

const startDatabase = async (
  { paths, supervisor, say }: StartCash,
  keys: StackKeys,
): Promise<Result<DatabaseUrls>> => {
  // What is removed may hold the binaries too.
  removePostgresHome(await postgresHome(paths.postgres));
  const home = await postgresHome(paths.postgres);
  const port = await pickPort('Postgres', PORTS.postgres, say);
  const { start } = supervisor;
  const cluster = await startPostgres({ home, port, password: keys.postgresPassword, start });
  return cluster.ok
    ? prepareDatabase({ root: paths.root, cluster: cluster.value, keys, fresh: true })
    : cluster;
};

/** Makes a world of its own each time: chains, contracts, portfolios and an empty database; then the web app. */
export const startCashStack = async (start: StartCash): Promise<Result<CashStack>> => {
  const { options, paths, supervisor, say } = start;
  const missing = options.dev ? null : webMissing(paths);
  if (missing !== null) return fail('not-set-up', missing);
  const ended = await endLeftovers(paths.children);
  if (ended.length > 0) say(`Ended what a killed stack had left running: ${ended.join(', ')}.`);
  rmSync(dirname(paths.world), { recursive: true, force: true });
  mkdirSync(dirname(paths.world), { recursive: true });
  const keys = stackKeys(paths.keys);
  const urls = await startDatabase(start, keys);
  if (!urls.ok) return urls;
  const first = await startEnd(start, PLANS[0], keys);
  if (!first.ok) return first;
  const second = await startEnd(start, PLANS[1], keys);
  if (!second.ok) return second;
  const ends = [first.value, second.value] as const;
  await joinCctp(ends[0].deployer, ends[0].cctp, ends[1].cctp);
  await joinCctp(ends[1].deployer, ends[1].cctp, ends[0].cctp);
  const [api, rates] = [await startAttester(ends), await startRatesFake(ends)];
  const owned = await openPortfolios(ends, keys, api.baseUrl);
  const ownerKeyFile = join(dirname(paths.world), 'owner.key');
  writeFileSync(ownerKeyFile, `${ownerKey(keys, 0)}\n`, { mode: 0o600 });
  const env = {
    ...{ CHAINS: JSON.stringify({ chains: ends.map(chainEntryOf) }), BOT_SIGNER_PK: keys.bot },
    ...{ DB_URL: urls.value.bot, DB_DIRECT_URL: urls.value.bot, CRON_SECRET: keys.cronSecret },
    ...{ CCTP_API_URL: api.baseUrl, DEFILLAMA_API_URL: rates.baseUrl },
  };
  const webPort = await pickPort('the web app', options.port, say);
  const plan: ProductPlan = { paths, urls: urls.value, keys, webPort, dev: options.dev, reach: env };
  supervisor.keep(webSpec(plan));
  return ok({
    ...{ owned, ownerKeyFile, policy: POLICY, urls: urls.value, keys, webPort, env, url: webUrl(webPort) },
    owner: privateKeyToAccount(ownerKey(keys, 0)).address.toLowerCase() as Address,
    sql: postgres(urls.value.administer, { max: 2, prepare: false, onnotice: () => undefined }),
    startBot: () => supervisor.keep(botSpec(plan)),
  });
};
