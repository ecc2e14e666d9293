import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { AccountPage } from '../../../components/index-account/account-page.tsx';
import { Live } from '../../../components/live/live.tsx';
import { DatabaseTrouble } from '../../../components/shell/database-trouble.tsx';
import { readIndexAccountPage } from '../../../services/wire/index-accounts-page.ts';

export const metadata: Metadata = { title: 'Index account' };
export const dynamic = 'force-dynamic';

/** A deposit is looked at so often while it is fresh. */
const CHECK_SECONDS = 20;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export default async function AccountRoute({
  params,
}: {
  readonly params: Promise<{ readonly id: string }>;
}) {
  const { id } = await params;
  if (!UUID.test(id)) notFound();
  const read = await readIndexAccountPage({ headers: await headers() }, id);
  return (
    <Live
      readAtSeconds={read.ok ? read.value.readAtSeconds : 0}
      version={null}
      versionUrl="/api/live?of=status"
      intervalSeconds={CHECK_SECONDS}
    >
      <div className="mx-auto max-w-[60rem] px-5 pt-6 pb-16 sm:px-9">
        {read.ok ? (
          <AccountPage
            enabled={read.value.enabled}
            shown={read.value.shown}
            nowSeconds={read.value.readAtSeconds}
          />
        ) : (
          <>
            <h1 className="text-2xl font-semibold tracking-tight">Index account</h1>
            <DatabaseTrouble message={read.error.message} />
          </>
        )}
      </div>
    </Live>
  );
}
