import { ed25519 } from '@noble/curves/ed25519';
import { base58 } from '@scure/base';
import { keccak256, stringToBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import type { OfferedQuote, Plain } from './quote.ts';
import { quoteRequest } from './quote.ts';
import { isSignedBy, quoteHash } from './quote-signature.ts';
import { askedOf, TIMES } from './testing/builders.ts';

type Fields = Readonly<Record<string, Plain>>;
const REQUEST: Fields = quoteRequest(askedOf(), { dry: false, deadline: TIMES.deadline });
const QUOTE: Fields = {
  ...{ amountIn: '1000000000', amountInFormatted: '1000.0', amountInUsd: '999.97' },
  ...{ minAmountIn: '1000000000', amountOut: '1000', amountOutFormatted: '0.00001', amountOutUsd: '0.98' },
  ...{ minAmountOut: '990', depositAddress: 'd1'.repeat(32), deadline: TIMES.dead },
  ...{ timeWhenInactive: TIMES.dead, timeEstimate: 10 },
};
const without = (fields: Fields, ...names: readonly string[]): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
const of = (request: Fields, quote: Fields) => ({ written: { request, quote }, timestamp: TIMES.now });

describe('what is signed of a quote', () => {
  // Hashes by `quoteHash` of the official SDK 0.1.25, of the same fields.
  it.each<[string, Fields, Fields, string]>([
    ['as it is', REQUEST, QUOTE, 'H8vQ6dvKUNHmb78aPwByjfAdMMQwtx2uceES3zibaAt9'],
    [
      'of a trial',
      { ...REQUEST, dry: true },
      without(QUOTE, 'depositAddress', 'deadline'),
      'DiS6kyAeXT3bBH2fXk2cv9boUNFRdKgS5FcxMnt8HwJf',
    ],
    [
      'with all that may be beside it',
      { ...REQUEST, referral: 'ünï', quoteWaitingTimeMs: 3_000 },
      { ...QUOTE, depositMemo: '42', withdrawFee: '7', customRecipientMsg: '{"a":1}' },
      'C54gy41qrbQEa3iBh4VTAs1BFBhA6QhCrZARdhZYS7BK',
    ],
    ['without an end', REQUEST, without(QUOTE, 'deadline'), 'HFuT1R1BMCcgj5beKTkQ3ua6qDa51FHmCnNJgKJwGmqR'],
    [
      'with options that say nothing',
      { ...REQUEST, referral: '', quoteWaitingTimeMs: 0 },
      { ...QUOTE, depositMemo: '', timeEstimate: 0 },
      'DQyaP3T6zyzbEzNBiZja5wXkXgPngcq6aLYpqKSYC67z',
    ],
  ])('%s is what the official SDK hashes', (_name, request, quote, hash) => {
    expect(quoteHash(of(request, quote))).toBe(hash);
  });
});

const secret = keccak256(stringToBytes('a provider of a test'), 'bytes');
const key = `ed25519:${base58.encode(ed25519.getPublicKey(secret))}`;
const signed = (
  request: Fields,
  quote: Fields,
): Pick<OfferedQuote, 'written' | 'timestamp' | 'signature'> => {
  const one = of(request, quote);
  const signature = ed25519.sign(stringToBytes(quoteHash(one)), secret);
  return { ...one, signature: `ed25519:${base58.encode(signature)}` };
};

describe('a signature of a quote', () => {
  const good = signed(REQUEST, QUOTE);

  it('is good by its key alone', () => {
    expect(isSignedBy(good, key)).toBe(true);
    const other = `ed25519:${base58.encode(ed25519.getPublicKey(keccak256('0x01', 'bytes')))}`;
    expect(isSignedBy(good, other)).toBe(false);
  });

  it.each(Object.keys(QUOTE))('covers the quote’s %s', (name) => {
    const quote = { ...QUOTE, [name]: `${QUOTE[name]}1` };
    expect(isSignedBy({ ...good, written: { request: REQUEST, quote } }, key)).toBe(false);
  });

  it.each(Object.keys(REQUEST).filter((name) => name !== 'deadline'))('covers the question’s %s', (name) => {
    const request = { ...REQUEST, [name]: `${REQUEST[name]}1` };
    expect(isSignedBy({ ...good, written: { request, quote: QUOTE } }, key)).toBe(false);
  });

  it.each(['deadline', 'appFees', 'depositMode'])(
    'does not cover the question’s %s, which is why it is compared',
    (name) => {
      const request = { ...REQUEST, [name]: 'x' };
      expect(isSignedBy({ ...good, written: { request, quote: QUOTE } }, key)).toBe(true);
    },
  );

  it.each(['', 'ed25519:', 'ed25519:0OIl', `ed25519:${base58.encode(new Uint8Array(64))}`])(
    'that can’t be read is none: “%s”',
    (signature) => {
      expect(isSignedBy({ ...good, signature }, key)).toBe(false);
      expect(isSignedBy(good, signature)).toBe(false);
    },
  );
});
