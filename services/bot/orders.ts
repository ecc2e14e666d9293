import type { Decision, Leg } from '../../lib/engine/decision.ts';
import type { Policy } from '../../lib/engine/policy.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import type { OrderToJournal } from '../../lib/ledger/tick-record.ts';
import { decisionContentHash, legContentId } from '../../lib/orders/content-id.ts';
import type { LimitOrder } from '../../lib/orders/limit-order.ts';
import { type FillMode, readMakerTraits } from '../../lib/orders/maker-traits.ts';
import { buildOrder } from '../../lib/orders/order-terms.ts';
import { orderHasher } from '../../lib/orders/order-typed-data.ts';
import { type SignDigest, signOrder } from '../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { GuardedOrder } from './guard.ts';

/** A decision to act, and what its orders must carry. */
export type OrderPlan = {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly policyVersion: number;
  readonly decision: Decision;
  /** Of the contract at the snapshot's block: what revokes a partly fillable order. */
  readonly fillMode: FillMode;
};

/** An order that the guard has passed and nobody has signed. */
export type UnsignedOrder = {
  readonly id: `0x${string}`;
  readonly leg: Leg;
  readonly order: LimitOrder;
};

/**
 * The orders of a plan, each passed by the guard. One refusal refuses all: a plan that is half signed is another plan.
 * Same plan, same orders, bit for bit, whoever makes them.
 */
export const planOrders = (
  plan: OrderPlan,
  guard: (order: GuardedOrder) => Result<null>,
): Result<readonly UnsignedOrder[]> => {
  const { snapshot, policy, decision, fillMode } = plan;
  if (decision.plan.kind !== 'act') return ok([]);
  const { legs } = decision.plan;
  if (legs.some(({ kind }) => kind !== 'limit-order'))
    return fail('venue-unavailable', 'Immediate corrections are not executed yet.', { when: 'next-tick' });
  const { chainId, address } = snapshot.account;
  const content = decisionContentHash({
    blockHash: snapshot.blockHash,
    engineVersion: decision.engineVersion,
    legs,
  });
  const orders: UnsignedOrder[] = [];
  for (const leg of legs) {
    const id = legContentId({
      chainId,
      portfolio: address,
      policyVersion: plan.policyVersion,
      decision: content,
      legIndex: leg.index,
    });
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
    const passed = guard({ order, extension: '0x', snapshot, policy, fillMode });
    if (!passed.ok) return passed;
    orders.push({ id, leg, order });
  }
  return ok(orders);
};

/** Signs what the guard has passed. Fails with `signer-unavailable` when the key can't be reached. */
export const signOrders = async (
  unsigned: readonly UnsignedOrder[],
  { snapshot, sign }: { readonly snapshot: Snapshot; readonly sign: SignDigest },
): Promise<Result<readonly OrderToJournal[]>> => {
  const hashOrder = orderHasher(snapshot.account.chainId);
  const signed: OrderToJournal[] = [];
  for (const { id, leg, order } of unsigned) {
    try {
      const { orderHash, blob, extension } = await signOrder({ order, extension: '0x', hashOrder, sign });
      signed.push({
        id,
        orderHash,
        legIndex: leg.index,
        venue: 'book',
        generation: snapshot.generation,
        order,
        blob,
        extension,
        expiresAtSeconds: readMakerTraits(order.makerTraits).expiresAtSeconds,
      });
    } catch {
      // What a signer throws may hold more than should be told.
      return fail('signer-unavailable', 'The key could not be reached.', { when: 'next-tick' });
    }
  }
  return ok(signed);
};
