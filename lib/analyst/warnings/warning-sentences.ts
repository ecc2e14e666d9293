import { costBpsText, percentText } from '../../money/display.ts';
import { timeText } from '../say-fact.ts';
import type { Unjudged, Warning, WarningKind, WarningVerdict } from './warning.ts';

const percent = (bps: number): string => `${percentText(Math.round(bps), 2)} %`;
const points = (bps: number): string => `${percentText(Math.round(bps), 2)} pp`;
const ratio = (e4: number): string => `${e4 < 0 ? '−' : ''}${(Math.abs(e4) / 10_000).toFixed(2)}`;

/** How amounts of each kind are written. */
const AMOUNT: Readonly<Record<WarningKind, (amount: number) => string>> = {
  'band-left': points,
  'volatility-high': percent,
  'correlation-high': ratio,
  'budget-low': percent,
  'cost-high': costBpsText,
};

type Told = Pick<Warning, 'kind' | 'assets' | 'threshold' | 'seen' | 'raisedAtSeconds' | 'dueAtSeconds'>;

/** What is said to come, its threshold as it is written. */
const statementOf = ({ kind, assets }: Told, threshold: string): string => {
  const [one = '', other = ''] = assets.map(({ name }) => name);
  switch (kind) {
    case 'band-left':
      return `a look will find ${one} ${threshold} or more away from its target, which is the edge of its band`;
    case 'volatility-high':
      return `the volatility of ${one} will be above ${threshold}, which is its usual one`;
    case 'correlation-high':
      return `the correlation of ${one} with ${other} will be above ${threshold}, which is the usual one`;
    case 'budget-low':
      return `a look will find less than ${threshold} of the contract’s loss or turnover of a day left`;
    default:
      return `what is traded will cost more than ${threshold}, which is twice the usual`;
  }
};

const SEEN: Readonly<Record<WarningKind, (seen: string, time: string) => string>> = {
  'band-left': (seen, time) => `On ${time} it was ${seen} away.`,
  'volatility-high': (seen, time) => `In the 7 days up to ${time} it was ${seen}.`,
  'correlation-high': (seen, time) => `In the 7 days up to ${time} it was ${seen}.`,
  'budget-low': (seen, time) => `On ${time} ${seen} was left.`,
  'cost-high': (seen, time) => `In the 7 days up to ${time} it was ${seen}.`,
};

/** The statement of a warning: what would make it come true, until when, and what was seen when it was raised. */
export const warningSentence = (warning: Told): string => {
  const { kind, threshold, seen, raisedAtSeconds, dueAtSeconds } = warning;
  const say = AMOUNT[kind];
  const statement = `Until ${timeText(dueAtSeconds)} ${statementOf(warning, say(threshold))}.`;
  return `${statement} ${SEEN[kind](say(seen), timeText(raisedAtSeconds))}`;
};

const WHY_NOT: Readonly<Record<Unjudged, string>> = {
  'not-watched': 'for more than a day there was no look that tells',
  'too-few-prices': 'for more than a day no price was recorded, or too few were',
  'nothing-traded': 'nothing was traded',
  'judged-late': 'it was judged so late that looks were thinned out',
};

const OF_ALL: Readonly<Record<WarningKind, string>> = {
  'band-left': 'the furthest was',
  'volatility-high': 'it was',
  'correlation-high': 'it was',
  'budget-low': 'the least was',
  'cost-high': 'it was',
};

/** What became of a warning. */
export const verdictSentence = ({ kind }: Pick<Warning, 'kind'>, verdict: WarningVerdict): string => {
  if (verdict.outcome === 'not-judged') return `It can’t be judged: ${WHY_NOT[verdict.why]}.`;
  const { outcome, amount, atSeconds } = verdict;
  const time = atSeconds === null ? '' : `, ${timeText(atSeconds)}`;
  const found = `${OF_ALL[kind]} ${AMOUNT[kind](amount)}${time}.`;
  return outcome === 'came-true' ? `It came true: ${found}` : `It did not come true: ${found}`;
};
