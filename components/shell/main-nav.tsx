'use client';

import { usePathname } from 'next/navigation';
import { Icon, type IconName } from '../ui/icon.tsx';
import { PageLink } from './page-link.tsx';

type Item = {
  readonly href: string;
  readonly word: string;
  readonly icon: IconName;
  /** A narrow page has it elsewhere: in the account's menu, on the first page. */
  readonly wideOnly?: boolean;
};

const ITEMS: readonly Item[] = [
  { href: '/portfolios', word: 'Portfolios', icon: 'layers' },
  { href: '/portfolios/new', word: 'New portfolio', icon: 'plus' },
  { href: '/status', word: 'Status', icon: 'pulse' },
  { href: '/try', word: 'On paper', icon: 'flask', wideOnly: true },
  { href: '/usdc', word: 'USDC', icon: 'above', wideOnly: true },
  { href: '/settings', word: 'Your settings', icon: 'contrast', wideOnly: true },
  { href: '/docs', word: 'Docs', icon: 'book', wideOnly: true },
];

/** The way to every part of the site, and where one is: in the rail of a wide page, at the foot of a narrow one. */
export function MainNav() {
  const path = usePathname();
  // The nearest: a new portfolio lies under the portfolios.
  const here = ITEMS.filter(({ href }) => path.startsWith(href)).sort(
    (a, b) => b.href.length - a.href.length,
  )[0];
  return (
    <nav
      aria-label="Main"
      className="flex text-sm max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-10 max-lg:justify-around max-lg:border-t max-lg:border-line max-lg:bg-ground lg:flex-col"
    >
      {ITEMS.map(({ href, word, icon, wideOnly = false }) => {
        const isHere = here?.href === href;
        return (
          <PageLink
            key={href}
            href={href}
            aria-current={isHere ? 'page' : undefined}
            className={`${wideOnly ? 'hidden lg:flex' : 'flex'} min-h-12 items-center gap-2 py-2.5 whitespace-nowrap max-lg:flex-auto max-lg:justify-center lg:min-h-0 ${isHere ? 'font-semibold text-ink' : 'text-ink-soft hover:text-ink'}`}
          >
            <Icon name={icon} /> {word}
          </PageLink>
        );
      })}
    </nav>
  );
}
