import type { Address, Hex } from 'viem';
import { ok, type Result, type UnixSeconds } from '../result.ts';
import { type LimitOrder, wordToAddress } from './limit-order.ts';
import { delegatedProposalHash, type Proposal, proposalHash } from './proposal-typed-data.ts';
import type { SignDigest } from './sign-order.ts';

/** One swap that the bot has its account's contract make, in an order's words: what becomes of both is told alike. */
export type SwapOrder = Pick<
  LimitOrder,
  'maker' | 'makerAsset' | 'takerAsset' | 'makingAmount' | 'takingAmount'
> & {
  /** From the content-derived id: the contract takes each once. */
  readonly nonce: bigint;
  /** One that the contract's owner allows. */
  readonly router: Address;
  /** What the executor calls the router with. */
  readonly data: Hex;
  /** The delegation, with its signature, by which the sold tokens are pulled from their account; null where the contract holds them. Nobody signs it. */
  readonly context: Hex | null;
};

/** A signed proposal of one swap, as the bot sends it. */
export type ProposalBody = {
  readonly kind: 'proposal';
  readonly order: SwapOrder;
  /** `IBalancer.proposalHash`, or that of the contract that serves an account by its delegations. */
  readonly orderHash: Hex;
  /** 65 bytes. */
  readonly signature: Hex;
  readonly expiresAtSeconds: UnixSeconds;
};

/** Where a proposal holds. */
export type ProposalPlace = { readonly chainId: number; readonly generation: bigint };

const addressOf = (word: bigint): Address => {
  const address = wordToAddress(word);
  if (address === null) throw new RangeError(`not an address: ${word}`);
  return address;
};

/** The proposal that a body's swap is, at its place. @throws {RangeError} where a word is no address */
export const proposalOf = (
  { order, expiresAtSeconds }: Pick<ProposalBody, 'order' | 'expiresAtSeconds'>,
  { chainId, generation }: ProposalPlace,
): Proposal => ({
  ...{ chainId, generation, portfolio: addressOf(order.maker) },
  swaps: [
    {
      router: order.router,
      tokenIn: addressOf(order.makerAsset),
      amountIn: order.makingAmount,
      tokenOut: addressOf(order.takerAsset),
      minOut: order.takingAmount,
      data: order.data,
    },
  ],
  nonce: order.nonce,
  deadlineSeconds: expiresAtSeconds,
});

/** Hashes and signs a swap. The same swap and signature give the same bytes. */
export const signProposal = async (
  unsigned: Pick<ProposalBody, 'order' | 'expiresAtSeconds'>,
  place: ProposalPlace,
  sign: SignDigest,
): Promise<Result<ProposalBody>> => {
  const hashOf = unsigned.order.context === null ? proposalHash : delegatedProposalHash;
  const orderHash = hashOf(proposalOf(unsigned, place));
  const signature = await sign(orderHash);
  return signature.ok
    ? ok({ kind: 'proposal', ...unsigned, orderHash, signature: signature.value })
    : signature;
};
