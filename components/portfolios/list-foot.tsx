import type { PortfolioListDto, PortfolioSort } from '../../lib/api/portfolio-list-dto.ts';
import { PORTFOLIO_SORTS } from '../../lib/api/portfolio-words.ts';
import { PageLink } from '../shell/page-link.tsx';
import { listHref } from './list-href.ts';

const SORT_WORDS: Readonly<Record<PortfolioSort, string>> = {
  'needs-me': 'Needs me first',
  name: 'Name',
  value: 'Value',
  'off-target': 'Furthest from target',
  'last-look': 'Last look',
};

/** The same choice as the table's head, where there is no room for one. */
export function SortLinks({ list }: { readonly list: PortfolioListDto }) {
  return (
    <nav aria-label="Sorted by" className="flex flex-wrap gap-x-4 pt-2 text-ink-soft lg:hidden">
      {PORTFOLIO_SORTS.map((sort) => (
        <PageLink
          key={sort}
          href={listHref({ ...list.query, sort, page: 1 })}
          aria-current={sort === list.query.sort ? 'true' : undefined}
          className={`inline-flex min-h-11 items-center ${sort === list.query.sort ? 'font-semibold text-ink' : ''}`}
        >
          {SORT_WORDS[sort]}
        </PageLink>
      ))}
    </nav>
  );
}

/** The way through a list of more than one page. */
export function Pages({ list }: { readonly list: PortfolioListDto }) {
  const { query, pageCount } = list;
  if (pageCount < 2) return null;
  const link = 'inline-flex min-h-11 items-center text-accent hover:underline';
  return (
    <nav aria-label="Pages" className="flex items-center gap-5 border-t border-line pt-2">
      {query.page > 1 && (
        <PageLink className={link} href={listHref({ ...query, page: query.page - 1 })}>
          Page before
        </PageLink>
      )}
      <span className="text-ink-soft">
        Page {query.page} of {pageCount}
      </span>
      {query.page < pageCount && (
        <PageLink className={link} href={listHref({ ...query, page: query.page + 1 })}>
          Next page
        </PageLink>
      )}
    </nav>
  );
}
