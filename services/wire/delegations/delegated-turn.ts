import type { Settled } from '../../../lib/ledger/chain-facts.ts';
import type { Result } from '../../../lib/result.ts';
import type { Parts } from '../tick/tick-ports.ts';
import { findDelegated } from './find-delegated.ts';
import { seeDelegations } from './see-delegations.ts';

/**
 * Settles a chain with what accounts trade by their delegations beside it: before, finds their contracts, so that the index follows them;
 * after, tries what they have granted, so that all is decided on what the head says. Neither keeps others waiting: where one fails, it is told,
 * and what was known before stands. The contract refuses what no longer holds.
 */
export const settleWithDelegations = async (
  parts: Parts,
  settleAll: (timeIsUp: () => boolean) => Promise<Result<Settled>>,
  timeIsUp: () => boolean,
): Promise<Result<Settled>> => {
  const { served, run, log } = parts;
  const { chainId, delegated, batching } = served;
  if (delegated === null) return settleAll(timeIsUp);
  const found = await findDelegated(parts, timeIsUp);
  if (!found.ok) log.warn({ chainId, code: found.error.code }, 'delegated-not-found');
  const settled = await settleAll(timeIsUp);
  if (!settled.ok || settled.value.state === 'lagging') return settled;
  const see = { run, chainId, batching, contracts: delegated };
  const seen = await seeDelegations(see, settled.value.head, timeIsUp);
  if (!seen.ok) log.warn({ chainId, code: seen.error.code }, 'delegations-not-seen');
  else if (seen.value.length > 0) log.info({ chainId, changed: seen.value.length }, 'delegations-changed');
  return settled;
};
