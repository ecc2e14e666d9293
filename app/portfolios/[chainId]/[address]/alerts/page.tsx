import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { AlertsPage } from '../../../../../components/alerts/alerts-page.tsx';
import { LivePortfolio } from '../../../../../components/live/live-portfolio.tsx';
import { portfolioPlaceSchema } from '../../../../../lib/api/live-dto.ts';
import { pagesFor } from '../../../../../services/wire/pages/pages.ts';

export const metadata: Metadata = { title: 'Alerts' };
export const dynamic = 'force-dynamic';

type Props = { readonly params: Promise<Readonly<Record<string, string>>> };

export default async function PortfolioAlertsPage({ params }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const answer = await pagesFor({ headers: await headers() }).readAlerts(place.data);
  if (answer.ok && answer.value === null) notFound();
  return (
    <LivePortfolio place={place.data} answer={answer} width="max-w-[55.5rem]">
      {(page) => <AlertsPage page={page} />}
    </LivePortfolio>
  );
}
