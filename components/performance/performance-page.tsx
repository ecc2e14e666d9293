import { RANGES, type Range } from '../../lib/api/performance.ts';
import { type PerformancePageDto, performanceHref } from '../../lib/api/performance-page-dto.ts';
import { AnalystPart } from '../analyst/analyst-part.tsx';
import { FactsPart } from '../analyst/facts-part.tsx';
import { WarningsPart } from '../analyst/warnings-part.tsx';
import { LiveStatus } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { ChoiceLinks } from '../ui/choice-links.tsx';
import { CostFigures } from './cost-figures.tsx';
import { MethodNotes } from './method-notes.tsx';
import { RebalanceTable } from './rebalance-table.tsx';
import { ReturnFigures } from './return-figures.tsx';
import { ReturnsChart } from './returns-chart.tsx';
import { ValueFigures } from './value-figures.tsx';

const RANGE_WORDS: Readonly<Record<Range, string>> = {
  all: 'Since the start',
  '1y': '1 year',
  '90d': '90 days',
  '30d': '30 days',
  '7d': '7 days',
};

/** What became of a portfolio: its value and return against leaving it alone and against its targets, and what trading cost. */
export function PerformancePage({ page }: { readonly page: PerformancePageDto }) {
  const { portfolio, view } = page;
  const href = portfolioHref(portfolio);
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-8">
        <BackLink href={href}>{portfolio.name}</BackLink>
        <LiveStatus />
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1 pt-1 pb-3">
        <h1 className="text-2xl font-semibold tracking-tight">Performance</h1>
        <nav aria-label="Range" className="text-ink-soft">
          <ChoiceLinks
            here={performanceHref(href, { ...view, before: null })}
            choices={[...RANGES].reverse().map((range) => ({
              name: RANGE_WORDS[range],
              href: performanceHref(href, { range, before: null }),
            }))}
          />
        </nav>
      </div>
      <div className="space-y-8">
        <ValueFigures page={page} />
        <ReturnFigures page={page} />
        <ReturnsChart page={page} />
        <CostFigures page={page} />
        <RebalanceTable page={page} />
        <FactsPart portfolioId={portfolio.id} href={href} version={page.version} />
        <AnalystPart portfolioId={portfolio.id} href={href} isOwner={page.isOwner} isTold={page.isTold} />
        <WarningsPart portfolioId={portfolio.id} version={page.version} />
        <MethodNotes />
      </div>
    </>
  );
}
