import Link from 'next/link';
import { CHART_SPANS, type ChartSpan } from '../../lib/api/chart-span.ts';
import type { SeriesPointDto } from '../../lib/api/portfolio-detail-dto.ts';
import { percentText } from '../../lib/money/display.ts';
import { formatInstant, formatUsd } from '../ui/format.ts';
import { Section } from '../ui/section.tsx';
import { LineChart } from './line-chart.tsx';

const SPAN_WORDS: Readonly<Record<ChartSpan, string>> = {
  day: '1 day',
  week: '7 days',
  month: '30 days',
  all: 'All',
};

/** A long table says no more than a short one: every n-th row, and always the last. */
const TABLE_ROWS = 30;
const thinned = (points: readonly SeriesPointDto[]): readonly SeriesPointDto[] => {
  const step = Math.max(1, Math.ceil(points.length / TABLE_ROWS));
  return [...points].reverse().filter((_, index) => index % step === 0);
};

const percent = (bps: number): string => `${percentText(Math.round(bps), 2)} %`;

function Table({ points, name }: { readonly points: readonly SeriesPointDto[]; readonly name: string }) {
  return (
    <table className="w-full text-left">
      <caption className="sr-only">{name}, newest first</caption>
      <thead className="text-ink-soft">
        <tr>
          <th scope="col" className="font-normal">
            Chain’s time
          </th>
          <th scope="col" className="text-right font-normal">
            Value
          </th>
          <th scope="col" className="text-right font-normal">
            Tracking error
          </th>
        </tr>
      </thead>
      <tbody>
        {thinned(points).map(({ timeSeconds, valueUsd, trackingErrorBps }) => (
          <tr key={timeSeconds} className="border-t border-line">
            <td className="py-1">{formatInstant(timeSeconds)}</td>
            <td className="text-right">{valueUsd === null ? '–' : formatUsd(valueUsd)}</td>
            <td className="text-right">{trackingErrorBps === null ? '–' : percent(trackingErrorBps)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

type Props = { readonly series: readonly SeriesPointDto[]; readonly span: ChartSpan; readonly href: string };

function Spans({ span, href }: Omit<Props, 'series'>) {
  return (
    <span className="flex gap-3">
      {CHART_SPANS.map((each) => (
        <Link
          key={each}
          href={each === 'all' ? href : `${href}?span=${each}`}
          scroll={false}
          aria-current={each === span ? 'true' : undefined}
          className={`inline-flex min-h-6 items-center hover:text-ink ${each === span ? 'font-semibold text-ink' : ''}`}
        >
          {SPAN_WORDS[each]}
        </Link>
      ))}
    </span>
  );
}

/** Value and tracking error at each look, over the chain's time. */
export function HistoryCharts({ series, span, href }: Props) {
  const times = { formatTime: formatInstant };
  return (
    <div className="grid gap-x-10 gap-y-8 lg:grid-cols-2">
      <Section title="Value at each look" note={<Spans span={span} href={href} />}>
        <LineChart
          label="Value in US dollars"
          points={series.map(({ timeSeconds, valueUsd }) => ({
            timeSeconds,
            value: valueUsd === null ? null : Number(valueUsd),
          }))}
          format={(value) => formatUsd(value.toFixed(2))}
          table={<Table points={series} name="Value and tracking error at each look" />}
          {...times}
        />
      </Section>
      <Section title="Tracking error at each look" note="share that would change hands">
        <LineChart
          label="Tracking error"
          points={series.map(({ timeSeconds, trackingErrorBps }) => ({
            timeSeconds,
            value: trackingErrorBps,
          }))}
          format={percent}
          fromZero
          table={<Table points={series} name="Tracking error and value at each look" />}
          {...times}
        />
      </Section>
    </div>
  );
}
