import type { ReportPageDto } from '../../lib/api/report-page-dto.ts';
import { REPORT_SPANS, type ReportDto } from '../../lib/api/reports.ts';
import { CostFigures } from '../performance/cost-figures.tsx';
import { MethodNotes } from '../performance/method-notes.tsx';
import { ReturnFigures } from '../performance/return-figures.tsx';
import { ValueFigures } from '../performance/value-figures.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { ChoiceLinks } from '../ui/choice-links.tsx';
import { ReportFrame } from './report-frame.tsx';
import { Attribution, Doings, Risk, Strategies } from './report-parts.tsx';
import { SPAN_WORDS } from './report-words.ts';

/** As the pages of performance: a return of less is mostly chance. */
const YOUNG_SECONDS = 7 * 86_400;

function Report({ report, costBps }: { readonly report: ReportDto } & Pick<ReportPageDto, 'costBps'>) {
  const { performance, statistics, watchedSeconds } = report;
  return (
    <>
      <ValueFigures page={{ performance, performanceAbsent: null }} />
      <Doings report={report} />
      <ReturnFigures page={{ performance, watchedSeconds, isYoung: watchedSeconds < YOUNG_SECONDS }} />
      <Attribution report={report} />
      <Risk report={report} />
      <CostFigures page={{ statistics, statisticsAbsent: null, costBps }} />
      <Strategies strategies={report.strategies} />
      <MethodNotes />
    </>
  );
}

/** A portfolio over a day, a month or a year. */
export function ReportPage({ page }: { readonly page: ReportPageDto }) {
  const { portfolio, view, answer, costBps } = page;
  const href = `${portfolioHref(portfolio)}/reports`;
  const of = `/api/portfolios/${portfolio.id}/reports/${view.span}`;
  const hrefOf = (span: string): string => (span === '30d' ? href : `${href}?span=${span}`);
  return (
    <ReportFrame
      head={page}
      title="Report"
      path="/reports"
      about="What was done in the span up to the newest look, what became of the value, and what it cost. Every figure is of stored looks, fills and prices; one that isn’t known says why."
      files={
        answer.report === null
          ? []
          : [
              { name: 'Report as CSV', href: `${of}?format=csv` },
              { name: 'Report as JSON', href: of },
            ]
      }
    >
      <nav aria-label="Span" className="text-ink-soft">
        <ChoiceLinks
          here={hrefOf(view.span)}
          choices={REPORT_SPANS.map((span) => ({ name: SPAN_WORDS[span], href: hrefOf(span) }))}
        />
      </nav>
      {answer.report === null ? (
        <ValueFigures page={{ performance: null, performanceAbsent: answer.absent }} />
      ) : (
        <Report report={answer.report} costBps={costBps} />
      )}
    </ReportFrame>
  );
}
