import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { AccountsPage } from '../../components/index-account/accounts-page.tsx';
import { LivePage } from '../../components/live/live-page.tsx';
import { readIndexAccountsPage } from '../../services/wire/indexes/index-accounts-page.ts';

export const metadata: Metadata = { title: 'Index accounts' };
export const dynamic = 'force-dynamic';

/** An account is held by ticks. */
const CHECK_SECONDS = 60;

export default async function AccountsRoute() {
  return (
    <LivePage
      title="Index accounts"
      read={await readIndexAccountsPage({ headers: await headers() })}
      readAtOf={({ readAtSeconds }) => readAtSeconds}
      checkSeconds={CHECK_SECONDS}
      width="reading"
    >
      {({ enabled, shown }) => <AccountsPage enabled={enabled} accounts={shown} />}
    </LivePage>
  );
}
