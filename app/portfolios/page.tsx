import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Live } from '../../components/live/live.tsx';
import { EmptyList } from '../../components/portfolios/empty-list.tsx';
import { Pages, SortLinks } from '../../components/portfolios/list-foot.tsx';
import { ListHeader } from '../../components/portfolios/list-header.tsx';
import { PortfolioTable } from '../../components/portfolios/portfolio-table.tsx';
import { DatabaseTrouble } from '../../components/shell/database-trouble.tsx';
import { TopBanner } from '../../components/shell/top-banner.tsx';
import { portfolioListQuerySchema } from '../../lib/api/portfolio-list-dto.ts';
import { pagesFor } from '../../services/wire/pages.ts';

export const metadata: Metadata = { title: 'Portfolios' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 5;

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function PortfoliosPage({ searchParams }: Props) {
  const read = await pagesFor({ headers: await headers() }).listPortfolios(
    portfolioListQuerySchema.parse(await searchParams),
  );
  return (
    <Live
      readAtSeconds={read.ok ? read.value.readAtSeconds : 0}
      version={read.ok ? read.value.version : null}
      versionUrl="/api/live?of=portfolios"
      intervalSeconds={CHECK_SECONDS}
    >
      {read.ok && <TopBanner {...read.value} />}
      <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok ? (
          <ListHeader list={read.value} />
        ) : (
          <h1 className="text-2xl font-semibold tracking-tight">Portfolios</h1>
        )}
        {!read.ok && <DatabaseTrouble message={read.error.message} />}
        {read.ok && read.value.portfolios.length === 0 && (
          <EmptyList isFiltered={read.value.query.state !== null} />
        )}
        {read.ok && read.value.portfolios.length > 0 && (
          <>
            <SortLinks list={read.value} />
            <PortfolioTable list={read.value} />
            <Pages list={read.value} />
          </>
        )}
      </div>
    </Live>
  );
}
