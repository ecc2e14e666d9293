import type { Hex } from 'viem';
import type { Leg } from '../../lib/engine/decision.ts';
import type { Action } from '../../lib/ledger/action.ts';
import type { Look } from '../../lib/ledger/look.ts';
import { decisionContentHash, legContentId } from '../../lib/orders/content-id.ts';
import type { LimitOrder } from '../../lib/orders/limit-order.ts';
import type { FillMode } from '../../lib/orders/maker-traits.ts';
import { buildOrder } from '../../lib/orders/order-terms.ts';
import { orderHasher } from '../../lib/orders/order-typed-data.ts';
import { type SignDigest, signOrder } from '../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { Guard } from './guard.ts';

/** A look that may act, and what its orders must carry. */
export type OrderPlan = Look & {
  readonly portfolioId: string;
  readonly policyVersion: number;
  /** Of the contract at the snapshot's block: what revokes a partly fillable order. */
  readonly fillMode: FillMode;
};

export type Preparing = {
  readonly guard: Guard;
  /** Null when nothing is to be signed. */
  readonly sign: SignDigest | null;
};

type Unsigned = { readonly leg: Leg; readonly id: Hex; readonly order: LimitOrder };

/** Same plan, same orders, bit for bit, whoever makes them. */
const ordersOf = (plan: OrderPlan, legs: readonly Leg[]): readonly Unsigned[] => {
  const { snapshot, decision, fillMode, policyVersion } = plan;
  const { chainId, address } = snapshot.account;
  const content = decisionContentHash({
    blockHash: snapshot.blockHash,
    engineVersion: decision.engineVersion,
    legs,
  });
  return legs.map((leg) => {
    const legIndex = leg.index;
    const id = legContentId({ chainId, portfolio: address, policyVersion, decision: content, legIndex });
    const order = buildOrder({
      contentId: id,
      maker: address,
      generation: snapshot.generation,
      fillMode,
      nowSeconds: snapshot.nowSeconds,
      orderTtlMaxSeconds: snapshot.guard.orderTtlMaxSeconds,
      leg,
      publicBook: null,
    });
    return { leg, id, order };
  });
};

/** Fails with `signer-unavailable` when the key can't be reached: what a signer throws may hold more than should be told. */
const signed = async (
  { portfolioId, snapshot }: OrderPlan,
  { leg, id, order }: Unsigned,
  sign: SignDigest,
): Promise<Result<Action>> => {
  const { chainId, address } = snapshot.account;
  try {
    const body = await signOrder({ order, extension: '0x' }, { hashOrder: orderHasher(chainId), sign });
    const { index, sellToken, buyToken } = leg;
    return ok({
      id,
      portfolioId,
      chainId,
      account: address,
      generation: snapshot.generation,
      venue: 'order-book',
      leg: { index, sliceNumber: leg.slice.number, sellToken, buyToken },
      body,
    });
  } catch {
    return fail('signer-unavailable', 'The key could not be reached.', { when: 'next-tick' });
  }
};

/**
 * The actions of a plan, each passed by the guard before anything is signed. One refusal refuses all: a plan that is half signed
 * is another plan. Without a key the guard alone is asked.
 */
export const prepareOrders = async (
  plan: OrderPlan,
  { guard, sign }: Preparing,
): Promise<Result<readonly Action[]>> => {
  const { legs } = plan.decision.plan.kind === 'act' ? plan.decision.plan : { legs: [] };
  if (legs.some(({ venue }) => venue !== 'order-book'))
    return fail('venue-unavailable', 'Immediate corrections are not executed yet.', { when: 'next-tick' });
  const orders = ordersOf(plan, legs);
  for (const { order } of orders) {
    const passed = guard({ order, extension: '0x' }, plan);
    if (!passed.ok) return passed;
  }
  const actions: Action[] = [];
  if (sign === null) return ok(actions);
  for (const order of orders) {
    const action = await signed(plan, order, sign);
    if (!action.ok) return action;
    actions.push(action.value);
  }
  return ok(actions);
};
