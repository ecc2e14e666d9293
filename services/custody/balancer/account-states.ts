import type { Address } from 'viem';
import type { AccountState } from '../../../lib/ledger/chain-facts.ts';
import type { BatchReading } from '../../../lib/ledger/look.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { accountState, soundReading } from './account-reading.ts';
import type { BalancerPorts } from './balancer-ports.ts';

type StatePorts = Pick<BalancerPorts, 'chain'>;

/** One by one, the contracts whose assets keep the lens from reading them. */
const statesByGetters = async (
  { chain }: StatePorts,
  addresses: readonly Address[],
  { block, timeIsUp }: BatchReading,
): Promise<readonly AccountState[]> => {
  const states: AccountState[] = [];
  for (const address of addresses) {
    if (timeIsUp()) break;
    const state = await chain.readAccount(address, block);
    if (state.ok) states.push(state.value);
  }
  return states;
};

/** What contracts say of themselves, through the lens or, where their assets keep it from answering, by their getters. */
export const statesOf = async (
  ports: StatePorts,
  addresses: readonly Address[],
  reading: BatchReading,
): Promise<Result<readonly AccountState[]>> => {
  const read = await ports.chain.readFleet(addresses, reading);
  if (!read.ok) return read;
  const readings = read.value.map(soundReading);
  const blocked = addresses.filter((_, index) => {
    const each = readings[index];
    return each !== undefined && !each.ok && each.error.code !== 'not-reached';
  });
  const others = await statesByGetters(ports, blocked, reading);
  return ok([...readings.flatMap((each) => (each.ok ? [accountState(each.value)] : [])), ...others]);
};
