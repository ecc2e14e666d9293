import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { TimelinePage } from '../../../../../components/activity/timeline-page.tsx';
import { Live } from '../../../../../components/live/live.tsx';
import { DatabaseTrouble } from '../../../../../components/shell/database-trouble.tsx';
import { portfolioPlaceSchema } from '../../../../../lib/api/live-dto.ts';
import { timelineViewSchema } from '../../../../../lib/api/timeline-dto.ts';
import { pagesFor } from '../../../../../services/wire/pages.ts';

export const metadata: Metadata = { title: 'Activity' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 15;

type Props = {
  readonly params: Promise<Readonly<Record<string, string>>>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

export default async function PortfolioActivityPage({ params, searchParams }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const view = timelineViewSchema.parse(await searchParams);
  const answer = await pagesFor({ headers: await headers() }).readTimeline(place.data, view);
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
        {page !== null && <TimelinePage timeline={page} />}
        {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
      </div>
    </Live>
  );
}
