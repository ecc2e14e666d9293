import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { PortfolioPage } from '../../../../components/detail/portfolio-page.tsx';
import { Live } from '../../../../components/live/live.tsx';
import { DatabaseTrouble } from '../../../../components/shell/database-trouble.tsx';
import { TopBanner } from '../../../../components/shell/top-banner.tsx';
import { type ChartSpan, chartSpanSchema } from '../../../../lib/api/chart-span.ts';
import { type PortfolioPlace, portfolioPlaceSchema } from '../../../../lib/api/live-dto.ts';
import { pagesFor } from '../../../../services/wire/pages.ts';

export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 5;

type Props = {
  readonly params: Promise<Readonly<Record<string, string>>>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

const read = cache(async (chainId: number, address: PortfolioPlace['address'], span: ChartSpan) =>
  pagesFor({ headers: await headers() }).readPortfolio({ chainId, address }, span),
);

/** An address that can't be one leads to the page that isn't there, like one that is somebody else's. */
async function asked({ params, searchParams }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const { span } = chartSpanSchema.parse(await searchParams);
  const { chainId, address } = place.data;
  return { place: place.data, span, answer: await read(chainId, address, span) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { answer } = await asked(props);
  return { title: answer.ok && answer.value !== null ? answer.value.portfolio.name : 'Portfolio' };
}

export default async function OnePortfolioPage(props: Props) {
  const { place, span, answer } = await asked(props);
  if (answer.ok && answer.value === null) notFound();
  const detail = answer.ok ? answer.value : null;
  return (
    <Live
      readAtSeconds={detail?.readAtSeconds ?? 0}
      version={detail?.version ?? null}
      versionUrl={`/api/live?of=${place.chainId}:${place.address}`}
      portfolioId={detail?.portfolio.id ?? null}
      intervalSeconds={CHECK_SECONDS}
    >
      {detail !== null && <TopBanner {...detail} simulated={detail.portfolio.simulated} />}
      <div className="mx-auto max-w-[76rem] px-5 pt-4 pb-16 sm:px-9">
        {detail !== null && <PortfolioPage detail={detail} span={span} />}
        {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
      </div>
    </Live>
  );
}
