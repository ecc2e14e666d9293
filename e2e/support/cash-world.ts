import { type Address, type Hex, keccak256, type PublicClient, toHex } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { joinCctp } from '../../hardhat/deploy/deploy-cctp.ts';
import { createDeployer } from '../../hardhat/deploy/deploy-local.ts';
import { CASH_GUARDS } from '../../lib/cash/cash-guards.ts';
import { CASH_DEFAULTS, type CashPolicy } from '../../lib/cash/cash-policy.ts';
import type { CashTerms } from '../../lib/owner/cash-calls.ts';
import { pauseCall } from '../../lib/owner/owner-call.ts';
import { readHead } from '../../services/chain/chain-client.ts';
import { readVaults } from '../../services/chain/read-vaults.ts';
import { saveVaultRates } from '../../services/store/cash/vault-rates.ts';
import { createTestDatabase, type TestDatabase } from '../../services/store/testing/test-database.ts';
import {
  type CashEnd,
  deployCashEnd,
  loseOfVault,
  mintUsdc,
  refreshFeeds,
  sendAs,
  setVaultRate,
  usdcOf,
} from '../../stack/cash/cash-end.ts';
import { chainEntryOf } from '../../stack/cash/chain-entry.ts';
import { createCash, type OwnedCash, openSibling, testSibling } from '../../stack/cash/open-cash.ts';
import { startRatesFake } from '../../stack/cash/rates-fake.ts';
import type { AttestationFake } from '../../stack/cctp/attestation-fake.ts';
import type { FakeServer } from '../../stack/process/fake-server.ts';
import { type Anvil, startAnvil } from './anvil.ts';
import { ATTESTERS, FINALITY_BLOCKS, startApi, THRESHOLD } from './cctp-world.ts';

/** One of the two chains, and the owner's portfolio there. */
export type CashSide = CashEnd &
  Pick<OwnedCash, 'portfolio' | 'wallet'> & {
    readonly anvil: Anvil;
    readonly client: PublicClient;
    readonly rpc: (method: string, params?: readonly unknown[]) => Promise<unknown>;
    readonly mine: (blocks: number) => Promise<void>;
    readonly usdcOf: (holder: Address) => Promise<bigint>;
    readonly fund: (units: bigint) => Promise<void>;
    /** Simple, a year, in 18 decimals, from now on. */
    readonly setRate: (vault: Address, rateE18: bigint) => Promise<void>;
    /** It answers nothing any more, or its shares are suddenly worth 1 % less. */
    readonly breakVault: (vault: Address, how: 'unreadable' | 'below-mark') => Promise<void>;
    /** By the owner: no signed move is carried out. */
    readonly pause: () => Promise<void>;
  };

