import { expect, test } from 'vitest';
import { walletRefusal } from './wallet-refusal.ts';

test.each([
  [{ code: 4001, message: 'User rejected the request.' }, 'rejected'],
  [{ code: 'ACTION_REJECTED' }, 'rejected'],
  [new Error('MetaMask Tx Signature: User denied transaction signature.'), 'rejected'],
  [{ code: 4100, message: 'not authorized' }, 'locked'],
  [{ code: -32002, message: 'already pending' }, 'busy'],
  [{ code: 4902, message: 'Unrecognized chain ID' }, 'wrong-chain'],
  [{ code: -32602, message: 'Chain ID mismatch' }, 'wrong-chain'],
  [{ code: -32003, message: 'Insufficient funds for gas * price + value' }, 'no-gas'],
  [new Error('outer', { cause: { code: 4001, message: 'inner' } }), 'rejected'],
  [
    { code: -32603, message: 'internal', data: { code: -32000, message: 'insufficient funds for transfer' } },
    'no-gas',
  ],
  [new Error('the moon is full'), 'failed'],
  ['text', 'failed'],
  [null, 'failed'],
])('%j reads as %s, in a sentence', (error, kind) => {
  const refusal = walletRefusal(error);
  expect(refusal.kind).toBe(kind);
  expect(refusal.sentence).toMatch(/\.$/);
});

test('what a wallet says for a reason unknown here is passed on', () => {
  expect(walletRefusal(new Error('the moon is full')).sentence).toContain('“the moon is full”');
});
