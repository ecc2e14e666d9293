import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Live } from '../../components/live/live.tsx';
import { LiveList } from '../../components/portfolios/live-list.tsx';
import { DatabaseTrouble } from '../../components/shell/database-trouble.tsx';
import { portfolioListQuerySchema } from '../../lib/api/portfolio-list-dto.ts';
import { pagesFor } from '../../services/wire/pages/pages.ts';

export const metadata: Metadata = { title: 'Portfolios' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 5;

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function PortfoliosPage({ searchParams }: Props) {
  const read = await pagesFor({ headers: await headers() }).listPortfolios(
    portfolioListQuerySchema.parse(await searchParams),
  );
  if (read.ok) return <LiveList initial={read.value} intervalSeconds={CHECK_SECONDS} />;
  return (
    <Live
      readAtSeconds={0}
      version={null}
      versionUrl="/api/live?of=portfolios"
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
        <h1 className="text-2xl font-semibold tracking-tight">Portfolios</h1>
        <DatabaseTrouble message={read.error.message} />
      </div>
    </Live>
  );
}
