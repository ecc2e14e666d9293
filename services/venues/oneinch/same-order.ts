import type { LimitOrder } from '../../../lib/orders/limit-order.ts';
import type { OrderBody } from '../../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { ShownOrder } from './orderbook-client.ts';

const WORDS = [
  'salt',
  'maker',
  'receiver',
  'makerAsset',
  'takerAsset',
  'makingAmount',
  'takingAmount',
  'makerTraits',
] as const satisfies readonly (keyof LimitOrder)[];

/** Passes an order that is shown as it was sent. Fails with `venue-order-changed`, naming the first word that differs. */
export const asSent = (body: OrderBody, shown: ShownOrder): Result<ShownOrder> => {
  const { data } = shown;
  const differs =
    WORDS.find((word) => data[word] !== body.order[word]) ??
    (data.extension !== body.extension.toLowerCase() ? 'extension' : null) ??
    (shown.orderHash !== body.orderHash.toLowerCase() ? 'orderHash' : null) ??
    (shown.signature !== body.signature.toLowerCase() ? 'signature' : null);
  if (differs === null)
    return shown.remainingMakerAmount > body.order.makingAmount
      ? fail('venue-order-changed', 'More remains of our order at 1inch than it ever had.', {
          when: 'next-tick',
        })
      : ok(shown);
  return fail('venue-order-changed', `Our order came back from 1inch with another ${differs}.`, {
    when: 'next-tick',
  });
};
