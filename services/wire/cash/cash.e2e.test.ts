import type { Address } from 'viem';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CashHands, type CashWorker, startCashWorker } from '../../../e2e/support/cash-worker.ts';
import {
  buildCashWorld,
  type CashSide,
  type CashWorld,
  FUNDS_UNITS,
} from '../../../e2e/support/cash-world.ts';
import { CRASHES, type Crash, openGate } from '../../../e2e/support/worker-gate.ts';
import { cashPortfolioAbi } from '../../../lib/abi/cash-portfolio-abi.ts';
import { vaultKeyOf } from '../../../lib/cash/vault-outlook.ts';
import { E18 } from '../../../lib/money/fixed-point.ts';

let world: CashWorld;
let worker: CashWorker;
beforeAll(async () => {
  world = await buildCashWorld();
  worker = await startCashWorker(world);
});
afterAll(async () => {
  await worker?.stop();
  await world?.stop();
});

const ROUNDS_MAX = 30;

/** Works until the moves of a decision are over, or a number of rounds has passed. */
const workUntil = async (isSo: () => Promise<boolean>): Promise<boolean> => {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    await worker.due();
    await worker.work();
    if (await isSo()) return true;
  }
  return false;
};

type MoveRow = {
  readonly kind: string;
  readonly chain: number;
  readonly status: string;
  readonly units: string;
  readonly received: string | null;
  readonly why: string | null;
};

const moves = () =>
  world.database.admin<MoveRow[]>`
    select kind, chain_id::float8 as chain, status, units::text, received_units::text as received, why from cash_moves
    order by decision_id, move_index`;

const isQuiet = async (): Promise<boolean> => {
  const all = await moves();
  return all.length > 0 && all.every(({ status }) => status !== 'wanted');
};

const failure = async (): Promise<string | null> => {
  const [row] = await world.database.admin<
    { code: string | null }[]
  >`select failure_code as code from cash_owners`;
  return row?.code ?? null;
};

const reasons = async (): Promise<readonly (string | null)[]> => {
  const rows = await world.database.admin<{ reason: string | null }[]>`
    select reason from cash_decisions order by id`;
  return rows.map(({ reason }) => reason);
};

/** Signed moves that the portfolios' own events tell of. */
const carriedOut = async (): Promise<readonly string[]> => {
  const told: string[] = [];
  for (const { client, portfolio } of world.sides) {
    const logs = await client.getContractEvents({
      abi: cashPortfolioAbi,
      address: portfolio,
      fromBlock: 0n,
      strict: true,
    });
    for (const { eventName, args } of logs)
      if (
        (eventName === 'Entered' || eventName === 'Left' || eventName === 'Bridged') &&
        BigInt(args.id) !== 0n
      )
        told.push(args.id);
  }
  return told.sort();
};

const vaultOf = (side: CashSide, index: number): Address => {
  const vault = side.vaults[index];
  if (vault === undefined) throw new Error('no vault');
  return vault.address;
};

const keyOf = (side: CashSide, index: number): string => vaultKeyOf(side.chainId, vaultOf(side, index));

/** What is tried here leaves chains and rows as they were. */
const aside = async (tried: () => Promise<void>): Promise<void> => {
  const { sides, database } = world;
  const rates = new Map(worker.rates);
  const snapshots = await Promise.all(sides.map(({ rpc }) => rpc('evm_snapshot')));
  const [last] = await database.admin<
    { id: string }[]
  >`select coalesce(max(id), 0)::text as id from cash_decisions`;
  try {
    await tried();
  } finally {
    worker.rates.clear();
    for (const [vault, rate] of rates) worker.rates.set(vault, rate);
    await database.admin`delete from transfers`;
    await database.admin`delete from cash_decisions where id > ${last?.id ?? '0'}`;
    await database.admin`update cash_owners set visible_at = now(), failures = 0, failure_code = null, lease_owner = null`;
    await Promise.all(sides.map(({ rpc }, index) => rpc('evm_revert', [snapshots[index]])));
  }
};

const FOURTEEN_PERCENT = (14n * E18) / 100n;

