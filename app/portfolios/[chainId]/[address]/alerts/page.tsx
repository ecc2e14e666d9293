import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { AlertsPage } from '../../../../../components/alerts/alerts-page.tsx';
import { Live } from '../../../../../components/live/live.tsx';
import { DatabaseTrouble } from '../../../../../components/shell/database-trouble.tsx';
import { portfolioPlaceSchema } from '../../../../../lib/api/live-dto.ts';
import { pagesFor } from '../../../../../services/wire/pages.ts';

export const metadata: Metadata = { title: 'Alerts' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 15;

type Props = { readonly params: Promise<Readonly<Record<string, string>>> };

export default async function PortfolioAlertsPage({ params }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const answer = await pagesFor({ headers: await headers() }).readAlerts(place.data);
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
      <div className="mx-auto max-w-[60rem] px-5 pt-4 pb-16 sm:px-9">
        {page !== null && <AlertsPage page={page} />}
        {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
      </div>
    </Live>
  );
}
