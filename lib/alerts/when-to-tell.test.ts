import { describe, expect, it } from 'vitest';
import { nextTryInSeconds, type Pending, quietMinutesLeft, whenToTell } from './when-to-tell.ts';

const DUE: Pending = {
  ...{ phase: 'raised', severity: 'warning', hasRecovered: false, raisedStatus: 'pending' },
  ...{ quiet: null, sentLately: 29 },
};
const NIGHT = { fromMinute: 22 * 60, toMinute: 6 * 60 };
const recovered = (raisedStatus: Pending['raisedStatus']): Pending => ({
  ...DUE,
  ...{ phase: 'recovered', hasRecovered: true, raisedStatus },
});

describe('quiet hours', () => {
  it.each([
    [22 * 60 - 1, 0],
    [22 * 60, 480],
    [0, 360],
    [6 * 60 - 1, 1],
    [6 * 60, 0],
  ])('over midnight, at minute %i of the day, have %i minutes left', (minute, left) => {
    expect(quietMinutesLeft(NIGHT, minute)).toBe(left);
  });

  it('keep a warning until they are over, and no alert that can’t wait, nor a test', () => {
    const quiet = { ...DUE, quiet: NIGHT };
    expect(whenToTell(quiet, 0)).toEqual({ kind: 'wait', seconds: 21_600 });
    expect(whenToTell({ ...quiet, severity: 'critical' }, 0)).toEqual({ kind: 'send' });
    expect(whenToTell({ ...quiet, phase: 'test', raisedStatus: null }, 0)).toEqual({ kind: 'send' });
  });
});

describe('a message', () => {
  it('goes out at once, but not as the 31st within an hour', () => {
    expect(whenToTell(DUE, 0)).toEqual({ kind: 'send' });
    expect(whenToTell({ ...DUE, sentLately: 30 }, 0)).toEqual({ kind: 'wait', seconds: 600 });
  });

  it('of an alert that has recovered before it was told is dropped, and so is its recovery', () => {
    expect(whenToTell({ ...DUE, hasRecovered: true }, 0)).toEqual({ kind: 'drop' });
    expect(whenToTell(recovered('dropped'), 0)).toEqual({ kind: 'drop' });
    expect(whenToTell(recovered('failed'), 0)).toEqual({ kind: 'drop' });
  });

  it('of a recovery follows the one that told of the alert, which may still be under way', () => {
    expect(whenToTell(recovered('sent'), 0)).toEqual({ kind: 'send' });
    expect(whenToTell(recovered('pending'), 0)).toEqual({ kind: 'wait', seconds: 60 });
  });
});

describe('a message that did not get through', () => {
  const waitAfter = (attempts: number, retryAfterSeconds: number | null = null) =>
    nextTryInSeconds({ attempts, retryAfterSeconds, isRefused: false });

  it('is tried again after a time that doubles, seven times, in two hours altogether', () => {
    const waits = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => waitAfter(attempts));
    expect(waits).toEqual([30, 60, 120, 240, 480, 960, 1_920, null]);
  });

  it('waits as long as its receiver asks for, within an hour', () => {
    expect(waitAfter(1, 90)).toBe(90);
    expect(waitAfter(1, 10)).toBe(30);
    expect(waitAfter(1, 86_400)).toBe(3_600);
  });

  it('is given up when its receiver will never take it', () => {
    expect(nextTryInSeconds({ attempts: 1, retryAfterSeconds: 5, isRefused: true })).toBeNull();
  });
});