describe("an owner's cash moves by itself", () => {
  it('what lies idle is deposited', async () => {
    const [here] = world.sides;
    worker.rates.set(keyOf(here, 0), E18 / 20n);
    expect(await workUntil(isQuiet)).toBe(true);
    expect(await moves()).toMatchObject([{ kind: 'deposit', chain: here.chainId, status: 'done' }]);
    expect(await here.usdcOf(here.portfolio)).toBe(0n);
    expect(await worker.count()).toBeGreaterThan(FUNDS_UNITS - 10n);
    await world.pass(2 * 3_600);
  });

  it('a better vault on the other chain pulls money over, which is put to work there', () =>
    aside(async () => {
      const [here, there] = world.sides;
      worker.rates.set(keyOf(there, 1), FOURTEEN_PERCENT);
      const before = await worker.count();
      const isThere = async () =>
        (await isQuiet()) && (await moves()).filter(({ kind }) => kind === 'deposit').length > 1;
      expect(await workUntil(isThere)).toBe(true);
      expect(await moves()).toMatchObject([
        { kind: 'deposit', status: 'done' },
        { kind: 'redeem', chain: here.chainId, status: 'done' },
        { kind: 'bridge', chain: here.chainId, status: 'done' },
        { kind: 'deposit', chain: there.chainId, status: 'done' },
      ]);
      const [, redeem, bridge, deposit] = await moves();
      expect(BigInt(redeem?.received ?? 0)).toBeGreaterThanOrEqual(BigInt(bridge?.units ?? 0));
      expect(deposit?.units).toBe(bridge?.received);
      expect(await worker.count()).toBeGreaterThan(before - 10n);
      expect(await carriedOut()).toHaveLength(4);
    }));

  /** One more look with a world in trouble: nothing moves, and a reason is there. */
  const nothingMoves = async (): Promise<void> => {
    const before = await moves();
    for (let round = 0; round < 3; round += 1) {
      await worker.due();
      await worker.work();
    }
    expect(await moves()).toEqual(before);
  };
  const lastReason = async (): Promise<string | null> => (await reasons()).at(-1) ?? null;

  it('but nothing of a portfolio that its owner has paused', () =>
    aside(async () => {
      const [here, there] = world.sides;
      worker.rates.set(keyOf(there, 1), FOURTEEN_PERCENT);
      await here.pause();
      await nothingMoves();
      expect(await lastReason()).toBe('paused');
    }));

  it('nor out of a vault that can not be read', () =>
    aside(async () => {
      const [here, there] = world.sides;
      worker.rates.set(keyOf(there, 1), FOURTEEN_PERCENT);
      await here.breakVault(vaultOf(here, 0), 'unreadable');
      await nothingMoves();
      expect(await lastReason()).not.toBeNull();
    }));

  it('nor anything across chains while Circle does not answer', () =>
    aside(async () => {
      const [, there] = world.sides;
      worker.rates.set(keyOf(there, 1), FOURTEEN_PERCENT);
      Object.assign(world.api.fault, { current: { status: 503, body: '' } });
      try {
        await nothingMoves();
        expect(await failure()).toBe('venue-unavailable');
      } finally {
        Object.assign(world.api.fault, { current: null });
      }
      expect(await workUntil(async () => (await moves()).length > 1)).toBe(true);
    }));

  /** Works with somebody who is stopped at a point, and with another afterwards, until what was pulled over is put to work. */
  const crossWith = async (
    crash: Crash | null,
  ): Promise<{ readonly points: number; readonly died: boolean }> => {
    const gate = openGate(crash, async () => {
      await worker.due();
      await worker.work();
    });
    const gated: CashHands = {
      run: gate.run(worker.hands.run),
      clientOf: (side) => gate.client(worker.hands.clientOf(side)),
    };
    for (let round = 0; round < ROUNDS_MAX; round += 1) {
      await worker.due();
      await worker.work(gate.died() ? worker.hands : gated).catch((thrown: unknown) => {
        if (!gate.died()) throw thrown;
      });
      const all = await moves();
      if (all.length > 3 && all.every(({ status }) => status !== 'wanted')) break;
    }
    return { points: gate.points(), died: gate.died() };
  };

  it.each(
    [3, 8, 13, 18, 23, 28, 33, 38, 43, 48, 53, 58].map((point, index) => ({
      ...{ point, kind: CRASHES[index % CRASHES.length] ?? 'before' },
    })),
  )('nothing is lost or done twice, though a worker is stopped $kind its write $point', (crash) =>
    aside(async () => {
      const [, there] = world.sides;
      worker.rates.set(keyOf(there, 1), FOURTEEN_PERCENT);
      const before = await worker.count();
      const { points } = await crossWith(crash);
      expect(points).toBeGreaterThanOrEqual(crash.point);
      const all = await moves();
      expect(all.slice(1)).toMatchObject([
        { kind: 'redeem', status: 'done' },
        { kind: 'bridge', status: 'done' },
        { kind: 'deposit', status: 'done', chain: there.chainId },
      ]);
      const ids = await world.database.admin<{ id: string }[]>`select id from cash_moves order by id`;
      expect(await carriedOut()).toEqual(ids.map(({ id }) => id));
      const after = await worker.count();
      expect(after).toBeGreaterThan(before - 10n);
      // What vaults pay within the minutes that this takes is less than a dollar.
      expect(after).toBeLessThan(before + 1_000_000n);
    }),
  );
});
