import type { PerformancePageDto } from '../../lib/api/performance-page-dto.ts';
import { signedPercentText } from '../../lib/money/display.ts';
import { formatSpan } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { ToldFigure } from './told-figure.tsx';

const FIGURES = [
  ['timeWeightedBps', 'Time-weighted', 'what a dollar became, whenever others came or went'],
  ['moneyWeightedBps', 'Money-weighted', 'what your own dollars earned while they were here'],
  ['moneyWeightedYearlyBps', 'Money-weighted, a year', 'the same as a yearly rate (XIRR)'],
  ['holdBps', 'Holding', 'the basket that was put in, left alone'],
  ['indexBps', 'Target index', 'a dollar held exactly at the targets, without cost'],
  ['rebalancingBps', 'Beyond holding', 'what rebalancing made of a dollar of the basket'],
  ['versusIndexBps', 'Beyond the index', 'what bands, waiting and cost made of a dollar of the index'],
] as const;

/** Of the page, or of a report. */
type Shown = Pick<PerformancePageDto, 'performance' | 'isYoung' | 'watchedSeconds'>;

/** Per cent: the portfolio's return beside those of leaving it alone and of its targets. */
export function ReturnFigures({ page }: { readonly page: Shown }) {
  const { performance, isYoung, watchedSeconds } = page;
  if (performance === null) return null;
  return (
    <Section
      title="Return"
      note={isYoung ? undefined : 'of the whole span, not of a year'}
      empty={`Told once the portfolio was watched for seven days; so far it is ${formatSpan(watchedSeconds)}. A return of so short a time is mostly chance.`}
    >
      {!isYoung && (
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-t border-line pt-3 lg:grid-cols-4">
          {FIGURES.map(([name, label, words]) => (
            <ToldFigure key={name} label={label} told={performance[name]} shownAs={signedPercentText}>
              {words}
            </ToldFigure>
          ))}
        </dl>
      )}
    </Section>
  );
}
