import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { Live } from '../../../../../components/live/live.tsx';
import { PerformancePage } from '../../../../../components/performance/performance-page.tsx';
import { DatabaseTrouble } from '../../../../../components/shell/database-trouble.tsx';
import { portfolioPlaceSchema } from '../../../../../lib/api/live-dto.ts';
import { performanceViewSchema } from '../../../../../lib/api/performance-page-dto.ts';
import { pagesFor } from '../../../../../services/wire/pages.ts';

export const metadata: Metadata = { title: 'Performance' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 15;

type Props = {
  readonly params: Promise<Readonly<Record<string, string>>>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export default async function PortfolioPerformancePage({ params, searchParams }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const view = performanceViewSchema.parse(await searchParams);
  const answer = await pagesFor({ headers: await headers() }).readPerformance(place.data, view);
  if (answer.ok && answer.value === null) notFound();
  const page = answer.ok ? answer.value : null;
  return (
    <Live
      readAtSeconds={page?.readAtSeconds ?? 0}
      version={page?.version ?? null}
      versionUrl={`/api/live?of=${place.data.chainId}:${place.data.address}`}
      portfolioId={page?.portfolio.id ?? null}
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-4 pb-16 sm:px-9">
        {page !== null && <PerformancePage page={page} />}
        {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
      </div>
    </Live>
  );
}
