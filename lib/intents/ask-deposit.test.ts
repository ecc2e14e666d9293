import { ed25519 } from '@noble/curves/ed25519';
import { base58 } from '@scure/base';
import fc from 'fast-check';
import { keccak256, stringToBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import {
  centsUp,
  type DepositPlace,
  type DepositWish,
  depositFaults,
  type PlannedDeposit,
  planDeposit,
} from './ask-deposit.ts';
import { instantText } from './instants.ts';
import type { ListedToken } from './listed-token.ts';
import { type OfferedQuote, quoteRequest } from './quote.ts';
import { quoteHash } from './quote-signature.ts';
import { ACCOUNT, NOW_SECONDS } from './testing/builders.ts';

const price = (usd: bigint) => ({ usdE18: usd * E18, updatedAtSeconds: NOW_SECONDS });
const BTC: ListedToken = {
  ...{
    assetId: 'nep141:btc.omft.near',
    symbol: 'BTC',
    blockchain: 'btc',
    decimals: 8,
    price: price(60_000n),
  },
};
const XRP: ListedToken = {
  ...{ assetId: 'nep141:xrp.omft.near', symbol: 'XRP', blockchain: 'xrp', decimals: 6, price: price(2n) },
};
const XLM: ListedToken = {
  ...{ assetId: 'nep141:xlm.near', symbol: 'XLM', blockchain: 'stellar', decimals: 7, price: price(1n) },
};
const USDC: ListedToken = {
  ...{ assetId: 'nep141:usdc.near', symbol: 'USDC', blockchain: 'near', decimals: 6, price: price(1n) },
};
const listedOf = (...tokens: readonly ListedToken[]) => new Map(tokens.map((one) => [one.assetId, one]));
const PLACE: DepositPlace & { readonly ours: readonly [string] } = {
  ...{ account: ACCOUNT, listed: listedOf(BTC, XRP, XLM, USDC), nowSeconds: NOW_SECONDS },
  ours: ['1BoatSLRHtKNngkdXEeobR76b53LETtpyT'],
};
/** The address of the first block’s reward. */
const HOME = '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa';
const WISH: DepositWish = { asset: BTC.assetId, into: BTC.assetId, amount: '0.01', refundTo: HOME };
const said = (wish: Partial<DepositWish>, place: Partial<DepositPlace> = {}): string => {
  const planned = planDeposit({ ...WISH, ...wish }, { ...PLACE, ...place });
  return planned.ok ? 'planned' : `${planned.error.code}: ${planned.error.message}`;
};

describe('a wish to deposit', () => {
  it('is asked for as what comes from its chain into the account, worth no less than 97 % by the list', () => {
    const planned = planDeposit({ ...WISH, into: USDC.assetId }, PLACE);
    expect(planned.ok ? planned.value : planned.error).toEqual({
      ...{ token: BTC, usdE18: 600n * E18 },
      asked: {
        ...{ originAsset: BTC.assetId, destinationAsset: USDC.assetId, amountUnits: 1_000_000n },
        ...{ slippageBps: 100, leastOutUnits: 582_000_000n, refundTo: HOME, recipient: ACCOUNT },
        ...{ depositType: 'ORIGIN_CHAIN', refundType: 'ORIGIN_CHAIN', recipientType: 'INTENTS' },
        ...{ depositMode: 'SIMPLE', deadlineSeconds: NOW_SECONDS + 21_600 },
      },
    });
  });

  const stale = { ...BTC, price: { usdE18: E18, updatedAtSeconds: NOW_SECONDS - 901 } };
  it.each<[string, Partial<DepositWish>, Partial<DepositPlace>, string]>([
    [
      'an asset that nobody lists',
      { asset: 'nep141:none.near' },
      {},
      'counts no asset that is called nep141:none.near',
    ],
    [
      'a target that nobody lists',
      { into: 'nep141:none.near' },
      {},
      'counts no asset that is called nep141:none.near',
    ],
    ['nothing', { amount: '0.00' }, {}, 'A deposit of nothing is none.'],
    ['a part of a smallest unit', { amount: '0.000000001' }, {}, 'no more than 8 decimals'],
    ['a refund to another chain', { refundTo: ACCOUNT }, {}, `${ACCOUNT} is no address of btc.`],
    ['a mistyped refund', { refundTo: `${HOME.slice(0, -1)}b` }, {}, 'is no address of btc'],
    ['a refund to where it is awaited', { refundTo: PLACE.ours[0] }, {}, 'awaits deposits'],
    ['a price of yesterday', {}, { listed: listedOf(stale) }, 'BTC has no price to go by now'],
    ['no price', {}, { listed: listedOf({ ...BTC, price: 'none' }) }, 'BTC has no price to go by now'],
  ])('of %s is refused in a sentence, and nobody is asked', (_name, wish, place, words) => {
    expect(said(wish, place)).toContain('index-refused: No address is given.');
    expect(said(wish, place)).toContain(words);
  });

  it('is refused for the part of it that is wrong', () => {
    const fieldOf = (wish: Partial<DepositWish>, place: Partial<DepositPlace> = {}) => {
      const planned = planDeposit({ ...WISH, ...wish }, { ...PLACE, ...place });
      return planned.ok ? 'planned' : planned.error.field;
    };
    expect([
      fieldOf({ asset: 'nep141:none.near' }),
      fieldOf({ into: 'nep141:none.near' }),
      fieldOf({ amount: '0' }),
      fieldOf({ amount: '0.000000001' }),
      fieldOf({ refundTo: ACCOUNT }),
      fieldOf({}, { listed: listedOf(stale) }),
      fieldOf({}),
    ]).toEqual(['asset', 'into', 'amount', 'amount', 'refundTo', 'asset', 'planned']);
  });

  it('counts cents up', () => {
    expect([0n, 1n, E18 / 100n, E18 / 100n + 1n].map(centsUp)).toEqual([0n, 1n, 1n, 2n]);
  });
});

const secret = keccak256(stringToBytes('a provider of a test'), 'bytes');
const terms = { quoteKey: `ed25519:${base58.encode(ed25519.getPublicKey(secret))}`, nowSeconds: NOW_SECONDS };

const plannedOf = (asset: ListedToken, refundTo: string): PlannedDeposit => {
  const planned = planDeposit({ ...WISH, asset: asset.assetId, into: asset.assetId, refundTo }, PLACE);
  if (!planned.ok) throw new Error(planned.error.message);
  return planned.value;
};

/** As the provider would quote and sign it. */
const quoteOf = ({ asked }: PlannedDeposit, changed: Partial<OfferedQuote> = {}): OfferedQuote => {
  const deadline = instantText(asked.deadlineSeconds);
  const dead = instantText(NOW_SECONDS + 3_600);
  const quote = {
    request: {
      ...{ dry: false, swapType: 'EXACT_INPUT', slippageBps: asked.slippageBps, deadline },
      ...{ originAsset: asked.originAsset, destinationAsset: asked.destinationAsset },
      ...{ amount: `${asked.amountUnits}`, depositType: asked.depositType, refundType: asked.refundType },
      depositMode: asked.depositMode ?? 'SIMPLE',
      ...{ recipientType: asked.recipientType, refundTo: asked.refundTo, recipient: asked.recipient },
    },
    ...{ additions: [], depositAddress: 'bc1qdeposit', depositMemo: null, signature: '' },
    ...{ amountInUnits: asked.amountUnits, minAmountInUnits: asked.amountUnits },
    ...{ amountOutUnits: asked.amountUnits, minAmountOutUnits: asked.amountUnits },
    ...{ deadline: dead, timeWhenInactive: dead, timestamp: instantText(NOW_SECONDS) },
    ...changed,
  };
  const written = {
    request: quoteRequest(asked, { dry: false, deadline }),
    quote: {
      ...{ amountIn: `${quote.amountInUnits}`, minAmountIn: `${quote.minAmountInUnits}` },
      ...{ amountOut: `${quote.amountOutUnits}`, minAmountOut: `${quote.minAmountOutUnits}` },
      ...{ depositAddress: quote.depositAddress ?? '', depositMemo: quote.depositMemo ?? '', deadline: dead },
    },
  };
  const whole = { ...quote, written };
  const signature = ed25519.sign(stringToBytes(quoteHash(whole)), secret);
  return { ...whole, signature: `ed25519:${base58.encode(signature)}` };
};

describe('the address of a quote', () => {
  const btc = plannedOf(BTC, HOME);
  const xrp = plannedOf(XRP, 'rvYAfWj5gh67oV6fW32ZzP3Aw4Eubs59B');
  const xlm = plannedOf(XLM, 'GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ');
  const faultsOf = (changed: Partial<OfferedQuote>, of = btc) =>
    depositFaults(of, quoteOf(of, changed), terms);

  it('is shown where the quote is what was asked for, signed, and has the memo that its chain needs', () => {
    expect(faultsOf({})).toEqual([]);
    expect(faultsOf({ depositMemo: '42', depositAddress: 'GDeposit' }, xlm)).toEqual([]);
    // One by address alone may have a memo all the same, which is shown with it.
    expect(faultsOf({ depositAddress: 'rDeposit' }, xrp)).toEqual([]);
    expect(faultsOf({ depositMemo: '42', depositAddress: 'rDeposit' }, xrp)).toEqual([]);
  });

  it.each<[string, Partial<OfferedQuote>, PlannedDeposit, string]>([
    ['without the memo of its chain', { depositAddress: 'GDeposit' }, xlm, 'Money for stellar needs a memo'],
    [
      'by another mode',
      { request: { ...quoteOf(xlm).request, depositMode: 'SIMPLE' } },
      xlm,
      'way of deposit',
    ],
    ['with a memo that can’t be shown', { depositMemo: 'a\nb' }, btc, 'Its memo is none that can be shown.'],
    ['that can’t be shown', { depositAddress: 'bc1\u202Eq' }, btc, 'Its address is none that can be shown.'],
    ['that is where a refund would go', { depositAddress: HOME }, btc, 'where a refund would go'],
    ['of a quote with a fee for somebody', { additions: ['appFees'] }, btc, '“appFees”'],
    [
      'of a quote that gives too little',
      { minAmountOutUnits: 900_000n, amountOutUnits: 900_001n },
      btc,
      'takes no less',
    ],
    ['of a quote that came late', { timestamp: instantText(NOW_SECONDS - 121) }, btc, 'it came too late'],
  ])('%s is shown to nobody', (_name, changed, planned, words) => {
    expect(faultsOf(changed, planned).join(' ')).toContain(words);
  });

  it('is shown to nobody once a letter that is signed was changed, whichever', () => {
    const good = quoteOf(btc);
    const field = fc.constantFrom(
      'amountIn',
      'minAmountIn',
      'amountOut',
      'minAmountOut',
      'depositAddress',
      'deadline',
    );
    fc.assert(
      fc.property(field, fc.string({ minLength: 1, maxLength: 80 }), (name, other) => {
        fc.pre(other !== good.written.quote[name]);
        const quote = { ...good.written.quote, [name]: other };
        const changed = { ...good, written: { ...good.written, quote } };
        expect(depositFaults(btc, changed, terms)).toEqual([
          'The quote is not signed by the provider’s key.',
        ]);
      }),
    );
  });
});
