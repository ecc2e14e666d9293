import type { StatisticsDto } from '../../lib/api/performance.ts';
import type { PerformancePageDto } from '../../lib/api/performance-page-dto.ts';
import { costBpsText, percentText, usdText } from '../../lib/money/display.ts';
import type { CostBps } from '../../lib/performance/cost-split.ts';
import { Figure } from '../ui/figure.tsx';
import { formatCount, formatSpan } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { ABSENCE_WORDS } from './absence-words.ts';
import { ToldFigure } from './told-figure.tsx';
import { signedUsd } from './value-figures.tsx';

const amountOf = (amount: { readonly value: string | null }): string =>
  amount.value === null ? '' : `${signedUsd(amount.value)} · `;

function Costs({ statistics, costBps }: { readonly statistics: StatisticsDto; readonly costBps: CostBps }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 border-t border-line pt-3 lg:grid-cols-5">
      <Figure label="Cost in all" value={costBpsText(costBps.wholeBps)}>
        {signedUsd(statistics.costUsdE18)} of {usdText(BigInt(statistics.tradedUsdE18))} traded
      </Figure>
      <ToldFigure label="of it spread" told={costBps.spreadBps} shownAs={costBpsText}>
        {amountOf(statistics.spreadUsdE18)}given to takers at their fills
      </ToldFigure>
      <ToldFigure label="of it impact" told={costBps.impactBps} shownAs={costBpsText}>
        {amountOf(statistics.impactUsdE18)}lost in pools, their fees included
      </ToldFigure>
      <ToldFigure label="of it waiting" told={costBps.movedBps} shownAs={costBpsText}>
        {amountOf(statistics.movedUsdE18)}what prices moved from decision to fill
      </ToldFigure>
      <ToldFigure label="Gas" told={statistics.gasBps} shownAs={costBpsText}>
        {amountOf(statistics.gasUsdE18)}beside the cost; a taker pays for its own
      </ToldFigure>
    </dl>
  );
}

function Fills({ statistics }: { readonly statistics: StatisticsDto }) {
  const { fills, rebalances } = statistics;
  const percent = (bps: number): string => `${percentText(bps, 2)} %`;
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4 pt-5 lg:grid-cols-5">
      <ToldFigure label="Fills against mid" told={fills.averageBps} shownAs={costBpsText}>
        what they gave away on average, of {formatCount(fills.count)} {fills.count === 1 ? 'fill' : 'fills'}
        {fills.unpriced > 0 && `, ${formatCount(fills.unpriced)} without a known price`}
      </ToldFigure>
      <ToldFigure label="Worst fill" told={fills.worstBps} shownAs={costBpsText}>
        {fills.bestBps.value === null ? '' : `best ${costBpsText(fills.bestBps.value)}`}
      </ToldFigure>
      <ToldFigure label="Fill rate" told={statistics.filledBps} shownAs={percent}>
        of what orders offered that are over
      </ToldFigure>
      <ToldFigure label="Time to fill" told={statistics.medianFillSeconds} shownAs={formatSpan}>
        median
        {statistics.longestFillSeconds.value !== null &&
          `; longest ${formatSpan(statistics.longestFillSeconds.value)}`}
      </ToldFigure>
      <ToldFigure label="Rebalances filled whole" told={statistics.successBps} shownAs={percent}>
        {formatCount(rebalances.filled)} whole, {formatCount(rebalances.partlyFilled)} in part,{' '}
        {formatCount(rebalances.unfilled)} not, {formatCount(rebalances.open)} open
      </ToldFigure>
    </dl>
  );
}

/** Of the page, or of a report. */
type Shown = Pick<PerformancePageDto, 'statistics' | 'statisticsAbsent' | 'costBps'>;

/** What trading cost and how well it was done, against the feeds. */
export function CostFigures({ page }: { readonly page: Shown }) {
  const { statistics, statisticsAbsent, costBps } = page;
  return (
    <Section
      title="What trading cost"
      note={statistics === null ? undefined : 'per dollar traded, at the feeds’ prices; negative came in'}
      empty={ABSENCE_WORDS[statisticsAbsent ?? 'never-valued']}
    >
      {statistics !== null && costBps === null && (
        <p className="border-t border-line py-2.5 text-ink-soft">Nothing was traded in this span.</p>
      )}
      {statistics !== null && costBps !== null && <Costs statistics={statistics} costBps={costBps} />}
      {statistics !== null && statistics.rebalances.count > 0 && <Fills statistics={statistics} />}
    </Section>
  );
}
