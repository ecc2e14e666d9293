import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { base58 } from '@scure/base';
import type { Address, Hex } from 'viem';
import { hexToBytes, recoverMessageAddress } from 'viem';
import { describe, expect, it } from 'vitest';
import { indexAccountOf } from './index-account.ts';
import { intentNonce } from './intent-nonce.ts';
import { intentHash, intentSignature } from './signed-intent.ts';
import { transferFaults, transferText } from './transfer-intent.ts';

type Vector = {
  readonly publicKey: Hex;
  readonly account: Address;
  readonly legId: Hex;
  readonly salt: Hex;
  readonly deadlineSeconds: number;
  readonly nonce: string;
  readonly receiver: string;
  readonly token: string;
  readonly amountUnits: string;
  readonly text: string;
  readonly intentHash: string;
  readonly ethereum: Hex;
  readonly signature: string;
};
/** Written by other libraries than those that are tried: ethers, node's buffers, and a base 58 by long division. */
const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, 'testing/vectors.json'), 'utf8'),
) as readonly Vector[];

const termsOf = (vector: Vector) => ({
  ...{ signer: vector.account, receiver: vector.receiver, token: vector.token, nonce: vector.nonce },
  ...{ amountUnits: BigInt(vector.amountUnits), deadlineSeconds: vector.deadlineSeconds },
});

describe('a signed intent', () => {
  it.each(vectors.map((vector) => [vector.account, vector] as const))(
    'of %s is what others write: account, nonce, text, hash, signature',
    async (_name, vector) => {
      expect(indexAccountOf(vector.publicKey)).toBe(vector.account);
      expect(intentNonce(vector)).toBe(vector.nonce);
      expect(transferFaults(termsOf(vector))).toEqual([]);
      expect(transferText(termsOf(vector))).toBe(vector.text);
      expect(intentHash(vector.text)).toBe(vector.intentHash);
      expect(intentSignature(vector.ethereum)).toBe(vector.signature);
      const recovered = await recoverMessageAddress({ message: vector.text, signature: vector.ethereum });
      expect(recovered.toLowerCase()).toBe(vector.account);
    },
  );

  it('is named by its bytes: letters outside ASCII count as they are encoded', () => {
    expect(intentHash('café')).not.toBe(intentHash('cafe'));
    expect(base58.decode(intentHash('café'))).toHaveLength(32);
  });

  it('is not written with the higher s, another v, or a byte more or less', () => {
    const [first] = vectors;
    if (first === undefined) throw new Error('no vectors');
    const bytes = hexToBytes(first.ethereum);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const high = (order - BigInt(`0x${first.ethereum.slice(66, 130)}`)).toString(16).padStart(64, '0');
    const [head, tail] = [first.ethereum.slice(0, 66), first.ethereum.slice(130)];
    expect(intentSignature(`${head}${high}${tail}` as Hex)).toBeNull();
    expect(intentSignature(`${head}${'0'.repeat(64)}${tail}` as Hex)).toBeNull();
    expect(intentSignature(`${first.ethereum.slice(0, 130)}1d` as Hex)).toBeNull();
    expect(intentSignature(first.ethereum.slice(0, -2) as Hex)).toBeNull();
    expect(intentSignature(`${first.ethereum}00` as Hex)).toBeNull();
    expect(bytes).toHaveLength(65);
  });

  it('has a nonce of its own for every leg, salt and deadline', () => {
    const [first, second] = vectors;
    if (first === undefined || second === undefined) throw new Error('no vectors');
    const nonces = [
      first,
      { ...first, legId: second.legId },
      { ...first, salt: second.salt },
      { ...first, deadlineSeconds: first.deadlineSeconds + 1 },
    ].map(intentNonce);
    expect(new Set(nonces).size).toBe(nonces.length);
    expect(() => intentNonce({ ...first, salt: '0x010203' })).toThrow('4 bytes');
  });
});

describe('terms that are signed by nobody', () => {
  const good = () => {
    const [first] = vectors;
    if (first === undefined) throw new Error('no vectors');
    return termsOf(first);
  };
  it.each([
    ['an account with a capital', { signer: `0xAA${'0'.repeat(38)}` as Address }],
    ['a receiver that is no name', { receiver: 'Bob.near' }],
    ['a receiver with a quote in it', { receiver: 'a","x":"b.near' }],
    ['a receiver with two dots', { receiver: 'a..near' }],
    ['a receiver of one letter', { receiver: 'a' }],
    ['the verifier as receiver', { receiver: 'intents.near' }],
    ['a token of another standard', { token: 'nep171:art.near:1' }],
    ['a token without its contract', { token: 'nep141:' }],
    ['a token with more than a contract', { token: 'nep141:wrap.near:1' }],
    ['a token of many without its own id', { token: 'nep245:hot.tg' }],
    ['nothing', { amountUnits: 0n }],
    ['less than nothing', { amountUnits: -1n }],
    ['more than the verifier counts', { amountUnits: 1n << 128n }],
    ['a short nonce', { nonce: 'AAAA' }],
  ])('%s', (_name, changed) => {
    expect(transferFaults({ ...good(), ...changed })).toHaveLength(1);
  });

  it('the account itself as receiver', () => {
    expect(transferFaults({ ...good(), receiver: good().signer })).toEqual([
      'The deposit address is the account itself.',
    ]);
  });
});
