import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { AccountsPage } from '../../components/index-account/accounts-page.tsx';
import { DatabaseTrouble } from '../../components/shell/database-trouble.tsx';
import { readIndexAccountsPage } from '../../services/wire/index-accounts-page.ts';

export const metadata: Metadata = { title: 'Index accounts' };
export const dynamic = 'force-dynamic';

export default async function AccountsRoute() {
  const read = await readIndexAccountsPage({ headers: await headers() });
  return (
    <div className="mx-auto max-w-[60rem] px-5 pt-6 pb-16 sm:px-9">
      {read.ok ? (
        <AccountsPage enabled={read.value.enabled} accounts={read.value.shown} />
      ) : (
        <>
          <h1 className="text-2xl font-semibold tracking-tight">Index accounts</h1>
          <DatabaseTrouble message={read.error.message} />
        </>
      )}
    </div>
  );
}
