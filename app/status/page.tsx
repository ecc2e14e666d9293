import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Live } from '../../components/live/live.tsx';
import { DatabaseTrouble } from '../../components/shell/database-trouble.tsx';
import { TopBanner } from '../../components/shell/top-banner.tsx';
import { StatusPage } from '../../components/status/status-page.tsx';
import { pagesFor } from '../../services/wire/pages/pages.ts';

export const metadata: Metadata = { title: 'Status' };
export const dynamic = 'force-dynamic';

const CHECK_SECONDS = 5;

export default async function SystemStatusPage() {
  const read = await pagesFor({ headers: await headers() }).readStatus();
  return (
    <Live
      readAtSeconds={read.ok ? read.value.readAtSeconds : 0}
      version={read.ok ? read.value.version : null}
      versionUrl="/api/live?of=status"
      intervalSeconds={CHECK_SECONDS}
    >
      {read.ok && <TopBanner bot={read.value.bot} halted={read.value.halted} simulated={false} />}
      <div className="mx-auto max-w-[76rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok ? (
          <StatusPage status={read.value} />
        ) : (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">Status</h1>
            <DatabaseTrouble message={read.error.message} />
          </>
        )}
      </div>
    </Live>
  );
}
