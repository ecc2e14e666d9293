import { type Hex, keccak256, numberToHex, recoverAddress } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { expect, it } from 'vitest';
import { isNativeInstalled, signDigest } from './native-secp256k1.ts';

const keyOf = (number: number): Hex => keccak256(numberToHex(number));
const digestOf = (number: number): Hex => keccak256(keyOf(number));

it('signs to the very bytes of the portable library, whoever signs', async () => {
  for (let number = 1; number <= 200; number += 1) {
    const [digest, key] = [digestOf(number), keyOf(number % 7)];
    const portable = await sign({ hash: digest, privateKey: key, to: 'hex' });
    expect(await signDigest(digest, key)).toBe(portable);
  }
});

it('signs for the key’s own address, and the same bytes each time', async () => {
  const [digest, key] = [digestOf(1), keyOf(1)];
  const signature = await signDigest(digest, key);
  expect(await recoverAddress({ hash: digest, signature })).toBe(privateKeyToAccount(key).address);
  expect(await signDigest(digest, key)).toBe(signature);
});

it('says nothing of a key that is none', async () => {
  const none = `0x${'0'.repeat(64)}` as const;
  const said = await signDigest(digestOf(1), none).catch((error: unknown) => String(error));
  expect(said).toContain('rror');
  expect(said).not.toContain('000000');
});

it.runIf(process.platform === 'linux' && process.arch === 'x64')(
  'has its compiled library where there is a build',
  async () => {
    expect(await isNativeInstalled()).toBe(true);
  },
);
