/** Where an order stands; the words of the orders table. */
export const ORDER_STATUSES = [
  'signed',
  'open',
  'partially-filled',
  'filled',
  'expired',
  'cancelled',
  'superseded',
  'unfillable',
  'rejected',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Statuses in which somebody may still fill the order, so that no second order may be signed for its leg. */
export const LIVE_ORDER_STATUSES = [
  'signed',
  'open',
  'partially-filled',
  'unfillable',
] as const satisfies readonly OrderStatus[];

/** What of an order its life is about; a placed action is one. */
export type OrderState = {
  readonly status: OrderStatus;
  /** When a venue first showed it to takers; null before. */
  readonly placedAtMicros: bigint | null;
  readonly filledSellUnits: bigint;
  readonly body: { readonly order: { readonly makingAmount: bigint } };
};

/** What can happen to an order. Facts of the chain must come from a block the index has settled. */
export type OrderEvent =
  /** A venue shows it, or already did. */
  | { readonly kind: 'placed'; readonly atMicros: bigint }
  /** Every venue refused it for good. */
  | { readonly kind: 'refused' }
  /** The sum of all fills on the chain as it is now; falls when a reorganisation removes one. */
  | { readonly kind: 'filled-to'; readonly filledSellUnits: bigint }
  /** A settled block's time is past its expiry. */
  | { readonly kind: 'expired' }
  /** The protocol reports it cancelled, or its epoch or nonce revoked. */
  | { readonly kind: 'cancelled' }
  /** The contract's generation has moved on. */
  | { readonly kind: 'superseded' }
  /** It can't be filled for now (balance, allowance, a feed). */
  | { readonly kind: 'unfillable' }
  | { readonly kind: 'fillable' }
  /** A reorganisation undid the fact that closed it. */
  | { readonly kind: 'reopened' };

export type LiveOrderStatus = (typeof LIVE_ORDER_STATUSES)[number];

export const isLive = (status: OrderStatus): status is LiveOrderStatus =>
  (LIVE_ORDER_STATUSES as readonly OrderStatus[]).includes(status);

const openStatus = (state: Omit<OrderState, 'status'>): OrderStatus => {
  if (state.filledSellUnits > 0n) return 'partially-filled';
  return state.placedAtMicros === null ? 'signed' : 'open';
};

const filledTo = <State extends OrderState>(state: State, filledSellUnits: bigint): State => {
  const { makingAmount } = state.body.order;
  if (filledSellUnits < 0n || filledSellUnits > makingAmount)
    throw new RangeError(`filled ${filledSellUnits} of ${makingAmount}`);
  const next = { ...state, filledSellUnits };
  // Even an order we gave up counts as filled when the chain says so: the chain is the truth.
  if (filledSellUnits === makingAmount) return { ...next, status: 'filled' };
  if (state.status === 'filled') return { ...next, status: openStatus(next) };
  if (state.status === 'unfillable' || !isLive(state.status)) return next;
  return { ...next, status: openStatus(next) };
};

const close = <State extends OrderState>(state: State, status: OrderStatus): State =>
  isLive(state.status) ? { ...state, status } : state;

/**
 * The next state after an event. Total and idempotent: the same event twice changes nothing more. The first fact that
 * closes an order names why; after that only a fill of all of it, or `reopened`, moves it.
 */
export const afterOrderEvent = <State extends OrderState>(state: State, event: OrderEvent): State => {
  switch (event.kind) {
    case 'placed': {
      const placed = { ...state, placedAtMicros: state.placedAtMicros ?? event.atMicros };
      return state.status === 'signed' ? { ...placed, status: openStatus(placed) } : placed;
    }
    case 'refused':
      // Once shown somewhere it can be filled, whatever another venue says.
      return state.placedAtMicros !== null || state.filledSellUnits > 0n ? state : close(state, 'rejected');
    case 'filled-to':
      return filledTo(state, event.filledSellUnits);
    case 'expired':
    case 'cancelled':
    case 'superseded':
      return close(state, event.kind);
    case 'unfillable':
      return state.placedAtMicros === null ? state : close(state, 'unfillable');
    case 'fillable':
      return state.status === 'unfillable' ? { ...state, status: openStatus(state) } : state;
    case 'reopened':
      return isLive(state.status) || state.status === 'filled'
        ? state
        : { ...state, status: openStatus(state) };
  }
};
