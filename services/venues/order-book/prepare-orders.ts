import type { Observation } from '../../../lib/ledger/look.ts';
import type { Intent, PreparedIntent } from '../../../lib/ledger/venue.ts';
import { type LimitOrder, orderHasher } from '../../../lib/orders/limit-order.ts';
import { buildOrder, type PublicBookTerms } from '../../../lib/orders/order-terms.ts';
import { type OrderBody, type SignAs, type SignDigest, signOrder } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { guardOrder } from './guard-order.ts';

type Unsigned = Intent & { readonly order: LimitOrder; readonly publicBook: PublicBookTerms | null };

/** What the venue asks of the order of a leg; null for nothing. */
export type AskPublicBook = (
  intent: Intent,
  observation: Observation,
) => Promise<Result<PublicBookTerms | null>>;

/** Of our own book. */
export const ASKS_NOTHING: AskPublicBook = async () => ok(null);

/** Same leg, same order, bit for bit, whoever makes it. */
const unsigned = (
  { id, leg }: Intent,
  { snapshot, fillMode }: Observation,
  publicBook: PublicBookTerms | null,
): Unsigned => ({
  ...{ id, leg, publicBook },
  order: buildOrder({
    contentId: id,
    maker: snapshot.account.address,
    generation: snapshot.generation,
    fillMode,
    nowSeconds: snapshot.nowSeconds,
    orderTtlMaxSeconds: snapshot.guard.orderTtlMaxSeconds,
    leg,
    publicBook,
  }),
});

const signed = async (
  { order, publicBook, ...intent }: Unsigned,
  chainId: number,
  sign: SignDigest,
): Promise<Result<PreparedIntent<OrderBody>>> => {
  const body = await signOrder(
    { order, extension: publicBook?.extension ?? '0x' },
    { hashOrder: orderHasher(chainId), sign },
  );
  return body.ok ? ok({ ...intent, body: body.value }) : body;
};

/**
 * The signed orders of one look's legs, each passed by the guard before anything is signed. One refusal refuses all: a plan that is
 * half signed is another plan. Where nothing is to be signed (`signAs` null) the guard alone is asked; a key that is not at hand is
 * `signer-unavailable`.
 */
export const prepareOrders = async (
  intents: readonly Intent[],
  observation: Observation,
  { signAs, askPublicBook }: { readonly signAs: SignAs | null; readonly askPublicBook: AskPublicBook },
): Promise<Result<readonly PreparedIntent<OrderBody>[]>> => {
  const orders: Unsigned[] = [];
  for (const intent of intents) {
    const asked = await askPublicBook(intent, observation);
    if (!asked.ok) return asked;
    const one = unsigned(intent, observation, asked.value);
    const { order, publicBook } = one;
    const passed = guardOrder({ order, publicBook, extension: publicBook?.extension ?? '0x' }, observation);
    if (!passed.ok) return passed;
    orders.push(one);
  }
  const prepared: PreparedIntent<OrderBody>[] = [];
  if (signAs === null || orders.length === 0) return ok(prepared);
  const sign = observation.signer === null ? null : signAs(observation.signer);
  if (sign === null)
    return fail('signer-unavailable', `The key of ${observation.signer ?? 'nobody'} is not at hand.`, {
      when: 'next-tick',
    });
  for (const order of orders) {
    const done = await signed(order, observation.snapshot.account.chainId, sign);
    if (!done.ok) return done;
    prepared.push(done.value);
  }
  return ok(prepared);
};
