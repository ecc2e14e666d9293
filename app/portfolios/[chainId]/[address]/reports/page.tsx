import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { LivePortfolio } from '../../../../../components/live/live-portfolio.tsx';
import { ReportPage } from '../../../../../components/reports/report-page.tsx';
import { portfolioPlaceSchema } from '../../../../../lib/api/live-dto.ts';
import { reportViewSchema } from '../../../../../lib/api/report-page-dto.ts';
import { pagesFor } from '../../../../../services/wire/pages/pages.ts';

export const metadata: Metadata = { title: 'Reports' };
export const dynamic = 'force-dynamic';

type Props = {
  readonly params: Promise<Readonly<Record<string, string>>>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export default async function PortfolioReportPage({ params, searchParams }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const view = reportViewSchema.parse(await searchParams);
  const answer = await pagesFor({ headers: await headers() }).readReport(place.data, view);
  if (answer.ok && answer.value === null) notFound();
  return (
    <LivePortfolio place={place.data} answer={answer}>
      {(page) => <ReportPage page={page} />}
    </LivePortfolio>
  );
}
