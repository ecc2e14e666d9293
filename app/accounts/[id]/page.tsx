import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { AccountPage } from '../../../components/index-account/account-page.tsx';
import { LivePage } from '../../../components/live/live-page.tsx';
import { readIndexAccountPage } from '../../../services/wire/indexes/index-accounts-page.ts';

export const metadata: Metadata = { title: 'Index account' };
export const dynamic = 'force-dynamic';

/** A deposit is looked at so often while it is fresh. */
const CHECK_SECONDS = 20;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

type Props = { readonly params: Promise<{ readonly id: string }> };

export default async function AccountRoute({ params }: Props) {
  const { id } = await params;
  if (!UUID.test(id)) notFound();
  return (
    <LivePage
      title="Index account"
      read={await readIndexAccountPage({ headers: await headers() }, id)}
      readAtOf={({ readAtSeconds }) => readAtSeconds}
      checkSeconds={CHECK_SECONDS}
      width="reading"
    >
      {({ enabled, shown, readAtSeconds }) => (
        <AccountPage enabled={enabled} shown={shown} nowSeconds={readAtSeconds} />
      )}
    </LivePage>
  );
}
