import { describe, expect, it } from 'vitest';
import { decide } from '../../../lib/engine/decide.ts';
import { NOW, policyOf, snapshotOf } from '../../../lib/engine/testing/builders.ts';
import { failure, type Retry } from '../../../lib/result.ts';
import { dueInSeconds, type Turn } from './end.ts';

const EVERY = policyOf().lookEverySeconds;
const turn = (change: Partial<Turn> = {}): Turn => {
  const [snapshot, policy] = [snapshotOf([{ usd: 5_000, targetBps: 10_000 }]), policyOf()];
  const look = { snapshot, policy, decision: decide(snapshot, policy) };
  return { look, failure: null, lookEverySeconds: EVERY, nowSeconds: NOW, ...change };
};
const failed = (retry: Retry): Partial<Turn> => ({ look: null, failure: failure('bug', 'it broke', retry) });
const TICK = 10;

describe('a portfolio comes due again', () => {
  it.each<readonly [string, Partial<Turn>, number]>([
    ['at the look its decision has promised', {}, EVERY],
    ['sooner when the head has moved on meanwhile', { nowSeconds: NOW + 7 }, EVERY - 7],
    ['at the next tick when that look is overdue', { nowSeconds: NOW + 2 * EVERY }, TICK],
    ['at the next tick when its failure says so', failed({ when: 'next-tick' }), TICK],
    ['at the time its failure names', failed({ when: 'at', time: NOW + 25 }), 25],
    ['never later than its policy’s interval', failed({ when: 'at', time: NOW + 9_999 }), EVERY],
    ['after its interval when trying again makes no sense', failed({ when: 'never' }), EVERY],
    [
      'after five minutes when its policy can’t be read',
      { ...failed({ when: 'never' }), lookEverySeconds: null },
      300,
    ],
  ])('%s', (_, change, seconds) => {
    expect(dueInSeconds(turn(change), TICK)).toBe(seconds);
  });

  it('never sooner than the tick’s interval', () => {
    expect(dueInSeconds(turn({ lookEverySeconds: 15 }), 3_600)).toBe(3_600);
  });

  it('at every tick where operators have set its interval to 0', () => {
    expect(dueInSeconds(turn(), 0)).toBe(0);
  });
});
