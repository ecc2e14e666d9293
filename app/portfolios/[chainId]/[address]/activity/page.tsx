import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { TimelinePage } from '../../../../../components/activity/timeline-page.tsx';
import { LivePortfolio } from '../../../../../components/live/live-portfolio.tsx';
import { portfolioPlaceSchema } from '../../../../../lib/api/live-dto.ts';
import { timelineViewSchema } from '../../../../../lib/api/timeline-dto.ts';
import { pagesFor } from '../../../../../services/wire/pages/pages.ts';

export const metadata: Metadata = { title: 'Activity' };
export const dynamic = 'force-dynamic';

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
  return (
    <LivePortfolio place={place.data} answer={answer}>
      {(timeline) => <TimelinePage timeline={timeline} />}
    </LivePortfolio>
  );
}
