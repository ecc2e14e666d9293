import type { Observation } from '../../../lib/ledger/look.ts';
import type { Intent, PreparedIntent } from '../../../lib/ledger/venue.ts';
import type { LimitOrder } from '../../../lib/orders/limit-order.ts';
import { buildOrder } from '../../../lib/orders/order-terms.ts';
import { orderHasher } from '../../../lib/orders/order-typed-data.ts';
import { type SignDigest, signOrder } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { guardOrder } from './guard-order.ts';

type Unsigned = Intent & { readonly order: LimitOrder };

/** Same leg, same order, bit for bit, whoever makes it. */
const unsigned = ({ id, leg }: Intent, { snapshot, fillMode }: Observation): Unsigned => ({
  id,
  leg,
  order: buildOrder({
    contentId: id,
    maker: snapshot.account.address,
    generation: snapshot.generation,
    fillMode,
    nowSeconds: snapshot.nowSeconds,
    orderTtlMaxSeconds: snapshot.guard.orderTtlMaxSeconds,
    leg,
    publicBook: null,
  }),
});

/** Fails with `signer-unavailable` when the key can't be reached: what a signer throws may hold more than should be told. */
const signed = async (
  { order, ...intent }: Unsigned,
  chainId: number,
  sign: SignDigest,
): Promise<Result<PreparedIntent>> => {
  try {
    const body = await signOrder({ order, extension: '0x' }, { hashOrder: orderHasher(chainId), sign });
    return ok({ ...intent, body });
  } catch {
    return fail('signer-unavailable', 'The key could not be reached.', { when: 'next-tick' });
  }
};

/**
 * The signed orders of one look's legs, each passed by the guard before anything is signed. One refusal refuses all: a plan that is
 * half signed is another plan. Without a key the guard alone is asked.
 */
export const prepareOrders = async (
  intents: readonly Intent[],
  observation: Observation,
  sign: SignDigest | null,
): Promise<Result<readonly PreparedIntent[]>> => {
  const orders = intents.map((intent) => unsigned(intent, observation));
  for (const { order } of orders) {
    const passed = guardOrder({ order, extension: '0x' }, observation);
    if (!passed.ok) return passed;
  }
  const prepared: PreparedIntent[] = [];
  if (sign === null) return ok(prepared);
  for (const order of orders) {
    const done = await signed(order, observation.snapshot.account.chainId, sign);
    if (!done.ok) return done;
    prepared.push(done.value);
  }
  return ok(prepared);
};
