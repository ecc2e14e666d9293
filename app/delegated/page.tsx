import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { DelegatedPage } from '../../components/delegated/delegated-page.tsx';
import { Live } from '../../components/live/live.tsx';
import { DatabaseTrouble } from '../../components/shell/database-trouble.tsx';
import { readDelegatedPage } from '../../services/wire/delegated-page.ts';

export const metadata: Metadata = { title: 'What your accounts have granted' };
export const dynamic = 'force-dynamic';

/** A revocation is noticed by the tick after it. */
const CHECK_SECONDS = 30;

export default async function DelegatedRoute() {
  const read = await readDelegatedPage({ headers: await headers() });
  return (
    <Live
      readAtSeconds={read.ok ? read.value.readAtSeconds : 0}
      version={null}
      versionUrl="/api/live?of=status"
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[60rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok ? (
          <DelegatedPage page={read.value} />
        ) : (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">What your accounts have granted</h1>
            <DatabaseTrouble message={read.error.message} />
          </>
        )}
      </div>
    </Live>
  );
}
