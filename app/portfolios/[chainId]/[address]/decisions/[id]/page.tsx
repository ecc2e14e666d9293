import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { DecisionPage } from '../../../../../../components/detail/decision-page.tsx';
import { Live } from '../../../../../../components/live/live.tsx';
import { DatabaseTrouble } from '../../../../../../components/shell/database-trouble.tsx';
import { decisionPlaceSchema } from '../../../../../../lib/api/live-dto.ts';
import { pagesFor } from '../../../../../../services/wire/pages/pages.ts';

export const metadata: Metadata = { title: 'Decision' };
export const dynamic = 'force-dynamic';

/** A decision never changes; it is asked for again only to keep its age true. */
const CHECK_SECONDS = 60;

type Props = { readonly params: Promise<Readonly<Record<string, string>>> };

export default async function OneDecisionPage({ params }: Props) {
  const asked = decisionPlaceSchema.safeParse(await params);
  if (!asked.success) notFound();
  const { id, ...place } = asked.data;
  const answer = await pagesFor({ headers: await headers() }).readDecision(place, id);
  if (answer.ok && answer.value === null) notFound();
  return (
    <Live
      readAtSeconds={answer.ok ? (answer.value?.readAtSeconds ?? 0) : 0}
      version={null}
      versionUrl={`/api/live?of=${place.chainId}:${place.address}`}
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-4 pb-16 sm:px-9">
        {answer.ok && answer.value !== null && <DecisionPage decision={answer.value} />}
        {!answer.ok && <DatabaseTrouble message={answer.error.message} />}
      </div>
    </Live>
  );
}
