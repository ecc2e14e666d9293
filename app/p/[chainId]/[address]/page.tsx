import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { SharePage } from '../../../../components/share/share-page.tsx';
import { DatabaseTrouble } from '../../../../components/shell/database-trouble.tsx';
import { type PortfolioPlace, portfolioPlaceSchema } from '../../../../lib/api/live-dto.ts';
import { readShareCard } from '../../../../services/wire/pages/share-card.ts';

export const dynamic = 'force-dynamic';

type Props = { readonly params: Promise<Readonly<Record<string, string>>> };

/** Once for a request, by the text of what is asked. */
const read = cache((text: string) => readShareCard(JSON.parse(text) as PortfolioPlace));

async function asked({ params }: Props) {
  const place = portfolioPlaceSchema.safeParse(await params);
  if (!place.success) notFound();
  const answer = await read(JSON.stringify(place.data));
  if (answer.ok && answer.value === null) notFound();
  return answer;
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const answer = await asked(props);
  return {
    title: answer.ok ? answer.value?.name : 'Portfolio',
    description: 'A portfolio kept on target by 1Balancer, as its owner shares it.',
    robots: { index: false },
  };
}

export default async function SharedPortfolioPage(props: Props) {
  const answer = await asked(props);
  if (answer.ok && answer.value !== null) return <SharePage card={answer.value} />;
  return (
    <div className="mx-auto max-w-[54rem] px-5 pt-6 pb-16 sm:px-9">
      <h1 className="text-2xl font-semibold tracking-tight">Portfolio</h1>
      <DatabaseTrouble message={answer.ok ? '' : answer.error.message} />
    </div>
  );
}
