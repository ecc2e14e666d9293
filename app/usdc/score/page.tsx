import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { LivePage } from '../../../components/live/live-page.tsx';
import { ScorePage } from '../../../components/usdc/score-page.tsx';
import { scoreQuerySchema } from '../../../lib/api/usdc-query.ts';
import { readScorePage } from '../../../services/wire/cash/usdc-page.ts';

export const metadata: Metadata = { title: 'How moves of USDC came out' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 60;

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function ScoreRoute({ searchParams }: Props) {
  const query = scoreQuerySchema.parse(await searchParams);
  return (
    <LivePage
      title="How moves came out"
      read={await readScorePage({ headers: await headers() }, query)}
      readAtOf={({ readAtSeconds }) => readAtSeconds}
      checkSeconds={CHECK_SECONDS}
      width="wide"
    >
      {({ own, strategies }) => <ScorePage own={own} strategies={strategies} />}
    </LivePage>
  );
}