export type CashWorld = {
  readonly sides: readonly [CashSide, CashSide];
  readonly database: TestDatabase;
  /** Circle's, and DefiLlama's. */
  readonly api: AttestationFake;
  readonly rates: FakeServer;
  readonly owner: Address;
  readonly ownerKey: Hex;
  readonly signer: Address;
  readonly signerKey: Hex;
  /** By which the owner's USDC is moved; the chains' ids are no main nets', so no preset names them. */
  readonly policy: CashPolicy;
  /** What a bot is told: CHAINS, keys, services. */
  readonly env: Readonly<Record<string, string>>;
  /** Time goes on so far on both chains. */
  readonly pass: (seconds: number) => Promise<void>;
  /** Whole days go by; at the end of each the vaults' share prices are kept as ticks keep them. */
  readonly live: (days: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

const OWNER_KEY = keccak256(toHex('cash world: owner'));
const SIGNER_KEY = keccak256(toHex('cash world: signer'));
const PLANS = [
  { chainId: 31_337, domain: 0, name: 'First' },
  { chainId: 31_338, domain: 6, name: 'Second' },
] as const;
/** 4 % in all of them: nothing is better anywhere. */
export const EVEN_RATE_E18 = 40_000_000_000_000_000n;
const USDC = 1_000_000n;
/** Of each vault: none of ours is a tenth of it. */
const OTHERS_UNITS = 20_000_000n * USDC;
export const FUNDS_UNITS = 100_000n * USDC;
const HOUR = 3_600;
const DAY = 24 * HOUR;
/** Chains begin so long ago, that their time stays before the machine's. */
const AGE_SECONDS = 200 * DAY;

const WORLD_POLICY: CashPolicy = {
  ...CASH_DEFAULTS,
  lookEverySeconds: 6 * HOUR,
  chainCaps: PLANS.map(({ chainId }) => ({ chainId, capBps: 10_000 })),
};

/** Any rate between half and twice of what a share is worth at first. */
const termsOf = ({ vaults }: CashEnd, signer: Address): CashTerms => ({
  ...{ signer, guard: CASH_GUARDS.aggressive },
  vaults: vaults.map(({ address: vault }) => ({
    ...{ vault, capBps: 10_000, rateMinUnits: USDC / 2n, rateMaxUnits: 2n * USDC },
  })),
});

type Started = { readonly end: CashEnd; readonly anvil: Anvil };

const start = async ({ chainId, domain, name }: (typeof PLANS)[number]): Promise<Started> => {
  const begun = String(Math.floor(Date.now() / 1_000) - AGE_SECONDS);
  const anvil = await startAnvil(undefined, chainId, ['--order', 'fifo', '--timestamp', begun]);
  const vaults = ['North', 'South'].map((vault) => ({
    ...{ name: `${vault} of ${name}`, rateE18: EVEN_RATE_E18, units: OTHERS_UNITS },
  }));
  const attesters = ATTESTERS.map((key) => privateKeyToAccount(key).address);
  const { rpcUrl } = anvil;
  const end = await deployCashEnd({
    ...{ chainId, domain, name, rpcUrl, attesters, threshold: THRESHOLD, vaults },
  });
  return { end, anvil };
};

const rpcOf = ({ deployer }: CashEnd) => {
  const rpc = (method: string, params: readonly unknown[] = []): Promise<unknown> =>
    deployer.publicClient.request({ method, params } as never);
  return {
    rpc,
    mine: async (blocks: number): Promise<void> => {
      await rpc('anvil_mine', [toHex(blocks)]);
    },
    pass: async (seconds: number): Promise<void> => {
      await rpc('evm_increaseTime', [toHex(seconds)]);
      await rpc('anvil_mine', ['0x1']);
    },
  };
};

const sideOf = ({ end, anvil }: Started, { portfolio, wallet }: OwnedCash): CashSide => {
  const { rpc, mine } = rpcOf(end);
  return {
    ...{ ...end, anvil, portfolio, wallet, rpc, mine, client: end.deployer.publicClient },
    usdcOf: (holder) => usdcOf(end, holder),
    fund: (units) => mintUsdc(end, portfolio, units),
    setRate: (vault, rateE18) => setVaultRate(end, vault, rateE18),
    breakVault: async (vault, how) => {
      if (how === 'below-mark') await loseOfVault(end, vault, 100n);
      else await rpc('anvil_setCode', [vault, '0x5f5ffd']);
    },
    pause: async () => {
      await sendAs(wallet, pauseCall(portfolio));
    },
  };
};

/** An owner's portfolio, from nothing to one that may be bridged from and to. */
const openBoth = async (
  ends: readonly [CashEnd, CashEnd],
  apiUrl: string,
  pass: (seconds: number) => Promise<void>,
): Promise<readonly [OwnedCash, OwnedCash]> => {
  const signer = privateKeyToAccount(SIGNER_KEY).address;
  const open = async (end: CashEnd, units: bigint): Promise<OwnedCash> => {
    const { chainId, rpcUrl } = end;
    const wallet = createDeployer({ rpcUrl, chainId, deployerKey: OWNER_KEY });
    for (const { address } of [wallet.account, { address: signer }])
      await rpcOf(end).rpc('anvil_setBalance', [address, toHex(10n ** 21n)]);
    return createCash(end, wallet, { terms: termsOf(end, signer), units });
  };
  const [first, second] = await Promise.all([open(ends[0], FUNDS_UNITS), open(ends[1], 0n)]);
  const mine = (end: CashEnd, blocks: number) => rpcOf(end).mine(blocks);
  const joining = { apiUrl, mine, finalityBlocks: FINALITY_BLOCKS };
  await testSibling(first, second, joining);
  await testSibling(second, first, joining);
  await pass(HOUR);
  await openSibling(first, second);
  await openSibling(second, first);
  return [first, second];
};

const keepRatesOf = async (end: CashEnd, { admin }: TestDatabase): Promise<void> => {
  const { chainId, cctp, deployer } = end;
  const { vaults } = chainEntryOf(end).chain;
  const head = await readHead(deployer.publicClient);
  if (!head.ok) throw new Error(head.error.message);
  const read = await readVaults(deployer.publicClient, { vaults, usdc: cctp.usdc }, head.value.number);
  if (!read.ok) throw new Error(read.error.message);
  const snapshots = read.value.flatMap(({ vault, reading }) =>
    reading.ok ? [{ vault, reading: reading.value }] : [],
  );
  await admin.begin((sql) => saveVaultRates(sql, chainId, { block: head.value, snapshots }));
};

/**
 * Two real chains with Circle's local contracts, two vaults each, and one owner's USDC on both: tested siblings that are open, 100,000 USDC
 * in the first one's hand. Nothing of it is in the database yet but the rates of what {@link CashWorld.live} lets pass.
 */
export const buildCashWorld = async (): Promise<CashWorld> => {
  const [one, other, database] = await Promise.all([
    ...([start(PLANS[0]), start(PLANS[1])] as const),
    createTestDatabase(),
  ]);
  const ends = [one.end, other.end] as const;
  await joinCctp(one.end.deployer, one.end.cctp, other.end.cctp);
  await joinCctp(other.end.deployer, other.end.cctp, one.end.cctp);
  const api = await startApi(ends.map(({ deployer, cctp }) => ({ client: deployer.publicClient, cctp })));
  const rates = await startRatesFake(ends);
  const pass = async (seconds: number): Promise<void> => {
    for (const end of ends) await rpcOf(end).pass(seconds);
  };
  const owned = await openBoth(ends, api.baseUrl, pass);
  const CHAINS = JSON.stringify({ chains: ends.map(chainEntryOf) });
  return {
    sides: [sideOf(one, owned[0]), sideOf(other, owned[1])],
    ...{ database, api, rates, pass, policy: WORLD_POLICY },
    ...{ owner: owned[0].wallet.account.address.toLowerCase() as Address, ownerKey: OWNER_KEY },
    ...{ signer: privateKeyToAccount(SIGNER_KEY).address.toLowerCase() as Address, signerKey: SIGNER_KEY },
    env: {
      ...{ CHAINS, BOT_SIGNER_PK: SIGNER_KEY, DB_URL: database.urls.bot.reveal() },
      ...{ CCTP_API_URL: api.baseUrl, DEFILLAMA_API_URL: rates.baseUrl, LOG_LEVEL: 'silent' },
    },
    live: async (days) => {
      for (let day = 0; day < days; day += 1) {
        await pass(DAY);
        await Promise.all(ends.map((end) => keepRatesOf(end, database)));
      }
      for (const end of ends) await refreshFeeds(end);
    },
    stop: async () => {
      await api.close();
      await rates.close();
      await database.drop();
      await Promise.all([one, other].map(({ anvil }) => anvil.stop()));
    },
  };
};
