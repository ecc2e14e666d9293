import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Live } from '../../../components/live/live.tsx';
import { PaperPage } from '../../../components/paper/paper-page.tsx';
import { PaperUnknown } from '../../../components/paper/paper-unknown.tsx';
import { DatabaseTrouble } from '../../../components/shell/database-trouble.tsx';
import { paperIdSchema } from '../../../lib/api/live-dto.ts';
import { ok } from '../../../lib/result.ts';
import { readPaperPage } from '../../../services/wire/pages/paper-pages.ts';

export const metadata: Metadata = { title: 'On paper' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 5;

type Props = { readonly params: Promise<{ readonly id: string }> };

export default async function PaperPortfolioPage({ params }: Props) {
  const id = paperIdSchema.safeParse((await params).id);
  const read = id.success ? await readPaperPage({ headers: await headers() }, id.data) : ok(null);
  const detail = read.ok ? read.value : null;
  return (
    <Live
      readAtSeconds={detail?.detail.paper.readAtSeconds ?? 0}
      version={detail?.version ?? null}
      versionUrl={`/api/live?of=paper:${id.data ?? ''}`}
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[76rem] px-5 pt-4 pb-16 sm:px-9">
        {detail !== null && <PaperPage detail={detail.detail} />}
        {read.ok && detail === null && <PaperUnknown />}
        {!read.ok && <DatabaseTrouble message={read.error.message} />}
      </div>
    </Live>
  );
}
