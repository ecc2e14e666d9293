import type { PortfolioListDto } from '../../lib/api/portfolio-list-dto.ts';
import { PORTFOLIO_STATES } from '../../lib/api/portfolio-words.ts';
import { LiveStatus } from '../live/live.tsx';
import { stateWord } from '../portfolio/state-word.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { formatCount, formatUsd } from '../ui/format.ts';
import { listHref } from './list-href.ts';

const CHIP = 'inline-flex min-h-9 items-center border-b-2 py-1.5 max-sm:min-h-11';

/** How many are in each state, each a way to see only those. */
function StateFilter({ list }: { readonly list: PortfolioListDto }) {
  const chosen = list.query.state;
  const states = PORTFOLIO_STATES.filter((state) => (list.countByState[state] ?? 0) > 0 || state === chosen);
  return (
    <nav aria-label="By state" className="flex flex-wrap gap-x-5 border-b border-line">
      <PageLink
        href={listHref({ ...list.query, state: null, page: 1 })}
        aria-current={chosen === null ? 'true' : undefined}
        className={`${CHIP} ${chosen === null ? 'border-ink' : 'border-transparent text-ink-soft hover:text-ink'}`}
      >
        All {formatCount(list.portfolioCount)}
      </PageLink>
      {states.map((state) => (
        <PageLink
          key={state}
          href={listHref({ ...list.query, state, page: 1 })}
          aria-current={state === chosen ? 'true' : undefined}
          className={`${CHIP} ${state === chosen ? 'border-ink' : 'border-transparent text-ink-soft hover:text-ink'}`}
        >
          {stateWord(state)} {formatCount(list.countByState[state] ?? 0)}
        </PageLink>
      ))}
    </nav>
  );
}

/** The whole fleet's value, and how many are in each state. */
export function ListHeader({ list }: { readonly list: PortfolioListDto }) {
  return (
    <header>
      <div className="flex flex-wrap items-baseline justify-between gap-x-8 gap-y-1">
        <h1 className="text-2xl font-semibold tracking-tight">Portfolios</h1>
        <LiveStatus />
      </div>
      {list.totalUsd !== null && (
        <dl className="pt-4">
          <dt className="text-ink-soft">Value of all {formatCount(list.portfolioCount)}</dt>
          <dd className="text-[1.75rem] leading-10 tracking-tight sm:text-[2rem]">
            {formatUsd(list.totalUsd)}
          </dd>
        </dl>
      )}
      <div className="pt-4">
        <StateFilter list={list} />
      </div>
    </header>
  );
}
