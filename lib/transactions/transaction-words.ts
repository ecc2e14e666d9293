import type { TrackedTransaction } from './tracked-transaction.ts';
import { depthOf, stateOf, type TransactionState } from './transaction-state.ts';

/** One of the three meanings, or none. */
export type TransactionTone = 'good' | 'warn' | 'stop' | 'plain';

/** A word, a sentence, and what to do next where anything is to be done. */
export type TransactionWords = {
  readonly tone: TransactionTone;
  readonly word: string;
  readonly sentence: string;
};

type Words = readonly [
  tone: TransactionTone,
  word: string,
  sentence: string | ((t: TrackedTransaction) => string),
];

const blockOf = ({ place }: TrackedTransaction): string =>
  place.kind === 'mined' ? `block ${place.blockNumber}` : 'no block';

const depthText = (record: TrackedTransaction): string => {
  const depth = depthOf(record);
  const moved =
    record.reorganisedFrom === null
      ? ''
      : ` It was in block ${record.reorganisedFrom} before, which the chain gave up.`;
  return `In ${blockOf(record)}, ${depth} ${depth === 1 ? 'block' : 'blocks'} deep.${moved}`;
};

const refusal = ({ answer }: TrackedTransaction): string =>
  answer.kind === 'refused' ? answer.sentence : '';

const reorganised = ({ place, reorganisedFrom }: TrackedTransaction): string =>
  `The chain gave up block ${reorganisedFrom}, in which it was. ${
    place.kind === 'nowhere'
      ? 'No node holds it now: send it again.'
      : 'It waits for another block; its effect is undone until then.'
  }`;

const WORDS: Readonly<Record<TransactionState, Words>> = {
  asked: [
    'plain',
    'Waiting for you',
    'The wallet is asked. Answer there; if you have closed that request, nothing was sent.',
  ],
  rejected: ['plain', 'Declined', refusal],
  locked: ['warn', 'Wallet locked', refusal],
  'wrong-chain': ['warn', 'Wrong chain', refusal],
  'no-gas': ['warn', 'No gas', refusal],
  busy: ['warn', 'Wallet busy', refusal],
  failed: ['stop', 'Not sent', refusal],
  sent: ['plain', 'Sent', 'The wallet has sent it; the node has not shown it yet.'],
  seen: ['plain', 'Waiting for a block', 'The node holds it. Nothing has happened on chain yet.'],
  outbid: [
    'warn',
    'Being replaced',
    'Another transaction with its number waits instead: sped up, cancelled or replaced in the wallet. The next block tells which.',
  ],
  mined: ['good', 'Done', depthText],
  reverted: [
    'stop',
    'Refused on chain',
    (record) => `The contract refused it in ${blockOf(record)}: nothing moved but the gas. Try again.`,
  ],
  'sped-up': ['good', 'Done, sped up', depthText],
  cancelled: [
    'warn',
    'Cancelled',
    (record) => `Cancelled in the wallet, in ${blockOf(record)}. It has had no effect.`,
  ],
  replaced: [
    'warn',
    'Replaced',
    (record) =>
      `Another transaction used its number in ${blockOf(record)}. This one has had no effect: send it again if you still want it.`,
  ],
  dropped: [
    'warn',
    'Dropped',
    'No node holds it any more, and its number is free: it has had no effect. Send it again.',
  ],
  reorganised: ['warn', 'Undone by the chain', reorganised],
};

/** What a person is told. */
export function transactionWords(record: TrackedTransaction): TransactionWords {
  const [tone, word, sentence] = WORDS[stateOf(record)];
  return { tone, word, sentence: typeof sentence === 'string' ? sentence : sentence(record) };
}
