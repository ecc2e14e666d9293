import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCctpWorld, type CctpWorld } from '../../../e2e/support/cctp-world.ts';
import { TRANSFER_FAULTS } from '../../../e2e/support/transfer-faults.ts';
import { expectedOf, runTransfer } from '../../../e2e/support/transfer-scenario.ts';
import { CRASHES } from '../../../e2e/support/worker-gate.ts';

let world: CctpWorld;
beforeAll(async () => {
  world = await buildCctpWorld();
});
afterAll(() => world?.stop());

/** Each fault meets another crash point: the whole product is the deep test's. */
describe('USDC from one chain to another', () => {
  it.each(
    TRANSFER_FAULTS.map((fault, index) => ({
      ...{ fault, name: fault.name, point: 2 + index },
      kind: CRASHES[index % CRASHES.length] ?? 'before',
    })),
  )('comes once, though $name and a worker is stopped $kind its write $point', async (trouble) => {
    const { fault, point, kind } = trouble;
    expect(await runTransfer(world, fault, { point, kind })).toMatchObject(expectedOf(fault));
  });
});

const faultOf = (name: string) => {
  const fault = TRANSFER_FAULTS.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  return fault;
};

it('books what a stranger minted as his, and sends nothing for it', async () => {
  const outcome = await runTransfer(world, faultOf('a stranger mints it'), null);
  const stranger = world.stranger(world.destination).account.address.toLowerCase();
  expect(outcome).toMatchObject({ status: 'settled', caller: stranger, mints: 1 });
});

it('has what has expired attested once more', async () => {
  const outcome = await runTransfer(world, faultOf('what was attested has expired'), null);
  expect(outcome).toMatchObject({ status: 'settled', mints: 1 });
  expect(outcome.reattested).toBeGreaterThan(0);
});
