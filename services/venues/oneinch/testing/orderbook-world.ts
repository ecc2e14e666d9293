import { type Address, type Hex, keccak256, toHex } from 'viem';
import type { FeeTakerTerms } from '../../../../lib/orders/fee-taker-extension.ts';
import { feeTakerExtension } from '../../../../lib/orders/fee-taker-extension.ts';
import { orderHasher } from '../../../../lib/orders/limit-order.ts';
import { buildOrder } from '../../../../lib/orders/order-terms.ts';
import { type OrderBody, signOrder } from '../../../../lib/orders/sign-order.ts';
import { ok } from '../../../../lib/result.ts';
import { type AskJson, askJsonOf, type HttpService } from '../../../http/ask-json.ts';
import { Secret } from '../../../secret.ts';
import { VENUE_CODES } from '../oneinch-venue.ts';
import { ANSWERS } from '../orderbook-client.ts';

export const CHAIN_ID = 31_337;
export const KEY = 'inch-key';
export const FEE_TAKER: Address = `0x${'fe'.repeat(20)}`;
export const PORTFOLIO: Address = `0x${'aa'.repeat(20)}`;
export const SELL: Address = `0x${'bb'.repeat(20)}`;
export const BUY: Address = `0x${'cc'.repeat(20)}`;
export const NOW = 1_800_000_000;

/** As 1inch answers for a pair with a fee of its own and one of an integrator. */
export const FEE_INFO = {
  whitelist: { 'resolver one': `0x${'11'.repeat(20)}`, 'resolver two': `0x${'22'.repeat(20)}` },
  feeBps: 5,
  whitelistDiscountPercent: 50,
  protocolFeeReceiver: `0x${'90'.repeat(20)}`,
  extensionAddress: FEE_TAKER,
  integratorFeeBps: 3,
  integratorFeeReceiver: `0x${'17'.repeat(20)}`,
  integratorFeeSharePercent: 80,
  source: '1balancer',
} as const;

/** An order of ours by such terms, signed by nobody in particular. */
export const signedWith = async (name: string, terms: FeeTakerTerms): Promise<OrderBody> => {
  const extension = feeTakerExtension(terms);
  const order = buildOrder({
    contentId: keccak256(toHex(name)),
    maker: PORTFOLIO,
    generation: 1n,
    fillMode: { kind: 'parts', series: 1n, epoch: 0n },
    nowSeconds: NOW,
    orderTtlMaxSeconds: 3_600,
    leg: {
      sellToken: SELL,
      buyToken: BUY,
      sellUnits: 1_000n,
      buyUnits: 2_000n,
      limit: { expiresInSeconds: 600 },
    },
    publicBook: { extension, feeTaker: terms.feeTaker },
  });
  const sign = async () => ok<Hex>(`0x${'11'.repeat(64)}1b`);
  const body = await signOrder({ order, extension }, { hashOrder: orderHasher(CHAIN_ID), sign });
  if (!body.ok) throw new Error(body.error.message);
  return body.value;
};

/** The asker of the venue, with waits that take no time. */
export const askAt = (baseUrl: string, more: Partial<HttpService> = {}): AskJson =>
  askJsonOf({
    ...{ name: '1inch', codes: VENUE_CODES, baseUrl, answers: ANSWERS },
    key: { header: 'authorization', prefix: 'Bearer ', keys: [new Secret(KEY)] },
    ...{ attemptTimeoutMs: 15_000, totalTimeoutMs: 60_000, sleep: async () => undefined },
    clock: { nowSeconds: () => Math.floor(Date.now() / 1_000), monotonicMs: () => performance.now() },
    ...more,
  });
