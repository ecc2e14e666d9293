import type { Hex } from 'viem';
import { type Attempt, type CallState, type Fees, type Inclusion, raisedFees } from './call.ts';

/** A transaction that no block took for as many is stuck. */
const STUCK_BLOCKS = 4n;
const BUMPS_MAX = 3;
/** A call is looked at again after as many blocks. */
const LOOK_BLOCKS = 3n;
/** As deep as this, a block counts as staying. */
export const SETTLED_BLOCKS = 8n;

export type Receipt = Inclusion & {
  readonly succeeded: boolean;
  readonly gasUsed: bigint;
  /** What each unit of gas was paid. */
  readonly gasPriceWei: bigint;
};

/** What the chain says at one head. */
export type CallFacts = {
  readonly headNumber: bigint;
  /** How many transactions of the sender are in blocks up to the head: the nonce a block can take next. */
  readonly nonceAtHead: number;
  /** The same {@link SETTLED_BLOCKS} before the head. */
  readonly nonceSettled: number;
  /** The lowest nonce from `nonceAtHead` on that no other call of ours holds. */
  readonly freeNonce: number;
  readonly receipts: ReadonlyMap<Hex, Receipt>;
  /** Transactions that a node has, in a block or waiting. */
  readonly known: ReadonlySet<Hex>;
  readonly market: Fees;
  /** The most that one transaction of this call may pay for a unit of gas, in wei. */
  readonly maxFeeWeiMax: bigint;
};

/** What is to be done with a call now. */
export type CallStep =
  /** Signed, journaled and then sent. */
  | { readonly kind: 'sign'; readonly nonce: number; readonly bump: number; readonly fees: Fees }
  | { readonly kind: 'send'; readonly attempt: Attempt }
  | { readonly kind: 'include'; readonly attempt: Attempt; readonly receipt: Receipt }
  /** The block it was in is gone. */
  | { readonly kind: 'reopen'; readonly attempt: Attempt }
  | { readonly kind: 'conclude'; readonly attempt: Attempt; readonly outcome: 'done' | 'reverted' }
  | { readonly kind: 'abandon' }
  | {
      readonly kind: 'wait';
      readonly why: 'looked-lately' | 'confirming' | 'nonce-taken' | 'behind-others' | 'fresh';
    }
  /** It waits as well, and a person should know. */
  | { readonly kind: 'jammed'; readonly why: 'bumps-used-up' | 'too-dear' };

const wait = (why: Extract<CallStep, { kind: 'wait' }>['why']): CallStep => ({ kind: 'wait', why });
const jammed = (why: Extract<CallStep, { kind: 'jammed' }>['why']): CallStep => ({ kind: 'jammed', why });

/** False while the last look is fewer than three blocks old; a head that went back is looked at. */
export const isDueForLook = ({ lookedAtBlock: at }: CallState, headNumber: bigint): boolean =>
  at === null || headNumber < at || headNumber - at >= LOOK_BLOCKS;

const signWith = (nonce: number, bump: number, { fees, max }: { fees: Fees; max: bigint }): CallStep =>
  fees.maxFeeWei > max ? jammed('too-dear') : { kind: 'sign', nonce, bump, fees };

const signAnew = ({ freeNonce, market, maxFeeWeiMax }: CallFacts): CallStep =>
  signWith(freeNonce, 0, { fees: market, max: maxFeeWeiMax });

const included = ({ attempts }: CallState, { headNumber, receipts }: CallFacts): CallStep | null => {
  for (const attempt of attempts) {
    const receipt = receipts.get(attempt.txHash);
    if (receipt === undefined) continue;
    if (attempt.included?.blockHash !== receipt.blockHash) return { kind: 'include', attempt, receipt };
    if (headNumber - receipt.blockNumber < SETTLED_BLOCKS) return wait('confirming');
    return { kind: 'conclude', attempt, outcome: receipt.succeeded ? 'done' : 'reverted' };
  }
  const gone = attempts.find((attempt) => attempt.included !== null);
  return gone === undefined ? null : { kind: 'reopen', attempt: gone };
};

/** The nonce is in a block, and none of our transactions is what is there. A block that may still go decides nothing. */
const taken = ({ isWanted }: CallState, current: Attempt, facts: CallFacts): CallStep => {
  if (facts.nonceSettled <= current.nonce) return wait('nonce-taken');
  return isWanted ? signAnew(facts) : { kind: 'abandon' };
};

const raise = (current: Attempt, facts: CallFacts): CallStep => {
  if (current.bump >= BUMPS_MAX) return jammed('bumps-used-up');
  const fees = raisedFees(current.fees, facts.market);
  return signWith(current.nonce, current.bump + 1, { fees, max: facts.maxFeeWeiMax });
};

/** No node has it: never sent, refused, or dropped. */
const unknown = ({ isWanted }: CallState, current: Attempt, facts: CallFacts): CallStep => {
  if (!isWanted) return { kind: 'abandon' };
  if (facts.freeNonce < current.nonce) return signAnew(facts);
  return current.refusal === 'underpriced' && current.bump < BUMPS_MAX
    ? raise(current, facts)
    : { kind: 'send', attempt: current };
};

/** A node has it, and no block yet. */
const waiting = (current: Attempt, facts: CallFacts): CallStep => {
  // Whoever held the nonce before it is gone: without another transaction there, this one never comes.
  if (facts.freeNonce < current.nonce) return signAnew(facts);
  if (facts.nonceAtHead < current.nonce) return wait('behind-others');
  const since = current.sentAtBlock;
  if (since === null)
    return current.refusal === 'underpriced' ? raise(current, facts) : { kind: 'send', attempt: current };
  return facts.headNumber - since < STUCK_BLOCKS ? wait('fresh') : raise(current, facts);
};

/**
 * The next step of a call, from its journal and from what the chain says at one head. Pure and total; whoever takes the step asks again
 * with what has changed, until it is a wait or an end.
 */
export const nextCallStep = (state: CallState, facts: CallFacts): CallStep => {
  const settled = included(state, facts);
  if (settled !== null) return settled;
  const current = state.attempts.at(-1);
  if (current === undefined) return state.isWanted ? signAnew(facts) : { kind: 'abandon' };
  if (facts.nonceAtHead > current.nonce) return taken(state, current, facts);
  const isKnown = state.attempts.some(
    ({ txHash, nonce }) => nonce === current.nonce && facts.known.has(txHash),
  );
  return isKnown ? waiting(current, facts) : unknown(state, current, facts);
};
