import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCctpWorld, type CctpWorld } from '../../../e2e/support/cctp-world.ts';
import { TRANSFER_FAULTS, type TransferFault } from '../../../e2e/support/transfer-faults.ts';
import { expectedOf, runTransfer } from '../../../e2e/support/transfer-scenario.ts';
import { CRASHES } from '../../../e2e/support/worker-gate.ts';

let world: CctpWorld;
beforeAll(async () => {
  world = await buildCctpWorld();
}, 600_000);
afterAll(() => world?.stop(), 60_000);

/** Of as many points one is tried, so that a look at all faults is short: TRANSFER_POINTS_EVERY=10. */
const EVERY = Number(env.TRANSFER_POINTS_EVERY ?? 1);

/** As many writes as a worker has on its way through a fault: each is a point at which it may be stopped. */
const pointsOf = async (fault: TransferFault): Promise<number> => {
  const { points, ...outcome } = await runTransfer(world, fault, null);
  expect(outcome).toMatchObject(expectedOf(fault));
  return points;
};

describe('USDC from one chain to another, at every write of a worker', () => {
  it.each(TRANSFER_FAULTS)('comes once, though $name', { timeout: 3_600_000 }, async (fault) => {
    const points = await pointsOf(fault);
    const strange: unknown[] = [];
    let runs = 0;
    for (let point = 1; point <= points; point += EVERY)
      for (const kind of CRASHES) {
        const outcome = await runTransfer(world, fault, { point, kind });
        runs += 1;
        const expected: Record<string, unknown> = expectedOf(fault);
        const isRight = Object.entries(expected).every(
          ([name, value]) => (outcome as Record<string, unknown>)[name] === value,
        );
        if (!isRight) strange.push({ point, kind, ...outcome });
      }
    console.log(`${fault.name}: ${points} points, ${runs} runs, ${strange.length} strange`);
    expect(strange).toEqual([]);
  });
});
