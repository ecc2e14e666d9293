import type { Hex } from 'viem';
import { type OrderBody, type Signing, signOrder } from '../../lib/orders/sign-order.ts';
import { ok } from '../../lib/result.ts';

type Raw = Pick<Signing, 'hashOrder'> & { readonly sign: (digest: Hex) => Promise<Hex> };

/** An order signed by a key that a test holds, be the signature good or not. */
export const signBody = async (
  unsigned: Pick<OrderBody, 'order' | 'extension'>,
  { hashOrder, sign }: Raw,
): Promise<OrderBody> => {
  const body = await signOrder(unsigned, { hashOrder, sign: async (digest) => ok(await sign(digest)) });
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
};
