import { describe, expect, it } from 'vitest';
import { askedTransaction, type TrackedTransaction } from './tracked-transaction.ts';
import { isSettled } from './transaction-state.ts';

const minedOn = (chainId: number, depth: number): TrackedTransaction => ({
  ...askedTransaction({
    ...{ id: 'one', chainId, valueWei: 0n, intent: 'Pause', walletId: 'test', data: '0x8456cb59' },
    from: '0x00000000000000000000000000000000000000aa',
    to: '0x00000000000000000000000000000000000000bb',
    askedAtSeconds: 1_700_000_000,
    headNumber: 100,
    expectedNonce: 7,
  }),
  headNumber: 1_000 + depth - 1,
  place: {
    ...{ kind: 'mined', by: 'itself', hash: null, blockHash: null, succeeded: true, blockNumber: 1_000 },
  },
});

describe('a mined transaction', () => {
  it.each([
    ['Ethereum', 1, 75],
    ['Arbitrum One', 42_161, 4_080],
    ['Avalanche', 43_114, 1],
    ['the local chain', 31_337, 64],
    ['a chain that nobody knows', 999_999, 64],
  ])('is watched on %s until it is as deep as its chain’s blocks are final', (_name, chainId, final) => {
    expect(isSettled(minedOn(chainId, final))).toBe(true);
    expect(isSettled(minedOn(chainId, final - 1))).toBe(final === 1);
  });
});
