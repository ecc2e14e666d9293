import { describe, expect, it } from 'vitest';
import {
  type MoveEvent,
  type MoveFacts,
  type MoveStep,
  nextMoveStep,
  type OpenMove,
} from './next-move-step.ts';

const hashOf = (digit: string) => `0x${digit.repeat(64)}` as const;
const PLACE = { txHash: hashOf('1'), blockNumber: 90n, blockHash: hashOf('2') };
const EVENT: MoveEvent = { ...PLACE, blockSeconds: 900, receivedUnits: 5n, lossUnits: 0n };
const WANTED: OpenMove = { status: 'wanted', place: null, generation: 3n, deadlineSeconds: 1_000 };
const DONE: OpenMove = { ...WANTED, status: 'done', place: PLACE };
const FACTS: MoveFacts = {
  ...{ settled: { number: 92n, seconds: 920 }, generation: 3n, event: null, paid: 'yes' },
  ...{ isBeingSent: false, hasReverted: false, refusal: null },
};
const OVER = { settled: { number: 92n, seconds: 1_001 } };
const MOVED = { ...EVENT, blockHash: hashOf('3') };

describe('a signed move', () => {
  it.each<[string, OpenMove, Partial<MoveFacts>, Partial<MoveStep> & { why?: unknown }]>([
    ['is sent', WANTED, {}, { kind: 'send' }],
    ['waits for what it is paid with', WANTED, { paid: 'not-yet' }, { kind: 'wait' }],
    ['is given up with what it was to be paid with', WANTED, { paid: 'never' }, { kind: 'abandoned' }],
    ['is sent once at a time', WANTED, { isBeingSent: true }, { kind: 'wait' }],
    ['waits while its portfolio refuses it', WANTED, { refusal: 'paused' }, { kind: 'wait' }],
    ['is sent again after a transaction that was refused', WANTED, { hasReverted: true }, { kind: 'send' }],
    [
      'waits until its block counts as staying',
      WANTED,
      { event: { ...EVENT, blockNumber: 93n } },
      { kind: 'wait' },
    ],
    [
      'is done then, whoever sent it',
      WANTED,
      { event: EVENT, ...OVER, generation: 9n },
      { kind: 'done', event: EVENT },
    ],
    ['is given up when its time is over', WANTED, OVER, { kind: 'abandoned' }],
    [
      'and has failed where a transaction was refused',
      WANTED,
      { ...OVER, hasReverted: true },
      { kind: 'failed' },
    ],
    [
      'is given up when the owner has voided it, even with its call under way',
      WANTED,
      { generation: 4n, isBeingSent: true },
      { kind: 'abandoned' },
    ],
    ['outlives what its owner did just before it was signed', WANTED, { generation: 2n }, { kind: 'send' }],
    ['stays done', DONE, { event: EVENT, ...OVER }, { kind: 'wait' }],
    ['is taken back by a reorganisation', DONE, {}, { kind: 'undone' }],
    ['moves with its block', DONE, { event: MOVED }, { kind: 'done', event: MOVED }],
  ])('%s', (_, move, more, step) => {
    expect(nextMoveStep(move, { ...FACTS, ...more })).toMatchObject(step);
  });
});
