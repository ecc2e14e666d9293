import type { ChartSeriesDto } from '../../lib/api/chart-series-dto.ts';
import { CHART_SPANS, type ChartSpan } from '../../lib/api/chart-span.ts';
import type { PortfolioView } from '../../lib/api/portfolio-view.ts';
import { ViewLinks } from '../portfolio/view-links.tsx';
import { Section } from '../ui/section.tsx';
import { DriftCharts } from './drift-charts.tsx';
import { ValueChart } from './value-chart.tsx';

const SPAN_WORDS: Readonly<Record<ChartSpan, string>> = {
  day: '1 day',
  week: '7 days',
  month: '30 days',
  year: '1 year',
  all: 'All',
};

type Props = {
  /** Null before the first look. */
  readonly series: ChartSeriesDto | null;
  readonly view: PortfolioView;
  readonly href: string;
};

const spansOf = (view: PortfolioView) =>
  CHART_SPANS.map((span) => ({ name: SPAN_WORDS[span], view: { ...view, span } }));

const TOO_FEW = 'Two looks make a line; there are fewer in this span yet.';

/** Value against holding, and the drift of each asset, over the chain’s time. */
export function HistoryCharts({ series, view, href }: Props) {
  const drawn = series !== null && series.points.length > 1 ? series : null;
  return (
    <div className="space-y-8">
      <Section
        title="Value against holding"
        note={<ViewLinks view={view} href={href} choices={spansOf(view)} />}
        empty={TOO_FEW}
      >
        {drawn !== null && <ValueChart series={drawn} />}
      </Section>
      <Section title="Drift of each asset" note="in the band of now" empty={TOO_FEW}>
        {drawn !== null && <DriftCharts series={drawn} />}
      </Section>
    </div>
  );
}
