import type { Policy } from './policy.ts';
import type { Account } from './snapshot.ts';
import type { VenueId } from './venue-id.ts';

const ONE_VENUE: Readonly<Record<Account['kind'], VenueId | null>> = {
  balancer: null,
  delegated: 'proposal',
  intents: 'intents',
};

/**
 * A policy as an account of this kind is traded by. One that trades by its delegations, and one inside the verifier, make no orders that
 * others fill, whatever their policy names: each has one venue.
 */
export const tradedPolicy = (kind: Account['kind'], policy: Policy): Policy => {
  const { orderTerms } = policy;
  const venue = ONE_VENUE[kind];
  if (venue === null || (orderTerms.venue === venue && orderTerms.immediate === null)) return policy;
  return { ...policy, orderTerms: { ...orderTerms, venue, immediate: null } };
};
