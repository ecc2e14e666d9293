import type { Address } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CashWorker, startCashWorker } from '../../../e2e/support/cash-worker.ts';
import { buildCashWorld, type CashSide, type CashWorld } from '../../../e2e/support/cash-world.ts';
import { cashPortfolioAbi } from '../../../lib/abi/cash-portfolio-abi.ts';
import { vaultKeyOf } from '../../../lib/cash/vault-outlook.ts';
import { vaultMoveCalldata } from '../../../lib/ledger/cash-call.ts';
import { E18 } from '../../../lib/money/fixed-point.ts';
import { moveTypedData } from '../../../lib/orders/cash-move-typed-data.ts';
import { simulateCall } from '../../chain/simulate-call.ts';

const DAY = 86_400;
const LEFT_ALONE_DAYS = 20;
/** What all vaults pay a year: 3 bps a day, of the 10 that a mark may rise by. */
const ELEVEN_PERCENT = (11n * E18) / 100n;
/** What draws the money from the first vault to the second. */
const FOURTEEN_PERCENT = (14n * E18) / 100n;

let world: CashWorld;
let worker: CashWorker;
let here: CashSide;
let north: Address;
let south: Address;
beforeAll(async () => {
  world = await buildCashWorld();
  worker = await startCashWorker(world);
  [here] = world.sides;
  const [first, second] = here.vaults;
  if (first === undefined || second === undefined) throw new Error('no vaults');
  [north, south] = [first.address, second.address];
  for (const side of world.sides)
    for (const { address } of side.vaults) await side.setRate(address, ELEVEN_PERCENT);
  worker.rates.set(vaultKeyOf(here.chainId, north), E18 / 20n);
  expect(await workUntil(async () => (await done()) === 1 && (await isQuiet()))).toBe(true);
});
afterAll(async () => {
  await worker?.stop();
  await world?.stop();
});

/** Works until something is so, or a number of rounds has passed. */
const workUntil = async (isSo: () => Promise<boolean>, rounds = 8): Promise<boolean> => {
  for (let round = 0; round < rounds; round += 1) {
    await worker.due();
    await worker.work();
    if (await isSo()) return true;
  }
  return false;
};

const count = async (rows: Promise<readonly { n: number }[]>): Promise<number> => (await rows)[0]?.n ?? 0;
const done = () =>
  count(world.database.admin`select count(*)::int as n from cash_moves where status = 'done'`);
const wanted = () => count(world.database.admin`select count(*)::int as n from cash_moves`);
const pokesOpen = () =>
  count(world.database.admin`
    select count(*)::int as n from calls where poked_vault is not null and status in ('wanted', 'pending')`);
const pokesOf = (vault: Address) =>
  count(world.database.admin`
    select count(*)::int as n from calls where poked_vault = ${vault} and status = 'done' and chain_id = ${here.chainId}`);

const isQuiet = async (): Promise<boolean> => (await pokesOpen()) === 0;

/** So many days go by, and on the last one the bot looks until it has poked. */
const lookAfter = async (days: number): Promise<void> => {
  const before = await pokesOf(south);
  await world.pass(days * DAY);
  expect(await workUntil(async () => (await pokesOf(south)) > before && (await isQuiet()))).toBe(true);
};

/** By how many basis points a vault is ahead of its mark. */
const lagBps = async (vault: Address): Promise<number> => {
  const at = { abi: cashPortfolioAbi, address: here.portfolio } as const;
  const [, , vaults] = await here.client.readContract({ ...at, functionName: 'look' });
  const seen = vaults.find((one) => one.vault.toLowerCase() === vault);
  if (seen === undefined) throw new Error('not listed');
  return Number(((seen.live - seen.mark) * 10_000n) / seen.mark);
};

/** What the portfolio says to 1,000 dollars for a vault, signed and sent right now; null = it takes them. */
const refusalOfDeposit = async (vault: Address): Promise<string | null> => {
  const { client, chainId, portfolio } = here;
  const block = await client.getBlock();
  const generation = await client.readContract({
    ...{ abi: cashPortfolioAbi, address: portfolio, functionName: 'generation' },
  });
  const words = { kind: 'Deposit', vault, assets: 1_000_000_000n, minShares: 1n } as const;
  const terms = { nonce: 999n, generation, deadline: Number(block.timestamp) + 600 };
  const key = privateKeyToAccount(world.signerKey);
  const signature = await key.signTypedData(moveTypedData(words, { chainId, portfolio }, terms));
  const call = {
    sender: world.signer,
    target: portfolio,
    data: vaultMoveCalldata({ words, terms, signature }),
  };
  const asked = await simulateCall(client, call, block);
  if (!asked.ok) throw new Error(asked.error.message);
  return asked.value;
};

/** What is tried here leaves chains and rows as they were. */
const aside = async (tried: () => Promise<void>): Promise<void> => {
  const kept = await world.database.admin<
    { id: string }[]
  >`select id from calls where poked_vault is not null order by id`;
  const snapshots = await Promise.all(world.sides.map(({ rpc }) => rpc('evm_snapshot')));
  try {
    await tried();
  } finally {
    worker.rates.delete(vaultKeyOf(here.chainId, south));
    await world.database
      .admin`delete from calls where poked_vault is not null and id <> all(${kept.map(({ id }) => id)})`;
    await world.database.admin`delete from cash_decisions where id > (select min(id) from cash_decisions)`;
    await Promise.all(world.sides.map(({ rpc }, index) => rpc('evm_revert', [snapshots[index]])));
  }
};

it(
  'a vault that is left alone takes nothing, nothing is redeemed for it, and once its mark has caught up it takes all',
  () =>
    aside(async () => {
      worker.rates.set(vaultKeyOf(here.chainId, south), FOURTEEN_PERCENT);
      await here.fund(1_000_000_000n);
      await lookAfter(LEFT_ALONE_DAYS);
      // 60 bps ahead, of which the first poke has made good 10.
      expect([await wanted(), await lagBps(south)]).toEqual([1, 50]);
      expect(await refusalOfDeposit(south)).toMatch(/lose/);
      let days = 0;
      for (; days < 10 && (await wanted()) === 1; days += 1) await lookAfter(1);
      // Each day makes good 10 and brings 3 anew, and 25 may be lost.
      expect(days).toBe(4);
      expect(await workUntil(async () => (await done()) >= 3)).toBe(true);
    }),
  180_000,
);

it(
  'a vault whose mark the bot has raised every day takes at once what it is given',
  () =>
    aside(async () => {
      const before = await pokesOf(south);
      for (let day = 0; day < LEFT_ALONE_DAYS; day += 1) await lookAfter(1);
      expect(await pokesOf(north)).toBe(await pokesOf(south));
      expect(await pokesOf(south)).toBe(before + LEFT_ALONE_DAYS);
      expect(await lagBps(south)).toBe(0);
      await here.fund(1_000_000_000n);
      expect(await refusalOfDeposit(south)).toBeNull();
      worker.rates.set(vaultKeyOf(here.chainId, south), FOURTEEN_PERCENT);
      expect(await workUntil(async () => (await done()) >= 3)).toBe(true);
    }),
  240_000,
);
