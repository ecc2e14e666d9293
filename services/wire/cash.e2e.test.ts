import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CashWorker, startCashWorker } from '../../e2e/support/cash-worker.ts';
import { buildCashWorld, type CashWorld, FUNDS_UNITS } from '../../e2e/support/cash-world.ts';
import { E18 } from '../../lib/money/fixed-point.ts';

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

const moves = () =>
  world.database.admin<
    { kind: string; chain: number; status: string; received: string; why: string | null }[]
  >`
    select kind, chain_id::float8 as chain, status, received_units::text as received, why from cash_moves
    order by decision_id, move_index`;

describe("an owner's cash moves by itself", () => {
  it('what lies idle is deposited', async () => {
    const { vaults } = world.sides[0];
    const [best] = vaults;
    if (best === undefined) throw new Error('no vault');
    worker.rates.set(best.address, E18 / 20n);
    expect(await workUntil(async () => (await moves())[0]?.status === 'done')).toBe(true);
    expect(await moves()).toMatchObject([{ kind: 'deposit', chain: world.sides[0].chainId, status: 'done' }]);
    expect(await world.sides[0].usdcOf(world.sides[0].portfolio)).toBe(0n);
    expect(await worker.count()).toBeGreaterThan(FUNDS_UNITS - 10n);
  });
});
