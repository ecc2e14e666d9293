import { TypedDataEncoder } from 'ethers';
import fc from 'fast-check';
import { keccak256, stringToHex } from 'viem';
import { describe, expect, it } from 'vitest';
import {
  delegatedProposalHash,
  delegatedProposalTypedData,
  type Proposal,
  proposalHash,
  proposalNonce,
} from './proposal-typed-data.ts';
import { arbitraryHash, arbitraryProposal } from './testing/arbitrary-order.ts';

const proposal: Proposal = {
  chainId: 31337,
  portfolio: `0x${'33'.repeat(20)}`,
  swaps: [
    {
      router: `0x${'44'.repeat(20)}`,
      tokenIn: `0x${'11'.repeat(20)}`,
      amountIn: 1n,
      tokenOut: `0x${'22'.repeat(20)}`,
      minOut: 2n,
      data: '0x1234',
    },
  ],
  nonce: 1n,
  generation: 1n,
  deadlineSeconds: 1_700_000_000,
};

describe('a proposal', () => {
  it('has another hash on another chain, for another portfolio, and for every other field', () => {
    const [swap] = proposal.swaps;
    if (swap === undefined) throw new Error('no swap');
    const others: Proposal[] = [
      { ...proposal, chainId: 1 },
      { ...proposal, portfolio: `0x${'34'.repeat(20)}` },
      { ...proposal, swaps: [] },
      { ...proposal, swaps: [swap, swap] },
      { ...proposal, swaps: [{ ...swap, minOut: 3n }] },
      { ...proposal, swaps: [{ ...swap, data: '0x1235' }] },
      { ...proposal, nonce: 2n },
      { ...proposal, generation: 2n },
      { ...proposal, deadlineSeconds: 1_700_000_001 },
    ];
    expect(new Set([proposal, ...others].map(proposalHash)).size).toBe(others.length + 1);
  });

  it('takes its nonce from its content: the same leg, the same nonce, and no other', () => {
    fc.assert(
      fc.property(arbitraryHash, (contentId) => {
        expect(proposalNonce(contentId)).toBe(BigInt(contentId));
        expect(proposalNonce(contentId) < 1n << 256n).toBe(true);
      }),
    );
    expect(proposalNonce(keccak256(stringToHex('a')))).not.toBe(proposalNonce(keccak256(stringToHex('b'))));
  });

  it('has a hash of its own for an account by its delegations, that of another implementation for 1,000 random ones', () => {
    fc.assert(
      fc.property(arbitraryProposal, (one) => {
        const { message, types } = delegatedProposalTypedData(one);
        const others = TypedDataEncoder.hash(
          {
            name: '1Balancer Delegated',
            version: '1',
            chainId: one.chainId,
            verifyingContract: one.portfolio,
          },
          Object.fromEntries(Object.entries(types).map(([name, fields]) => [name, [...fields]])),
          message,
        );
        expect(delegatedProposalHash(one)).toBe(others);
        expect(delegatedProposalHash(one)).not.toBe(proposalHash(one));
      }),
      { numRuns: 1_000 },
    );
  }, 60_000);
});
