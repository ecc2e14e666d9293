import type { Hash } from 'viem';
import type { Place, TrackedTransaction } from './tracked-transaction.ts';

/** A transaction in a block. */
export type MinedTransaction = {
  /** Null where only the use of the number is known. */
  readonly hash: Hash | null;
  readonly blockNumber: number;
  readonly blockHash: Hash | null;
  readonly succeeded: boolean;
  /** Compared with what was asked for: the same, nothing to oneself, or something else. */
  readonly content: 'same' | 'empty-to-self' | 'other';
};

/** What a node says of one tracked transaction, at one head. */
export type Observation = {
  readonly headNumber: number;
  /** The transaction of the wallet's hash, or null where the node doesn't know it. */
  readonly own:
    | { readonly kind: 'pool'; readonly nonce: number }
    | { readonly kind: 'mined'; readonly nonce: number; readonly mined: MinedTransaction }
    | null;
  /** Whatever used its number in a block, where that isn't itself. */
  readonly usurper: MinedTransaction | null;
  /** Whether a transaction with its number waits in the node's pool. */
  readonly numberWaits: boolean;
};

const BY = { same: 'sped-up', 'empty-to-self': 'cancelled', other: 'replaced' } as const;

const placeOf = (ownHash: Hash, { own, usurper, numberWaits }: Observation): Place => {
  if (own?.kind === 'mined') {
    const { content: _, ...mined } = own.mined;
    return { kind: 'mined', by: 'itself', ...mined };
  }
  if (usurper !== null) {
    const { content, ...mined } = usurper;
    // Two pages may adopt it at once: the second's look still takes it for another.
    return { kind: 'mined', by: mined.hash === ownHash ? 'itself' : BY[content], ...mined };
  }
  if (own?.kind === 'pool') return { kind: 'pool' };
  return numberWaits ? { kind: 'outbid' } : { kind: 'nowhere' };
};

/** The block that `before` was in and `after` isn't. */
const givenUp = (before: Place, after: Place): number | null =>
  before.kind === 'mined' && (after.kind !== 'mined' || after.blockHash !== before.blockHash)
    ? before.blockNumber
    : null;

/** A request that nobody answered can have been sent only if the chain has just what was asked for under its number. */
const adopted = (record: TrackedTransaction, { usurper }: Observation): TrackedTransaction =>
  usurper === null || usurper.content !== 'same' || usurper.hash === null
    ? record
    : { ...record, answer: { kind: 'hash', hash: usurper.hash } };

/**
 * What is known after a look at the chain. Pure: the same record and the same look give the same, whichever page looked. What a wallet
 * refused was never sent, and stays.
 */
export function withObservation(record: TrackedTransaction, observation: Observation): TrackedTransaction {
  if (record.answer.kind === 'refused') return record;
  if (record.answer.kind === 'none') {
    const found = adopted(record, observation);
    if (found.answer.kind === 'none') return { ...record, headNumber: observation.headNumber };
    const own = observation.usurper && {
      kind: 'mined' as const,
      nonce: record.expectedNonce,
      mined: observation.usurper,
    };
    return withObservation(found, { ...observation, own, usurper: null });
  }
  const place = placeOf(record.answer.hash, observation);
  return {
    ...record,
    place,
    nonce: observation.own?.nonce ?? record.nonce,
    seen: record.seen || observation.own !== null,
    reorganisedFrom: givenUp(record.place, place) ?? record.reorganisedFrom,
    headNumber: observation.headNumber,
  };
}
