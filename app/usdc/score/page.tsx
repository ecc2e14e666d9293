import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Live } from '../../../components/live/live.tsx';
import { DatabaseTrouble } from '../../../components/shell/database-trouble.tsx';
import { ScorePage } from '../../../components/usdc/score-page.tsx';
import { scoreQuerySchema } from '../../../lib/api/usdc-query.ts';
import { readScorePage } from '../../../services/wire/usdc-page.ts';

export const metadata: Metadata = { title: 'How moves of USDC came out' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 60;

type Props = { readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>> };

export default async function ScoreRoute({ searchParams }: Props) {
  const query = scoreQuerySchema.parse(await searchParams);
  const read = await readScorePage({ headers: await headers() }, query);
  return (
    <Live
      readAtSeconds={read.ok ? read.value.readAtSeconds : 0}
      version={null}
      versionUrl="/api/live?of=status"
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok ? (
          <ScorePage own={read.value.own} strategies={read.value.strategies} />
        ) : (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">How moves came out</h1>
            <DatabaseTrouble message={read.error.message} />
          </>
        )}
      </div>
    </Live>
  );
}
