import type { Hex } from 'viem';
import type { SignAs } from '../../../lib/orders/sign-order.ts';
import { ok } from '../../../lib/result.ts';
import type { AskOrders, OrderAnswer } from '../order-book/check-orders.ts';

/** A key that always answers, and a chain that takes every order as it stands, but for what is changed. */
export const obligingChain = (change: Partial<OrderAnswer> = {}) => {
  let signed = 0;
  const signAs: SignAs = () => async (digest) => {
    signed += 1;
    return ok<Hex>(`${digest}${digest.slice(2)}1b`);
  };
  const askOrders: AskOrders = async (actions) =>
    ok(
      actions.map(({ body }) => {
        const { orderHash, order } = body;
        const limits = { state: 0, fillable: order.makingAmount, limit: 0 };
        return ok({ ok: true, orderHash, signatureValid: true, ...limits, ...change });
      }),
    );
  return { signAs, askOrders, signatures: () => signed };
};
