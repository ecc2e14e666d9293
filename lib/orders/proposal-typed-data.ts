import { type Address, type Hex, hashTypedData, type TypedDataDefinition } from 'viem';
import type { UnixSeconds } from '../result.ts';

const PROPOSAL_TYPES = {
  Rebalance: [
    { name: 'swaps', type: 'Swap[]' },
    { name: 'nonce', type: 'uint256' },
    { name: 'generation', type: 'uint40' },
    { name: 'deadline', type: 'uint40' },
  ],
  Swap: [
    { name: 'router', type: 'address' },
    { name: 'tokenIn', type: 'address' },
    { name: 'amountIn', type: 'uint256' },
    { name: 'tokenOut', type: 'address' },
    { name: 'minOut', type: 'uint256' },
    { name: 'data', type: 'bytes' },
  ],
} as const;

/** One swap of a proposal, in the router's words: sells `amountIn` of `tokenIn`, wants at least `minOut` of `tokenOut`. */
export type ProposalSwap = {
  readonly router: Address;
  readonly tokenIn: Address;
  readonly amountIn: bigint;
  readonly tokenOut: Address;
  readonly minOut: bigint;
  readonly data: Hex;
};

export type Proposal = {
  readonly chainId: number;
  readonly portfolio: Address;
  readonly swaps: readonly ProposalSwap[];
  readonly nonce: bigint;
  readonly generation: bigint;
  readonly deadlineSeconds: UnixSeconds;
};

type ProposalData = TypedDataDefinition<typeof PROPOSAL_TYPES, 'Rebalance'>;

const typedDataIn = (name: string, proposal: Proposal): ProposalData => ({
  domain: { name, version: '1', chainId: proposal.chainId, verifyingContract: proposal.portfolio },
  types: PROPOSAL_TYPES,
  primaryType: 'Rebalance',
  message: {
    swaps: proposal.swaps,
    nonce: proposal.nonce,
    generation: Number(proposal.generation),
    deadline: proposal.deadlineSeconds,
  },
});

/** EIP-712 typed data of a proposal in its portfolio's own domain, "1Balancer" version "1". */
export const proposalTypedData = (proposal: Proposal): ProposalData => typedDataIn('1Balancer', proposal);

/** The same for the contract that serves an account by its delegations: "1Balancer Delegated" version "1", which names the account by its address. */
export const delegatedProposalTypedData = (proposal: Proposal): ProposalData =>
  typedDataIn('1Balancer Delegated', proposal);

/** What a proposal's signer signs: `IBalancer.proposalHash`. */
export const proposalHash = (proposal: Proposal): Hex => hashTypedData(proposalTypedData(proposal));

/** What a proposal's signer signs for an account by its delegations. */
export const delegatedProposalHash = (proposal: Proposal): Hex =>
  hashTypedData(delegatedProposalTypedData(proposal));

/** Nonces are unordered bits, so a leg's content-derived id serves: the same proposal has the same nonce. */
export const proposalNonce = (contentId: Hex): bigint => BigInt(contentId);
