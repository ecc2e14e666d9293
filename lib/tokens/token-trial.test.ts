import { describe, expect, it } from 'vitest';
import {
  type Finding,
  type Holding,
  type TokenTrial,
  trialIllnessBy,
  trialsDue,
  unansweredTrials,
  withTrials,
} from './token-trial.ts';

const NOW = 1_700_000_000;
const HOUR = 3_600;
const addressOf = (word: string) => `0x${word.repeat(20)}` as const;
const TOKEN = addressOf('aa');
const OTHER = addressOf('bb');
const [ANN, BOB, CEM, DEE] = [addressOf('01'), addressOf('02'), addressOf('03'), addressOf('04')];

const held = (holder: Holding['holder'], units: bigint, token: Holding['token'] = TOKEN): Holding => ({
  ...{ token, holder, units },
});
const said = (holder: TokenTrial['holder'], finding: Finding, agoSeconds: number): TokenTrial => ({
  ...{ token: TOKEN, holder, finding, atSeconds: NOW - agoSeconds },
});
const ALL = [held(ANN, 1n), held(BOB, 2n), held(CEM, 3n), held(DEE, 4n)];
const dueOf = (trials: readonly TokenTrial[], holdings: readonly Holding[] = ALL) =>
  trialsDue(holdings, trials, NOW).map(({ holder }) => holder);
const illnessOf = (holder: Holding['holder'], trials: readonly TokenTrial[]) =>
  trialIllnessBy(trials, NOW)({ token: TOKEN, holder });

describe('who is tried', () => {
  it.each<[string, readonly TokenTrial[], readonly string[]]>([
    ['the two largest holders of a token that nobody has tried', [], [DEE, CEM]],
    ['nobody while a good word is younger than six hours', [said(ANN, 'whole', 6 * HOUR - 1)], []],
    ['the two largest again when it is six hours old', [said(ANN, 'whole', 6 * HOUR)], [DEE, CEM]],
    ['three others at once when one speaks against it', [said(DEE, 'short', 0)], [CEM, BOB, ANN]],
    [
      'nobody for a quarter of an hour when three have spoken against it',
      [said(DEE, 'short', 60), said(CEM, 'refused', 60), said(BOB, 'short', 60)],
      [],
    ],
    [
      'who has not spoken first, when that is over',
      [said(DEE, 'short', 900), said(CEM, 'refused', 900), said(BOB, 'short', 900)],
      [ANN, DEE, CEM],
    ],
    [
      'the barred one alone, when others came through',
      [said(DEE, 'refused', 900), said(ANN, 'whole', 60)],
      [DEE],
    ],
    ['not the barred one sooner', [said(DEE, 'refused', 899), said(ANN, 'whole', 60)], []],
    ['those that the node could not try', [said(DEE, 'unanswered', 60)], [DEE, CEM]],
    ['anew when bad words are a day old', [said(DEE, 'short', 24 * HOUR + 1)], [DEE, CEM]],
  ])('is %s', (_title, trials, expected) => {
    expect(dueOf(trials)).toEqual(expected);
  });

  it('is nobody without units, and at most 25, of what is suspected and of what many hold first', () => {
    expect(dueOf([], [held(ANN, 0n)])).toEqual([]);
    const garbage = Array.from({ length: 40 }, (_, index) =>
      held(ANN, 9n, `0x${(index + 1).toString(16).padStart(40, '0')}`),
    );
    const holdings = [...garbage, held(ANN, 1n, OTHER), held(BOB, 2n, OTHER), held(CEM, 3n)];
    const due = trialsDue(holdings, [said(DEE, 'short', 60)], NOW);
    expect(due).toHaveLength(25);
    expect(due.slice(0, 3)).toEqual([held(CEM, 3n), held(BOB, 2n, OTHER), held(ANN, 1n, OTHER)]);
  });
});

describe('a token is held', () => {
  it.each<[string, readonly TokenTrial[], RegExp | null]>([
    ['never without a word', [], null],
    ['never for a good word of another', [said(DEE, 'whole', 60)], null],
    [
      'when a transfer of the holder’s own brought less',
      [said(ANN, 'short', 60)],
      /brought less than was sent/,
    ],
    ['when its own was refused', [said(ANN, 'refused', 60)], /could not be transferred/],
    [
      'for its own word, though others came through',
      [said(ANN, 'refused', 60), said(DEE, 'whole', 0)],
      /could not/,
    ],
    ['when another’s brought less', [said(DEE, 'short', 60)], /another portfolio’s/],
    [
      'when another’s brought less after a good word',
      [said(DEE, 'short', 60), said(BOB, 'whole', 61)],
      /another/,
    ],
    ['never when somebody’s came through since', [said(DEE, 'short', 60), said(BOB, 'whole', 60)], null],
    ['never for another’s word of yesterday', [said(DEE, 'short', 24 * HOUR + 1)], null],
    ['when the node could not try it', [said(DEE, 'unanswered', HOUR)], /the node does not answer/],
    ['no longer than an hour for that', [said(DEE, 'unanswered', HOUR + 1)], null],
    [
      'never for that while a good word serves',
      [said(DEE, 'unanswered', 60), said(BOB, 'whole', 23 * HOUR)],
      null,
    ],
  ])('%s', (_title, trials, words) => {
    const illness = illnessOf(ANN, trials);
    if (words === null) expect(illness).toBeNull();
    else expect(illness).toMatch(words);
  });
});

describe('a node that can try nothing', () => {
  it('is noted once, from when on, and not while a word serves', () => {
    const first = unansweredTrials(ALL, [], NOW);
    expect(first).toEqual([said(ANN, 'unanswered', 0)]);
    expect(unansweredTrials(ALL, first, NOW + 60)).toEqual([]);
    expect(unansweredTrials(ALL, [said(DEE, 'whole', 23 * HOUR)], NOW)).toEqual([]);
    expect(unansweredTrials(ALL, [said(DEE, 'whole', 25 * HOUR)], NOW)).toHaveLength(1);
  });

  it('is forgotten when it answers', () => {
    const known = withTrials([said(ANN, 'unanswered', 60), said(BOB, 'whole', 90)], [said(ANN, 'whole', 0)]);
    expect(known).toEqual([said(BOB, 'whole', 90), said(ANN, 'whole', 0)]);
  });
});
