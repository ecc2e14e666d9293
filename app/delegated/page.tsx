import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { DelegatedPage } from '../../components/delegated/delegated-page.tsx';
import { LivePage } from '../../components/live/live-page.tsx';
import { readDelegatedPage } from '../../services/wire/delegations/delegated-page.ts';

export const metadata: Metadata = { title: 'What your accounts have granted' };
export const dynamic = 'force-dynamic';

/** A revocation is noticed by the tick after it. */
const CHECK_SECONDS = 30;

export default async function DelegatedRoute() {
  return (
    <LivePage
      title="What your accounts have granted"
      read={await readDelegatedPage({ headers: await headers() })}
      readAtOf={({ readAtSeconds }) => readAtSeconds}
      checkSeconds={CHECK_SECONDS}
      width="reading"
    >
      {(page) => <DelegatedPage page={page} />}
    </LivePage>
  );
}
