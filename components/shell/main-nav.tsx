'use client';

import { usePathname } from 'next/navigation';
import { Icon, type IconName } from '../ui/icon.tsx';
import { PageLink } from './page-link.tsx';

type Item = {
  readonly href: string;
  readonly word: string;
  readonly icon: IconName;
  /** A narrow page has it at its foot. */
  readonly wideOnly?: boolean;
};

const INDEX_ACCOUNTS: Item = { href: '/accounts', word: 'Index accounts', icon: 'exchange', wideOnly: true };
const ITEMS: readonly Item[] = [
  { href: '/portfolios', word: 'Portfolios', icon: 'layers' },
  { href: '/portfolios/new', word: 'New portfolio', icon: 'plus' },
  { href: '/status', word: 'Status', icon: 'pulse' },
  { href: '/usdc', word: 'USDC', icon: 'above', wideOnly: true },
  { href: '/delegated', word: 'Delegated accounts', icon: 'key', wideOnly: true },
  INDEX_ACCOUNTS,
  { href: '/try', word: 'On paper', icon: 'flask', wideOnly: true },
  { href: '/settings', word: 'Your settings', icon: 'contrast', wideOnly: true },
  { href: '/docs', word: 'Docs', icon: 'book', wideOnly: true },
];

type Props = {
  /** Nothing leads to pages of what is switched off. */
  readonly hasIndexAccounts: boolean;
};

const itemsOf = ({ hasIndexAccounts }: Props): readonly Item[] =>
  hasIndexAccounts ? ITEMS : ITEMS.filter((item) => item !== INDEX_ACCOUNTS);

/** The nearest: a new portfolio lies under the portfolios. */
const useHere = (items: readonly Item[]): string | undefined => {
  const path = usePathname();
  return items
    .filter(({ href }) => path === href || path.startsWith(`${href}/`))
    .sort((a, b) => b.href.length - a.href.length)[0]?.href;
};

const lookOf = (isHere: boolean): string =>
  isHere ? 'font-semibold text-ink' : 'text-ink-soft hover:text-ink';

/** The way to every part of the site, and where one is: in the rail of a wide page; its first parts at the foot of a narrow one. */
export function MainNav(props: Props) {
  const items = itemsOf(props);
  const here = useHere(items);
  return (
    <nav
      aria-label="Main"
      className="flex text-sm max-lg:fixed max-lg:inset-x-0 max-lg:bottom-0 max-lg:z-10 max-lg:justify-around max-lg:border-t max-lg:border-line max-lg:bg-ground lg:flex-col"
    >
      {items.map(({ href, word, icon, wideOnly = false }) => (
        <PageLink
          key={href}
          href={href}
          aria-current={here === href ? 'page' : undefined}
          className={`${wideOnly ? 'hidden lg:flex' : 'flex'} min-h-12 items-center gap-2 py-2.5 whitespace-nowrap max-lg:flex-auto max-lg:justify-center lg:min-h-0 ${lookOf(here === href)}`}
        >
          <Icon name={icon} /> {word}
        </PageLink>
      ))}
    </nav>
  );
}

/** What the bar of a narrow page has no room for, below its content. */
export function FootNav(props: Props) {
  const items = itemsOf(props).filter(({ wideOnly }) => wideOnly);
  const here = useHere(items);
  return (
    <nav aria-label="More" className="flex flex-wrap justify-center gap-x-5">
      {items.map(({ href, word }) => (
        <PageLink
          key={href}
          href={href}
          aria-current={here === href ? 'page' : undefined}
          className={`inline-flex min-h-11 items-center ${lookOf(here === href)}`}
        >
          {word}
        </PageLink>
      ))}
    </nav>
  );
}
