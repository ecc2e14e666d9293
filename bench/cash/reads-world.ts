import { type Address, keccak256, parseAbi, toHex, zeroHash } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { type Anvil, startAnvil } from '../../e2e/support/anvil.ts';
import { createDeployer } from '../../hardhat/deploy/deploy-local.ts';
import { CASH_GUARDS } from '../../lib/cash/cash-guards.ts';
import { CASH_DEFAULTS, type CashPolicy } from '../../lib/cash/cash-policy.ts';
import type { DueCash } from '../../lib/cash/moves/due-cash.ts';
import { E18 } from '../../lib/money/fixed-point.ts';
import { createCashCall } from '../../lib/owner/cash-calls.ts';
import { chainsOfFile } from '../../services/chain-settings.ts';
import type { Log } from '../../services/log.ts';
import { Secret } from '../../services/secret.ts';
import { peekCashOwners } from '../../services/store/cash/cash-claims.ts';
import { chooseCashProfile } from '../../services/store/cash/cash-owners.ts';
import { saveVaultRates } from '../../services/store/cash/vault-rates.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { findCash } from '../../services/wire/cash/find-cash.ts';
import type { CashChainParts } from '../../services/wire/cash/see-cash.ts';
import { type ServedChain, serveChains } from '../../services/wire/served-chain.ts';
import { type InDatabase, inDatabase } from '../../services/wire/tick/bot-store.ts';
import { type CashEnd, deployCashEnd } from '../../stack/cash/cash-end.ts';
import { chainEntryOf } from '../../stack/cash/chain-entry.ts';
import { receiptOf } from '../../stack/chain/local-chain.ts';
import { portOf, startWorld } from '../tick/bench-world.ts';

export const OWNERS = 100;
export const CHAINS = 5;
export const VENUES = 20;
/** A contract lists no more. */
const LISTED = 8;
const USDC = 1_000_000n;
const HELD_UNITS = 10_000n * USDC;
const DAYS = 32;
const DAY = 86_400;

const SIGNER = privateKeyToAccount(keccak256(toHex('cash reads: signer'))).address.toLowerCase() as Address;
const ATTESTER = privateKeyToAccount(keccak256(toHex('cash reads: attester'))).address;
const LOG = { info: () => undefined, warn: () => undefined, error: () => undefined } as unknown as Log;
const mintAbi = parseAbi(['function mint(address to, uint256 amount) returns (bool)']);

type Started = { readonly end: CashEnd; readonly anvil: Anvil };

const startChain = async (index: number): Promise<Started> => {
  const chainId = 31_337 + index;
  const anvil = await startAnvil(undefined, chainId, ['--order', 'fifo']);
  const vaults = Array.from({ length: VENUES }, (_, n) => ({
    ...{ name: `Venue ${n} of ${index}`, units: 20_000_000n * USDC },
    rateE18: (E18 * BigInt(20 + ((n * 7 + index * 3) % 60))) / 1_000n,
  }));
  const end = await deployCashEnd({
    ...{ chainId, rpcUrl: anvil.rpcUrl, name: `Chain ${index}`, domain: index },
    ...{ attesters: [ATTESTER], threshold: 1, vaults },
  });
  return { end, anvil };
};

/** One owner's portfolio on a chain, with USDC in its hand. */
const openOne = async (end: CashEnd, owner: number): Promise<void> => {
  const { chainId, rpcUrl, deployer, cctp, cash } = end;
  const deployerKey = keccak256(toHex(`cash reads: owner ${owner}`));
  const wallet = createDeployer({ rpcUrl, chainId, deployerKey });
  const { address } = wallet.account;
  await deployer.publicClient.request({
    ...{ method: 'anvil_setBalance', params: [address, toHex(10n ** 21n)] },
  } as never);
  const vaults = Array.from({ length: LISTED }, (_, n) => {
    const vault = end.vaults[(owner + n * 2) % VENUES]?.address ?? cctp.usdc;
    return { vault, capBps: 10_000, rateMinUnits: USDC / 2n, rateMaxUnits: 2n * USDC };
  });
  const terms = { signer: SIGNER, guard: CASH_GUARDS.aggressive, vaults };
  const { data } = createCashCall(cash.factory, { terms, salt: zeroHash, usdc: cctp.usdc, units: 0n });
  const hash = await wallet.walletClient.sendTransaction({ to: cash.factory, data });
  const { logs } = await receiptOf(wallet.publicClient, hash);
  const portfolio = logs.map(({ topics }) => topics[1]).find((topic) => topic !== undefined);
  const paid = await deployer.walletClient.writeContract({
    ...{ address: cctp.usdc, abi: mintAbi, functionName: 'mint' },
    args: [`0x${portfolio?.slice(26)}`, HELD_UNITS],
  });
  await receiptOf(deployer.publicClient, paid);
};

