import type { Hash } from 'viem';
import { describe, expect, test } from 'vitest';
import { type MinedTransaction, type Observation, withObservation } from './observation.ts';
import { askedTransaction, type TrackedTransaction } from './tracked-transaction.ts';
import { stateOf, type TransactionState } from './transaction-state.ts';
import { transactionWords } from './transaction-words.ts';

const HASH: Hash = `0x${'1'.repeat(64)}`;
const OTHER: Hash = `0x${'2'.repeat(64)}`;
const block = (digit: string): Hash => `0x${digit.repeat(64)}`;

const asked = askedTransaction({
  id: 'one',
  chainId: 31_337,
  from: '0x00000000000000000000000000000000000000aa',
  to: '0x00000000000000000000000000000000000000bb',
  data: '0x8456cb59',
  valueWei: 0n,
  intent: 'Pause',
  walletId: 'test',
  askedAtSeconds: 1_700_000_000,
  headNumber: 10,
  expectedNonce: 7,
});
const sent: TrackedTransaction = { ...asked, answer: { kind: 'hash', hash: HASH } };

const mined = (over: Partial<MinedTransaction> = {}): MinedTransaction => ({
  hash: HASH,
  blockNumber: 11,
  blockHash: block('a'),
  succeeded: true,
  content: 'same',
  ...over,
});
const look = (over: Partial<Observation> = {}): Observation => ({
  headNumber: 11,
  own: null,
  usurper: null,
  numberWaits: false,
  ...over,
});
const inPool = look({ own: { kind: 'pool', nonce: 7 } });
const inBlock = look({ own: { kind: 'mined', nonce: 7, mined: mined() } });

/** Looks, one after another, and what a person is told at last. */
const CASES: readonly [string, TrackedTransaction, readonly Observation[], TransactionState][] = [
  ['nobody answered yet', asked, [look()], 'asked'],
  [
    'nobody answered, something else took the number',
    asked,
    [look({ usurper: mined({ hash: OTHER, content: 'other' }) })],
    'asked',
  ],
  ['nobody answered, just this was mined', asked, [look({ usurper: mined() })], 'mined'],
  [
    'nobody answered, just this reverted',
    asked,
    [look({ usurper: mined({ succeeded: false }) })],
    'reverted',
  ],
  [
    'refused, whatever the chain says',
    { ...asked, answer: { kind: 'refused', why: 'locked', sentence: 'Locked.' } },
    [inBlock],
    'locked',
  ],
  ['not shown yet, in the next block', sent, [look()], 'sent'],
  ['never shown, two blocks on', sent, [look({ headNumber: 12 })], 'dropped'],
  ['in the pool', sent, [inPool], 'seen'],
  ['in the pool, long after', sent, [{ ...inPool, headNumber: 900 }], 'seen'],
  ['in the pool, then nowhere', sent, [inPool, look()], 'dropped'],
  ['dropped, then back in the pool', sent, [inPool, look(), inPool], 'seen'],
  ['another with its number waits', sent, [inPool, look({ numberWaits: true })], 'outbid'],
  ['mined', sent, [inPool, inBlock], 'mined'],
  [
    'reverted',
    sent,
    [look({ own: { kind: 'mined', nonce: 7, mined: mined({ succeeded: false }) } })],
    'reverted',
  ],
  ['the same call took its number', sent, [inPool, look({ usurper: mined({ hash: OTHER }) })], 'sped-up'],
  [
    'the same call took its number and reverted',
    sent,
    [look({ usurper: mined({ hash: OTHER, succeeded: false }) })],
    'reverted',
  ],
  [
    'nothing to oneself took its number',
    sent,
    [look({ usurper: mined({ hash: OTHER, content: 'empty-to-self' }) })],
    'cancelled',
  ],
  [
    'another call took its number',
    sent,
    [look({ usurper: mined({ hash: OTHER, content: 'other' }) })],
    'replaced',
  ],
  [
    'somebody took its number, who isn’t known',
    sent,
    [look({ usurper: mined({ hash: null, content: 'other' }) })],
    'replaced',
  ],
  ['mined, then back in the pool', sent, [inBlock, inPool], 'reorganised'],
  ['mined, then nowhere', sent, [inBlock, look()], 'reorganised'],
  [
    'mined, given up, mined again',
    sent,
    [
      inBlock,
      look(),
      look({ own: { kind: 'mined', nonce: 7, mined: mined({ blockNumber: 12, blockHash: block('b') }) } }),
    ],
    'mined',
  ],
  [
    'mined, then another call stands in that block',
    sent,
    [inBlock, look({ usurper: mined({ hash: OTHER, blockHash: block('b'), content: 'other' }) })],
    'replaced',
  ],
];

describe('what a person is told of a transaction', () => {
  test.each(CASES)('%s', (_, record, looks, state) => {
    const after = looks.reduce(withObservation, record);
    expect(stateOf(after)).toBe(state);
    const { word, sentence } = transactionWords(after);
    expect(word).not.toBe('');
    expect(sentence).toMatch(/\.$/);
    expect(sentence).not.toMatch(/null|undefined/);
  });

  test('a look that is repeated, as by a second tab, changes nothing', () => {
    for (const [, record, looks] of CASES) {
      const once = looks.reduce(withObservation, record);
      const last = looks.at(-1);
      if (last !== undefined && once.answer.kind === 'hash')
        expect(withObservation(once, last)).toEqual(once);
    }
  });

  test('where it was before a reorganisation is said beside where it is now', () => {
    const again = look({
      headNumber: 12,
      own: { kind: 'mined', nonce: 7, mined: mined({ blockNumber: 12, blockHash: block('b') }) },
    });
    const after = [inBlock, look(), again].reduce(withObservation, sent);
    expect(transactionWords(after).sentence).toBe(
      'In block 12, 1 block deep. It was in block 11 before, which the chain gave up.',
    );
  });
});
