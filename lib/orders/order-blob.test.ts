import fc from 'fast-check';
import type { Hex } from 'viem';
import { concatHex, recoverAddress, serializeSignature } from 'viem';
import { generatePrivateKey, privateKeyToAddress, sign } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { ok } from '../result.ts';
import { orderHasher } from './limit-order.ts';
import { decodeOrderBlob, encodeOrderBlob } from './order-blob.ts';
import { buildOrder } from './order-terms.ts';
import { type SignDigest, signOrder } from './sign-order.ts';
import { arbitraryBytes, arbitraryOrderParts } from './testing/arbitrary-order.ts';

const arbitraryOrder = arbitraryOrderParts.map((parts) => buildOrder({ ...parts, publicBook: null }));

describe('the EIP-1271 blob', () => {
  it('gives back its order, signature and extension', () => {
    fc.assert(
      fc.property(arbitraryOrder, arbitraryBytes, arbitraryBytes, (order, signature, extension) => {
        expect(decodeOrderBlob(encodeOrderBlob({ order, signature, extension }))).toEqual({
          order,
          signature,
          extension,
        });
      }),
    );
  });

  it('is not read from bytes that only resemble one', () => {
    fc.assert(
      fc.property(arbitraryOrder, arbitraryBytes, (order, signature) => {
        const blob = encodeOrderBlob({ order, signature, extension: '0x' });
        expect(decodeOrderBlob(concatHex([blob, '0x00']))).toBeNull();
        expect(decodeOrderBlob(blob.slice(0, -2) as Hex)).toBeNull();
        expect(decodeOrderBlob('0x')).toBeNull();
      }),
    );
  });
});

describe('signing an order', () => {
  it('gives the same bytes every time, by a signature that recovers to the key', async () => {
    const key = generatePrivateKey();
    const hashOrder = orderHasher(31337);
    const signDigest: SignDigest = async (hash) =>
      ok(serializeSignature(await sign({ hash, privateKey: key })));
    const [order] = fc.sample(arbitraryOrder, { numRuns: 1, seed: 3 });
    if (order === undefined) throw new Error('no sample');
    const first = await signOrder({ order, extension: '0x' }, { hashOrder, sign: signDigest });
    const second = await signOrder({ order, extension: '0x' }, { hashOrder, sign: signDigest });
    expect(second).toEqual(first);
    if (!first.ok) throw new Error(first.error.message);
    const { orderHash, signature: blob } = first.value;
    const signature = decodeOrderBlob(blob)?.signature ?? '0x';
    expect(await recoverAddress({ hash: orderHash, signature })).toBe(privateKeyToAddress(key));
  });
});
