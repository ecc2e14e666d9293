import type { Custody } from '../../../lib/ledger/custody.ts';
import { ok } from '../../../lib/result.ts';
import { readableAccount } from './account-reading.ts';
import { statesOf } from './account-states.ts';
import type { BalancerPorts } from './balancer-ports.ts';
import { readRange } from './read-range.ts';

/** Our own contracts: read through the lens, all at one block, and settled by the logs of their factory, of themselves and of their tokens. */
export const balancerCustody = (ports: BalancerPorts): Custody => ({
  read: async (addresses, reading) => {
    const read = await ports.chain.readFleet(addresses, reading);
    return read.ok ? ok(read.value.map((answer) => readableAccount(ports.chainId, answer))) : read;
  },
  settle: (range) => readRange(ports, range),
  states: (addresses, block, timeIsUp) =>
    statesOf(ports, addresses, { block, suspects: new Set(), timeIsUp }),
});
