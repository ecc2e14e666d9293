import { chainOfId } from '../chains/known-chains.ts';
import type { TrackedTransaction } from './tracked-transaction.ts';

/** What a person is told of a transaction. */
export type TransactionState =
  | 'asked'
  | 'rejected'
  | 'locked'
  | 'wrong-chain'
  | 'no-gas'
  | 'busy'
  | 'failed'
  | 'sent'
  | 'seen'
  | 'outbid'
  | 'mined'
  | 'reverted'
  | 'sped-up'
  | 'cancelled'
  | 'replaced'
  | 'dropped'
  | 'reorganised';

/** Blocks after which a transaction that no node has ever shown counts as dropped. */
const UNSEEN_BLOCKS_MAX = 2;

/** The one meaning of what is kept. Nothing here is for ever but a wallet's refusal: a block may be given up, a node may see it again. */
export function stateOf(record: TrackedTransaction): TransactionState {
  const { answer, place, seen, reorganisedFrom, headNumber, askedAtBlock } = record;
  if (answer.kind === 'none') return 'asked';
  if (answer.kind === 'refused') return answer.why;
  if (place.kind === 'mined') {
    if (place.by === 'cancelled' || place.by === 'replaced') return place.by;
    if (!place.succeeded) return 'reverted';
    return place.by === 'sped-up' ? 'sped-up' : 'mined';
  }
  if (reorganisedFrom !== null) return 'reorganised';
  if (place.kind === 'pool') return 'seen';
  if (place.kind === 'outbid') return 'outbid';
  return seen || headNumber >= askedAtBlock + UNSEEN_BLOCKS_MAX ? 'dropped' : 'sent';
}

/** Blocks on top of its own, its own counted; 0 while it is in none. */
export const depthOf = ({ place, headNumber }: TrackedTransaction): number =>
  place.kind === 'mined' ? Math.max(1, headNumber - place.blockNumber + 1) : 0;

/** Whether the chain can't change it any more, by the depth at which its blocks are final: what a page needn't look at any more. */
export const isSettled = (record: TrackedTransaction): boolean =>
  record.answer.kind === 'refused' || depthOf(record) >= chainOfId(record.chainId).finalityBlocks;
