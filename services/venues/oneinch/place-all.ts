import type { Address, Hex } from 'viem';
import type { Action } from '../../../lib/ledger/action.ts';
import type { Placing, PlacingState } from '../../../lib/ledger/venue.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { type BookJournal, fromJournal, PLACINGS } from '../order-book/order-book-venue.ts';
import type { OrderbookClient, ShownOrder } from './orderbook-client.ts';
import { asSent } from './same-order.ts';

/** The journal, as it is asked before a stranger is shown what it holds. */
export type ShowingJournal = BookJournal & {
  /** Whether each order may be shown now; one answer each, in their order. Changes nothing. */
  readonly placeable: (orderIds: readonly Hex[]) => Promise<Result<readonly PlacingState[]>>;
};

type Ports = { readonly orderbook: OrderbookClient; readonly journal: ShowingJournal };
type Listed = ReadonlyMap<Hex, ShownOrder>;

const SHOWN = ok(null);

/** What 1inch shows of each maker already: an earlier attempt may have got through though its answer was lost. */
const listedOf = async (
  makers: ReadonlySet<Address>,
  { orderbook }: Pick<Ports, 'orderbook'>,
): Promise<Result<Listed>> => {
  const listed = new Map<Hex, ShownOrder>();
  for (const maker of makers) {
    const orders = await orderbook.listLive(maker);
    if (!orders.ok) return orders;
    for (const order of orders.value) listed.set(order.orderHash, order);
  }
  return ok(listed);
};

/** A refused order may be there all the same: sent twice, it is refused the second time. */
const despiteRefusal = async (
  { body }: Action<OrderBody>,
  { orderbook }: Pick<Ports, 'orderbook'>,
  why: string,
): Promise<Result<null>> => {
  const found = await orderbook.find(body.orderHash);
  if (!found.ok) return found;
  if (found.value === null)
    return fail('venue-refused', `1inch does not take the order: ${why}.`, { when: 'next-tick' });
  const same = asSent(body, found.value);
  if (!same.ok) return same;
  return found.value.isLive
    ? SHOWN
    : fail('order-closed', 'The order is filled, expired or revoked, and is not shown again.');
};

const showOne = async (action: Action<OrderBody>, ports: Ports, listed: Listed): Promise<Result<null>> => {
  const there = listed.get(action.body.orderHash);
  if (there !== undefined) {
    const same = asSent(action.body, there);
    return same.ok ? SHOWN : same;
  }
  const submitted = await ports.orderbook.submit(action.body);
  if (!submitted.ok) return submitted;
  return submitted.value.taken ? SHOWN : despiteRefusal(action, ports, submitted.value.why);
};

/**
 * Hands journaled orders to 1inch and notes in the journal which it shows. One that is lost between the two is found in the list by the next
 * attempt, and so is one whose answer was lost.
 */
export const placeAll = async (
  actions: readonly Action<OrderBody>[],
  ports: Ports,
): Promise<Result<readonly Result<Placing>[]>> => {
  const { journal } = ports;
  const states = await fromJournal(journal.placeable(actions.map(({ id }) => id)));
  if (!states.ok) return states;
  const wanted = actions.filter((_, index) => states.value[index] === 'placeable');
  const listed = await listedOf(new Set(wanted.map(({ account }) => account)), ports);
  if (!listed.ok) return listed;
  const shown = new Map<Hex, Result<null>>();
  for (const action of wanted) shown.set(action.id, await showOne(action, ports, listed.value));
  const shownIds = wanted.flatMap(({ id }) => (shown.get(id)?.ok === true ? [id] : []));
  const marked = await fromJournal(journal.markPlaced(shownIds));
  if (!marked.ok) return marked;
  const marks = new Map(shownIds.map((id, index) => [id, marked.value[index] ?? 'unknown']));
  return ok(
    actions.map(({ id }, index): Result<Placing> => {
      const state = states.value[index] ?? 'unknown';
      if (state !== 'placeable') return PLACINGS[state];
      const one = shown.get(id);
      return one?.ok === false ? one : PLACINGS[marks.get(id) ?? 'unknown'];
    }),
  );
};
