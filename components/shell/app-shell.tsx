import type { ReactNode } from 'react';
import { AccountSlot } from './account-slot.tsx';
import { FootNav, MainNav } from './main-nav.tsx';
import { Numbers } from './numbers.tsx';
import { PageLink } from './page-link.tsx';
import type { Theme } from './theme.ts';
import { ThemeSwitch } from './theme-switch.tsx';

type Props = { readonly theme: Theme; readonly hasIndexAccounts: boolean; readonly children: ReactNode };

/** The rail on a wide page, the bars above and below a narrow one, and what lies between. */
export function AppShell({ theme, hasIndexAccounts, children }: Props) {
  return (
    <div className="lg:grid lg:grid-cols-[12.5rem_minmax(0,1fr)]">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:z-10 focus:bg-raised focus:px-4 focus:py-2 focus:text-ink"
      >
        To the content
      </a>
      <header className="flex items-center justify-between gap-4 border-b border-line px-5 py-1.5 lg:sticky lg:top-0 lg:h-dvh lg:flex-col lg:items-stretch lg:border-r lg:border-b-0 lg:px-4.5 lg:py-5">
        <div className="flex items-center gap-6 lg:flex-col lg:items-start">
          <PageLink href="/" className="py-2 text-sm font-semibold tracking-tight">
            1Balancer
          </PageLink>
          <MainNav hasIndexAccounts={hasIndexAccounts} />
        </div>
        <div className="flex items-center gap-3 lg:flex-col-reverse lg:items-start">
          <div className="max-lg:hidden">
            <ThemeSwitch initial={theme} />
          </div>
          <AccountSlot />
        </div>
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 outline-none">
        {children}
      </main>
      <Numbers />
      {/* A narrow head has no room for it; the bar below covers the end of the page. */}
      <footer className="flex flex-col items-center gap-1 border-t border-line px-5 py-1.5 mb-14 lg:hidden">
        <FootNav hasIndexAccounts={hasIndexAccounts} />
        <ThemeSwitch initial={theme} />
      </footer>
    </div>
  );
}
