import type { Hex } from 'viem';
import {
  FREE,
  type MarkedPlaced,
  type Placing,
  type Venue,
  type VenueOrderStatus,
} from '../../../lib/ledger/venue.ts';
import type { OrderBody, SignAs } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { type AskOrders, checkOrders } from './check-orders.ts';
import { ASKS_NOTHING, prepareOrders } from './prepare-orders.ts';

/** The project's own order book is a view of its journal; these are the venue's hands there. */
export type BookJournal = {
  /** Makes journaled orders visible to everybody, once; one answer each, in their order. Must not revive a closed one. */
  readonly markPlaced: (orderIds: readonly Hex[]) => Promise<Result<readonly MarkedPlaced[]>>;
  /** Takes an order out of view; false when it wasn't in view. */
  readonly hide: (orderId: Hex) => Promise<Result<boolean>>;
  readonly find: (orderId: Hex) => Promise<Result<VenueOrderStatus>>;
};

export type OrderBookPorts = {
  readonly journal: BookJournal;
  readonly askOrders: AskOrders;
  /** Null when nothing is to be signed. */
  readonly signAs: SignAs | null;
};

/** Whatever keeps the journal from answering, to the tick the venue is what is away. */
export const fromJournal = async <T>(answer: Promise<Result<T>>): Promise<Result<T>> => {
  const result = await answer;
  if (result.ok || result.error.retry.when === 'never') return result;
  return fail(
    'venue-unavailable',
    `The order book can't be reached: ${result.error.message}`,
    result.error.retry,
  );
};

/** What became of the wish to show an order, as the venue's answer. */
export const PLACINGS: Readonly<Record<MarkedPlaced, Result<Placing>>> = {
  placed: ok({ alreadyPlaced: false }),
  'already-placed': ok({ alreadyPlaced: true }),
  unknown: fail('order-unknown', 'An order must be journaled before it is shown.'),
  closed: fail('order-closed', 'The order is filled, expired or revoked, and is not shown again.'),
  halted: fail('trading-halted', 'All trading is stopped: nothing is shown.', { when: 'next-tick' }),
};

/**
 * The project's own order book, which anybody may read. It charges nothing, demands nothing of the order and needs no standing
 * allowance: the contract approves just in time.
 */
export const orderBookVenue = ({ journal, askOrders, signAs }: OrderBookPorts): Venue<OrderBody> => ({
  id: 'order-book',
  terms: async () => ok(FREE),
  prepare: (intents, observation) =>
    prepareOrders(intents, observation, { signAs, askPublicBook: ASKS_NOTHING }),
  check: (checkings, reading) => checkOrders(checkings, reading, { askOrders, publicBookOf: () => null }),
  place: async (actions) => {
    const marked = await fromJournal(journal.markPlaced(actions.map(({ id }) => id)));
    return marked.ok ? ok(marked.value.map((mark) => PLACINGS[mark])) : marked;
  },
  cancel: async ({ id }) => {
    const hidden = await fromJournal(journal.hide(id));
    return hidden.ok ? ok({ wasShown: hidden.value }) : hidden;
  },
  status: ({ id }) => fromJournal(journal.find(id)),
});
