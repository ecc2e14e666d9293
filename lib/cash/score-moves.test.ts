import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { JUDGED_AFTER_SECONDS, judgeMove, leadOfScoreE18, type MadeMove, scoreMoves } from './score-moves.ts';
import { NOW, usdc } from './testing/cash-builders.ts';

const grown = (bps: number) => ({ thenE18: 2n * E18, nowE18: (2n * E18 * BigInt(10_000 + bps)) / 10_000n });

const made = (id: string, more: Partial<MadeMove> = {}): MadeMove => ({
  id,
  madeAtSeconds: NOW - JUDGED_AFTER_SECONDS,
  units: usdc(1_000),
  from: grown(10),
  to: grown(30),
  arrivedAtSeconds: NOW - JUDGED_AFTER_SECONDS,
  costUnits: usdc(0.5),
  ...more,
});

describe('a move is judged seven days later', () => {
  it('by what it earned, less what staying would have, less what it cost', () => {
    expect(judgeMove(made('a'), NOW)).toEqual({
      id: 'a',
      earnedUnits: usdc(3),
      stayedUnits: usdc(1),
      costUnits: usdc(0.5),
      scoreUnits: usdc(1.5),
    });
  });

  it.each<[string, Partial<MadeMove>, object]>([
    ['and not a second before', { madeAtSeconds: NOW - JUDGED_AFTER_SECONDS + 1 }, { why: 'too-young' }],
    ['not while it is on its way', { arrivedAtSeconds: null }, { why: 'on-its-way' }],
    ['not without a share price', { to: { thenE18: 0n, nowE18: E18 } }, { why: 'no-share-price' }],
    ['against USDC on hand, which earns nothing', { from: null }, { scoreUnits: usdc(2.5) }],
    ['a loss where it went too', { to: grown(-20) }, { earnedUnits: -usdc(2), scoreUnits: -usdc(3.5) }],
    ['a loss that it was spared', { from: grown(-500) }, { scoreUnits: usdc(52.5) }],
  ])('%s', (_, more, expected) => {
    expect(judgeMove(made('a', more), NOW)).toMatchObject(expected);
  });

  it('and all are summed, the bad ones too', () => {
    const score = scoreMoves(
      [
        made('good'),
        made('bad', { to: grown(0) }),
        made('even', { to: grown(15) }),
        made('young', { madeAtSeconds: NOW }),
      ],
      NOW,
    );
    expect(score).toMatchObject({ scoreUnits: 0n, good: 1, bad: 1, unjudged: [{ id: 'young' }] });
    expect(score.judged.map(({ id }) => id)).toEqual(['good', 'bad', 'even']);
  });

  it('which is a share of the value for the next decision, towards the worse', () => {
    expect(leadOfScoreE18(usdc(1), usdc(10_000))).toBe(E18 / 10_000n);
    expect(leadOfScoreE18(-1n, 3n * E18)).toBe(-1n);
    expect(leadOfScoreE18(usdc(1), 0n)).toBe(0n);
  });
});
