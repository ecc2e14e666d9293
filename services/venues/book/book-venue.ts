import type { Hex } from 'viem';
import type { Venue, VenueOrderStatus } from '../../../lib/ledger/venue.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';

/** What became of the wish to show a journaled order. */
export type MarkedPlaced = 'placed' | 'already-placed' | 'unknown' | 'closed';

/** The project's own order book is a view of its journal; these are the venue's hands there. */
export type BookPorts = {
  /** Makes a journaled order publicly visible, once. Must not revive a closed one. */
  readonly markPlaced: (orderId: Hex) => Promise<Result<MarkedPlaced>>;
  /** Takes an order out of public view; false when it wasn't in view. */
  readonly hide: (orderId: Hex) => Promise<Result<boolean>>;
  readonly find: (orderId: Hex) => Promise<Result<VenueOrderStatus>>;
};

/** Whatever keeps the journal from answering, to the tick the venue is what is away. */
const fromJournal = async <T>(answer: Promise<Result<T>>): Promise<Result<T>> => {
  const result = await answer;
  if (result.ok || result.error.retry.when === 'never') return result;
  return fail(
    'venue-unavailable',
    `The order book can't be reached: ${result.error.message}`,
    result.error.retry,
  );
};

/**
 * The project's own public order book. It charges nothing, demands nothing of the order and needs no standing
 * allowance: the contract approves just in time.
 */
export const bookVenue = (ports: BookPorts): Venue => ({
  id: 'order-book',
  quote: async () => ok({ feeBps: 0, extension: '0x', needsStandingAllowance: false }),
  place: async ({ id }) => {
    const marked = await fromJournal(ports.markPlaced(id));
    if (!marked.ok) return marked;
    switch (marked.value) {
      case 'placed':
        return ok({ alreadyPlaced: false });
      case 'already-placed':
        return ok({ alreadyPlaced: true });
      case 'unknown':
        return fail('order-unknown', 'An order must be journaled before it is shown.');
      case 'closed':
        return fail('order-closed', 'The order is filled, expired or revoked, and is not shown again.');
    }
  },
  cancel: async ({ id }) => {
    const hidden = await fromJournal(ports.hide(id));
    return hidden.ok ? ok({ wasShown: hidden.value }) : hidden;
  },
  status: ({ id }) => fromJournal(ports.find(id)),
});
