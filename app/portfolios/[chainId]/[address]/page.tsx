import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { PortfolioPage } from '../../../../components/detail/portfolio-page.tsx';
import { Live } from '../../../../components/live/live.tsx';
import { DatabaseTrouble } from '../../../../components/shell/database-trouble.tsx';
import { TopBanner } from '../../../../components/shell/top-banner.tsx';
import { type PortfolioPlace, portfolioPlaceSchema } from '../../../../lib/api/live-dto.ts';
import { type PortfolioView, portfolioViewSchema } from '../../../../lib/api/portfolio-view.ts';
import { pagesFor } from '../../../../services/wire/pages/pages.ts';

export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 5;

type Props = {
  readonly params: Promise<Readonly<Record<string, string>>>;
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
};

/** Once for a request, whoever asks: by the text of what is asked. */
const read = cache(async (text: string) => {
  const [place, view]: [PortfolioPlace, PortfolioView] = JSON.parse(text);
  return pagesFor({ headers: await headers() }).readPortfolio(place, view);
});

/** An address that can't be one leads to the page that isn't there, like one that is somebody else's. */
async function asked({ params, searchParams }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const view = portfolioViewSchema.parse(await searchParams);
  return { place: place.data, view, answer: await read(JSON.stringify([place.data, view])) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { answer } = await asked(props);
  return { title: answer.ok && answer.value !== null ? answer.value.portfolio.name : 'Portfolio' };
}

export default async function OnePortfolioPage(props: Props) {
  const { place, view, answer } = await asked(props);
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
        {detail !== null && <PortfolioPage detail={detail} view={view} />}
        {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
      </div>
    </Live>
  );
}
