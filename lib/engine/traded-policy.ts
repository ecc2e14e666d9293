import type { Policy } from './policy.ts';
import type { Account } from './snapshot.ts';

/**
 * A policy as an account of this kind is traded by. One that trades by its delegations makes no orders that others fill, whatever its policy
 * names: its one venue is the proposal.
 */
export const tradedPolicy = (kind: Account['kind'], policy: Policy): Policy => {
  const { orderTerms } = policy;
  if (kind !== 'delegated' || (orderTerms.venue === 'proposal' && orderTerms.immediate === null))
    return policy;
  return { ...policy, orderTerms: { ...orderTerms, venue: 'proposal', immediate: null } };
};