const servedAt = (ends: readonly CashEnd[]): readonly ServedChain[] => {
  const read = chainsOfFile(JSON.stringify({ chains: ends.map(chainEntryOf) }));
  if (!read.ok) throw new Error(read.error.message);
  return [...serveChains(read.value, LOG).values()];
};

export type ReadsWorld = {
  readonly run: InDatabase;
  readonly log: Log;
  readonly policy: CashPolicy;
  readonly due: readonly DueCash[];
  readonly ends: readonly CashEnd[];
  /** The chains as a bot serves them, through a wire that takes so long for there and back. */
  readonly partsAt: (milliseconds: number) => Promise<readonly CashChainParts[]>;
  readonly stop: () => Promise<void>;
};

/** So many days of share prices that grew evenly, at each vault's own rate. */
const keepDays = async (run: InDatabase, { chainId, vaults }: CashEnd): Promise<void> => {
  const now = Math.floor(Date.now() / 1_000);
  for (let day = DAYS; day >= 0; day -= 1) {
    const snapshots = vaults.map(({ address: vault }, n) => {
      const yearlyE18 = (E18 * BigInt(20 + ((n * 7 + chainId) % 60))) / 1_000n;
      const grown = (yearlyE18 * BigInt(DAYS - day)) / 365n;
      return { vault, reading: { sharePriceE18: E18 + grown, tvlUnits: 20_000_000n * USDC } };
    });
    const block = { number: BigInt(DAYS - day), timeSeconds: now - day * DAY };
    const saved = await run((sql) => saveVaultRates(sql, chainId, { block, snapshots }));
    if (!saved.ok) throw new Error(saved.error.message);
  }
};

const partsOf = (served: ServedChain): CashChainParts => ({
  served,
  ring: {
    keys: { addresses: new Set([SIGNER]), unreachable: null, isOwnerKeyAllowed: false },
    signAs: () => null,
  },
});

/** Five real chains of twenty vaults, a hundred owners with a portfolio on each, and a month of rates. */
export const startReadsWorld = async (): Promise<ReadsWorld> => {
  const postgres = await startWorld();
  const database = await postgres.fresh(0, { databaseMs: 0, nodeMs: 0 } as never);
  const bot = openBotDatabase({ url: new Secret(database.dbUrl) });
  const run = inDatabase(bot);
  const started = await Promise.all(Array.from({ length: CHAINS }, (_, index) => startChain(index)));
  const ends = started.map(({ end }) => end);
  await Promise.all(
    ends.map(async (end) => {
      for (let owner = 0; owner < OWNERS; owner += 1) await openOne(end, owner);
      await keepDays(run, end);
    }),
  );
  const policy: CashPolicy = {
    ...{ ...CASH_DEFAULTS, lookEverySeconds: DAY },
    chainCaps: ends.map(({ chainId }) => ({ chainId, capBps: 10_000 })),
  };
  for (const served of servedAt(ends)) {
    const found = await findCash({ run, ...partsOf(served) }, () => false);
    if (!found.ok) throw new Error(found.error.message);
  }
  const due = await run(async (sql) => {
    const owners = await sql<{ owner: Address }[]>`
      select distinct owner from accounts where kind = 'cash' order by owner`;
    for (const { owner } of owners)
      await chooseCashProfile(sql, { owner, profile: 'aggressive', policy, actor: 'system', origin: null });
    return peekCashOwners(sql, OWNERS);
  });
  if (!due.ok || due.value.length !== OWNERS) throw new Error('not all owners were found');
  const wires: { kill: () => void }[] = [];
  return {
    ...{ run, log: LOG, policy, ends, due: due.value },
    partsAt: async (milliseconds) => {
      const reached = await Promise.all(
        ends.map(async (end) => {
          if (milliseconds === 0) return end;
          const { port: far } = new URL(end.rpcUrl);
          const { child, port } = await portOf('./slow-wire.ts', [far, String(milliseconds)]);
          wires.push({ kill: () => void child.kill() });
          return { ...end, rpcUrl: `http://127.0.0.1:${port}` };
        }),
      );
      return servedAt(reached).map(partsOf);
    },
    stop: async () => {
      for (const { kill } of wires) kill();
      await bot.close();
      await database.drop();
      await postgres.stop();
      await Promise.all(started.map(({ anvil }) => anvil.stop()));
    },
  };
};
