import {
  type Abi,
  type Address,
  decodeFunctionData,
  encodeFunctionData,
  type Hex,
  keccak256,
  stringToBytes,
} from 'viem';
import { balancerAbi } from '../abi/balancer-abi.ts';
import { delegatedBalancerAbi } from '../abi/delegated-balancer-abi.ts';
import { type ProposalBody, proposalOf } from '../orders/sign-proposal.ts';
import type { Action } from './action.ts';

/**
 * Something that the bot itself must have done on chain, by a transaction of its own. It must do no harm when it is done twice: a
 * reorganisation may revive what was given up.
 */
export type Call = {
  /** From {@link callId}: the same wish has the same id on any machine. */
  readonly id: Hex;
  readonly chainId: number;
  readonly portfolioId: string;
  /** Whose key sends it, lower-cased. */
  readonly sender: Address;
  readonly target: Address;
  readonly data: Hex;
  readonly gasLimit: bigint;
};

/** What a transaction pays at most, in wei for each unit of gas. */
export type Fees = { readonly maxFeeWei: bigint; readonly maxPriorityFeeWei: bigint };

/** Why a node didn't take a transaction. */
export const SEND_REFUSALS = ['underpriced', 'nonce-used', 'unfunded', 'refused'] as const;
export type SendRefusal = (typeof SEND_REFUSALS)[number];

/** One signed transaction for a call, journaled before anybody saw it. */
export type Attempt = {
  readonly txHash: Hex;
  readonly raw: Hex;
  readonly nonce: number;
  /** 0 = the first with its nonce; each further one pays more. */
  readonly bump: number;
  readonly fees: Fees;
  /** Head of the chain when a node took it last; null = no node has. */
  readonly sentAtBlock: bigint | null;
  readonly refusal: SendRefusal | null;
  /** Where it was seen in a block. */
  readonly included: Inclusion | null;
};

export type Inclusion = { readonly blockNumber: bigint; readonly blockHash: Hex };

/** A call as the journal holds it. */
export type CallState = {
  readonly call: Call;
  /** What it is for still holds. */
  readonly isWanted: boolean;
  /** In the order in which they were signed. */
  readonly attempts: readonly Attempt[];
  /** Head of the chain at the last look; null = never. */
  readonly lookedAtBlock: bigint | null;
};

/** A portfolio whose open orders outlive the stop of all trading. */
export type Revocable = {
  readonly portfolioId: string;
  readonly account: Address;
  readonly signer: Address;
  readonly generation: bigint;
  /** The version of the stop. */
  readonly stop: number;
  /** What is left of its open orders; null = none has a price. */
  readonly valueUsdE18: bigint | null;
};

/** Of what makes a wish the same one, its tag first. */
export const idOf = (parts: readonly (string | number)[]): Hex =>
  keccak256(stringToBytes(JSON.stringify(parts)));

const CALL_TAG = '1Balancer call v1';
const BUMP_GENERATION = encodeFunctionData({ abi: balancerAbi, functionName: 'bumpGeneration' });

export type Revocation = Omit<Call, 'id' | 'data'> & {
  /** Whose orders it revokes. */
  readonly generation: bigint;
  /** The version of the stop that it is for: what one left undone another may ask for again. */
  readonly stop: number;
};

/** The revocation of a portfolio's open orders: of one generation and one stop there is one. */
export const revocationOf = ({ generation, stop, ...call }: Revocation): Call => {
  const parts = [CALL_TAG, call.chainId, call.target.toLowerCase(), BUMP_GENERATION, `${generation}`, stop];
  return { ...call, data: BUMP_GENERATION, id: idOf(parts) };
};

/** Whether it is a revocation and nothing beside. */
export const isRevocation = ({ data }: Call): boolean => data === BUMP_GENERATION;

const PROPOSAL_TAG = '1Balancer proposal call v1';

