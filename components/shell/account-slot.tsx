'use client';

import dynamic from 'next/dynamic';
import { usePathname } from 'next/navigation';
import { BUTTON } from '../ui/button.ts';
import { PageLink } from './page-link.tsx';

// Knows sessions and wallets: no page that is for everybody loads it.
const AccountChip = dynamic(() => import('./account-chip.tsx').then((loaded) => loaded.AccountChip));

/** Pages that show everybody the same, whoever looks. */
const FOR_EVERYBODY = /^\/($|demo($|\/)|p\/)/;

/** Who is signed in, or on pages that know nobody, the way to where that is asked. */
export function AccountSlot() {
  const path = usePathname();
  if (!FOR_EVERYBODY.test(path)) return <AccountChip />;
  return (
    <div className="flex min-h-9 min-w-24 items-start max-lg:justify-end">
      <PageLink href="/portfolios#sign-in" className={`${BUTTON.quiet} in-data-[session=brought]:hidden`}>
        Sign in
      </PageLink>
      <PageLink href="/portfolios" className={`${BUTTON.quiet} [:root:not([data-session=brought])_&]:hidden`}>
        Your portfolios
      </PageLink>
    </div>
  );
}
