import { type PerformancePageDto, performanceHref } from '../../lib/api/performance-page-dto.ts';
import type { RebalanceLogDto } from '../../lib/api/rebalances.ts';
import { costBpsText, percentText, usdText } from '../../lib/money/display.ts';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { PageLink } from '../shell/page-link.tsx';
import { formatCount, formatInstant, formatSpan } from '../ui/format.ts';
import { Scrolling } from '../ui/scrolling.tsx';
import { Section } from '../ui/section.tsx';
import { TableHead } from '../ui/table-head.tsx';

const HEADS = [
  'Decided',
  'Why',
  'Outcome',
  'Traded',
  'Got beyond',
  'Against mid',
  'Took',
  'Error before → after',
];
const OUTCOMES: Readonly<Record<RebalanceLogDto['outcome'], string>> = {
  filled: 'filled',
  'partly-filled': 'filled in part',
  unfilled: 'not filled',
  open: 'open',
};

const orDash = <T,>(value: T | null, shown: (value: T) => string): string =>
  value === null ? '–' : shown(value);
const percent = (bps: number): string => `${percentText(bps, 2)} %`;

function Row({ row, href }: { readonly row: RebalanceLogDto; readonly href: string }) {
  const cell = 'py-2 pr-4 text-right whitespace-nowrap';
  return (
    <tr className="border-t border-line">
      <th scope="row" className="py-2 pr-4 font-normal whitespace-nowrap">
        <PageLink href={`${href}/decisions/${row.decisionId}`} className="text-accent hover:underline">
          {formatInstant(row.decidedAtSeconds)}
        </PageLink>
      </th>
      <td className="py-2 pr-4">{row.trigger?.replaceAll('-', ' ') ?? '–'}</td>
      <td className="py-2 pr-4">{OUTCOMES[row.outcome]}</td>
      <td className={cell}>{orDash(row.givenUsdE18, (usdE18) => usdText(BigInt(usdE18)))}</td>
      <td className={cell}>{orDash(row.spreadUsdE18, (usdE18) => usdText(BigInt(usdE18)))}</td>
      <td className={cell}>{orDash(row.lossBps, costBpsText)}</td>
      <td className={cell}>{orDash(row.executionSeconds, formatSpan)}</td>
      <td className={cell}>
        {orDash(row.trackingErrorBeforeBps, percent)} → {orDash(row.trackingErrorAfterBps, percent)}
      </td>
    </tr>
  );
}

/** Each rebalance with what it moved, what it cost and how close it came; older ones by the page. */
export function RebalanceTable({ page }: { readonly page: PerformancePageDto }) {
  const { rebalances, view } = page;
  const href = portfolioHref(page.portfolio);
  return (
    <Section
      title="Rebalances"
      note={
        view.before === null ? (
          'the latest first, whatever the range'
        ) : (
          <PageLink
            href={performanceHref(href, { ...view, before: null })}
            className="text-accent hover:underline"
          >
            Back to the latest
          </PageLink>
        )
      }
      empty="None yet. A rebalance is a decision to act whose orders were signed."
    >
      {rebalances.rows.length > 0 && (
        <Scrolling label="Rebalances, as a table">
          <table className="w-full min-w-[56rem] text-left">
            <TableHead heads={HEADS} numbers={HEADS.slice(3)} />
            <tbody>
              {rebalances.rows.map((row) => (
                <Row key={row.decisionId} row={row} href={href} />
              ))}
            </tbody>
          </table>
        </Scrolling>
      )}
      {rebalances.nextCursor !== null && (
        <p className="border-t border-line py-2.5">
          <PageLink
            href={performanceHref(href, { ...view, before: rebalances.nextCursor })}
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            Rebalances before {formatCount(rebalances.nextCursor)}
          </PageLink>
        </p>
      )}
    </Section>
  );
}