const proposalCallId = ({ chainId, target, data }: Omit<Call, 'id'>): Hex =>
  idOf([PROPOSAL_TAG, chainId, target.toLowerCase(), data]);

/** The exact bytes by which a proposal is carried out. */
export const rebalanceCalldata = ({
  body,
  chainId,
  generation,
}: Pick<Action<ProposalBody>, 'body' | 'chainId' | 'generation'>): Hex => {
  const { swaps, nonce, deadlineSeconds } = proposalOf(body, { chainId, generation });
  const signed = [nonce, Number(generation), deadlineSeconds, body.signature] as const;
  const { context } = body.order;
  const functionName = 'executeSignedRebalance';
  return context === null
    ? encodeFunctionData({ abi: balancerAbi, functionName, args: [swaps, ...signed] })
    : encodeFunctionData({ abi: delegatedBalancerAbi, functionName, args: [swaps, [context], ...signed] });
};

/** The call that carries out a proposal: of one proposal there is one. */
export const proposalCallOf = (
  action: Action<ProposalBody>,
  { sender, gasLimit }: Pick<Call, 'sender' | 'gasLimit'>,
): Call => {
  const { chainId, portfolioId, account: target } = action;
  const call = { chainId, portfolioId, sender, target, gasLimit, data: rebalanceCalldata(action) };
  return { ...call, id: proposalCallId(call) };
};

/** Whether it calls this function of a contract, with nothing behind its arguments. */
export const isWhole = ({ data }: Call, abi: Abi, functionName: string): boolean => {
  try {
    const decoded = decodeFunctionData({ abi, data });
    return decoded.functionName === functionName && encodeFunctionData({ abi, ...decoded }) === data;
  } catch {
    return false;
  }
};

/** The contract judges all that a proposal does; here only that it is one, whole, and the one that was journaled under this id. */
export const isProposalCall = (call: Call): boolean =>
  call.id === proposalCallId(call) &&
  [balancerAbi, delegatedBalancerAbi].some((abi) => isWhole(call, abi, 'executeSignedRebalance'));

const ALLOWANCE_TAG = '1Balancer allowance call v1';

export type AllowanceCall = Omit<Call, 'id' | 'data'> & {
  readonly token: Address;
  /** What the protocol's router may take of it from then on; the contract refuses more than its owner's ceiling. */
  readonly units: bigint;
  /** Block of the look that wants it: what is used up may be wanted once more. */
  readonly seenAtBlock: bigint;
};

/** The latest look at a portfolio that trades at 1inch, as stored. */
export type AllowanceLook = {
  readonly portfolioId: string;
  readonly account: Address;
  readonly signer: Address;
  readonly generation: bigint;
  readonly snapshot: unknown;
  readonly decision: unknown;
};

/** The call that sets an allowance: of one look, token and amount there is one. */
export const allowanceCallOf = ({ token, units, seenAtBlock, ...call }: AllowanceCall): Call => {
  const data = encodeFunctionData({ abi: balancerAbi, functionName: 'setAllowance', args: [token, units] });
  const parts = [ALLOWANCE_TAG, call.chainId, call.target.toLowerCase(), data, `${seenAtBlock}`];
  return { ...call, data, id: idOf(parts) };
};

/** The owner's ceiling judges the amount; here only that it is a `setAllowance` and nothing beside. */
export const isAllowanceCall = (call: Call): boolean => isWhole(call, balancerAbi, 'setAllowance');

const BUMP_PERMILLE = 1_125n;
const raised = (wei: bigint): bigint => (wei * BUMP_PERMILLE + 999n) / 1_000n;
const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);

/** The fees of a replacement: 12.5 % more of both, rounded up, which nodes ask at least a tenth of, and no less than the market's. */
export const raisedFees = (before: Fees, market: Fees): Fees => ({
  maxFeeWei: larger(raised(before.maxFeeWei), market.maxFeeWei),
  maxPriorityFeeWei: larger(raised(before.maxPriorityFeeWei), market.maxPriorityFeeWei),
});
