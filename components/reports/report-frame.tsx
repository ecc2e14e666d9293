import type { ReactNode } from 'react';
import type { ReportHead } from '../../lib/api/report-page-dto.ts';
import { LiveStatus } from '../live/live.tsx';
import { BackLink } from '../portfolio/back-link.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { ChoiceLinks } from '../ui/choice-links.tsx';
import { formatInstant } from '../ui/format.ts';
import { PrintButton } from './print-button.tsx';

/** The reports there are, by their addresses below the portfolio's. */
const REPORTS = [
  { name: 'Span', path: '/reports' },
  { name: 'Tax lots', path: '/reports/lots' },
  { name: 'Compliance', path: '/reports/compliance' },
  { name: 'Bands', path: '/reports/bands' },
] as const;

type Props = {
  readonly head: ReportHead;
  readonly title: string;
  /** Which of the reports this is. */
  readonly path: (typeof REPORTS)[number]['path'];
  /** What the page is about, for who has it on paper. */
  readonly about: string;
  /** The report as files. */
  readonly files?: readonly { readonly name: string; readonly href: string }[];
  readonly children: ReactNode;
};

/** A report of a portfolio: on the screen with the ways to the others, on paper with whose it is and when it was made. */
export function ReportFrame({ head, title, path, about, files = [], children }: Props) {
  const { portfolio, readAtSeconds } = head;
  const href = portfolioHref(portfolio);
  return (
    <>
      <div className="flex flex-wrap justify-between gap-x-8 print:hidden">
        <BackLink href={href}>{portfolio.name}</BackLink>
        <LiveStatus />
      </div>
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1 pt-1 pb-2">
        <h1 className="text-2xl font-semibold tracking-tight">{title}</h1>
        <nav aria-label="Reports" className="text-ink-soft print:hidden">
          <ChoiceLinks
            here={`${href}${path}`}
            choices={REPORTS.map((report) => ({ name: report.name, href: `${href}${report.path}` }))}
          />
        </nav>
      </div>
      <p className="max-w-prose pb-3 text-pretty text-ink-soft">{about}</p>
      <p className="hidden pb-3 print:block">
        {portfolio.name}, chain {portfolio.chainId}, contract {portfolio.address}. As of{' '}
        {formatInstant(readAtSeconds)}.{portfolio.simulated && ' The market is simulated.'}
      </p>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-6 print:hidden">
        <PrintButton />
        {files.map(({ name, href: file }) => (
          <a
            key={name}
            href={file}
            download
            className="inline-flex min-h-6 items-center text-accent hover:underline"
          >
            {name}
          </a>
        ))}
      </p>
      <div className="space-y-8">{children}</div>
    </>
  );
}

/** What stands in place of a report that is for the owner alone. */
export function OwnersOnly() {
  return (
    <p className="max-w-prose text-pretty text-ink-soft">
      This report is its owner’s business. Sign in with the wallet that owns the contract, or guards the
      account that it trades for, to see it.
    </p>
  );
}
