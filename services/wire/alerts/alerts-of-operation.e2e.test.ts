import { privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertWatch, toldTo, watchAlerts } from '../../../e2e/support/alert-world.ts';
import { SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import { buildProposalWorld, type ProposalWorld } from '../../../e2e/support/proposal-world.ts';

// What goes wrong with what the bot runs on, brought about on the chain and in the database, and told to operators by webhook.

const SIGNER = privateKeyToAccount(SIGNER_KEY).address;
const TEN_ETHER = '0x8ac7230489e80000';

let world: ProposalWorld;
let watch: AlertWatch;
beforeAll(async () => {
  world = await buildProposalWorld(400n);
  await world.setRouter(true);
  watch = await watchAlerts(world);
});
afterAll(async () => {
  await watch?.close();
  await world?.stop();
});

const of = (kind: string): readonly string[] =>
  toldTo(watch.operators).filter((told) => told.startsWith(kind));

describe('SIGNER_LOW_GAS', () => {
  it('is told once the signer was drained and a swap is wanted, and passes when it can pay again', async () => {
    await world.rpc('anvil_setBalance', [SIGNER, '0x0']);
    await watch.tick();
    expect(of('SIGNER_LOW_GAS')).toEqual(['SIGNER_LOW_GAS raised']);
    expect(watch.operators.taken.at(-1)?.sentence).toBe(
      `${SIGNER.toLowerCase()} can’t pay for gas on chain 31337.`,
    );
    await world.mine(1);
    await watch.tick();
    expect(of('SIGNER_LOW_GAS')).toHaveLength(1);
    await world.rpc('anvil_setBalance', [SIGNER, TEN_ETHER]);
    for (let looks = 0; looks < 3; looks += 1) {
      await world.mine(2);
      await watch.tick();
    }
    expect(of('SIGNER_LOW_GAS')).toEqual(['SIGNER_LOW_GAS raised', 'SIGNER_LOW_GAS recovered']);
  });
});

describe('LEASE_XMIN_HELD', () => {
  /** Nobody waits ten minutes: the clock by which the database tells a transaction's age is put ahead by as much. */
  const tenMinutesAhead = () =>
    world.database.admin.unsafe(`
    do $$ begin execute replace(pg_get_functiondef('oldest_transaction_seconds()'::regprocedure),
      'clock_timestamp()', '(clock_timestamp() + interval ''10 minutes'')'); end $$`);

  it('is told while another client holds a transaction open, and passes when it ends', async () => {
    await tenMinutesAhead();
    await watch.tick();
    expect(of('LEASE_XMIN_HELD')).toEqual([]);
    const other = await world.database.admin.reserve();
    await other`begin`;
    await other`select count(*) from leases`;
    await watch.tick();
    await watch.tick();
    expect(of('LEASE_XMIN_HELD')).toEqual(['LEASE_XMIN_HELD raised']);
    expect(watch.operators.taken.at(-1)?.sentence).toBe('A transaction has been open for 10 minutes.');
    await other`rollback`;
    other.release();
    await watch.tick();
    expect(of('LEASE_XMIN_HELD')).toEqual(['LEASE_XMIN_HELD raised', 'LEASE_XMIN_HELD recovered']);
  });
});
