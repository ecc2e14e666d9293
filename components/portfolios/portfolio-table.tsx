import type { PortfolioDto } from '../../lib/api/portfolio-dto.ts';
import type { PortfolioListDto, PortfolioSort } from '../../lib/api/portfolio-list-dto.ts';
import { Age, Countdown } from '../live/live.tsx';
import { AllocationStrip } from '../portfolio/allocation-strip.tsx';
import { Furthest } from '../portfolio/furthest.tsx';
import { portfolioHref } from '../portfolio/portfolio-href.ts';
import { StateWord } from '../portfolio/state-word.tsx';
import { PageLink } from '../shell/page-link.tsx';
import { formatUsd } from '../ui/format.ts';
import { Hex } from '../ui/hex.tsx';
import { listHref } from './list-href.ts';

type Column = { readonly name: string; readonly sort: PortfolioSort | null; readonly align?: 'right' };

const COLUMNS: readonly Column[] = [
  { name: 'Portfolio', sort: 'name' },
  { name: 'State', sort: 'needs-me' },
  { name: 'Value', sort: 'value', align: 'right' },
  { name: 'Made of', sort: null },
  { name: 'Furthest in its band', sort: 'off-target' },
  { name: 'Last look', sort: 'last-look', align: 'right' },
  { name: 'Next', sort: null, align: 'right' },
];

/* A table from 1024 px on; below it a card with two columns. */
const GRID =
  'grid grid-cols-2 gap-x-4 gap-y-2 border-t border-line py-3 ' +
  'lg:grid-cols-[minmax(8rem,1.1fr)_minmax(10rem,1.2fr)_7.5rem_minmax(7rem,1fr)_minmax(8rem,1fr)_4.5rem_6.5rem] lg:items-center lg:py-2';

function HeadCell({ column, list }: { readonly column: Column; readonly list: PortfolioListDto }) {
  const { sort, name, align } = column;
  const isSorted = sort === list.query.sort;
  const sense = sort === 'name' ? 'ascending' : 'descending';
  return (
    <th
      scope="col"
      aria-sort={isSorted ? sense : undefined}
      className={`font-normal text-ink-soft ${align === 'right' ? 'text-right' : 'text-left'}`}
    >
      {sort === null ? (
        name
      ) : (
        <PageLink
          href={listHref({ ...list.query, sort, page: 1 })}
          className={`inline-block py-1 hover:text-ink ${isSorted ? 'font-semibold text-ink' : ''}`}
        >
          {name}
          <span aria-hidden="true">{isSorted ? (sense === 'ascending' ? ' ↑' : ' ↓') : ''}</span>
        </PageLink>
      )}
    </th>
  );
}

function Row({ portfolio }: { readonly portfolio: PortfolioDto }) {
  const { look, name, address } = portfolio;
  const openOrders = portfolio.openTrades.flatMap(({ orders }) => orders).length;
  return (
    <tr className={GRID} data-address={address}>
      <th scope="row" className="min-w-0 text-left font-normal max-lg:col-span-2">
        <PageLink
          href={portfolioHref(portfolio)}
          className="block truncate py-0.5 font-semibold hover:underline max-lg:py-2 max-lg:text-base"
        >
          {name}
        </PageLink>
        <span className="text-ink-soft">
          {portfolio.holder === null ? (
            <Hex hex={address} kind="address" />
          ) : (
            <>
              own account <Hex hex={portfolio.holder} kind="address" />
            </>
          )}
        </span>
      </th>
      <td className="min-w-0 max-lg:col-span-2">
        <StateWord state={portfolio.state} detail={portfolio.stateDetail} />
        {openOrders > 1 && <span className="text-ink-soft"> · {openOrders} orders</span>}
      </td>
      <td className="lg:text-right">
        <span className="text-ink-soft lg:hidden">Value </span>
        {look?.valueUsd == null ? '–' : formatUsd(look.valueUsd)}
      </td>
      <td className="min-w-0 max-lg:order-1">{look !== null && <AllocationStrip look={look} />}</td>
      <td className="min-w-0 max-lg:order-1">{look !== null && <Furthest look={look} />}</td>
      <td className="text-right text-ink-soft max-lg:hidden">
        {look === null ? (
          '–'
        ) : (
          <>
            <Age atSeconds={look.lookedAtSeconds} /> ago
          </>
        )}
      </td>
      <td className="text-right whitespace-nowrap text-ink-soft">
        <span className="lg:hidden">Next look </span>
        {portfolio.nextTurnAtSeconds === null ? '–' : <Countdown atSeconds={portfolio.nextTurnAtSeconds} />}
      </td>
    </tr>
  );
}

/** Portfolios to compare: a row each, sorted by what the address says. */
export function PortfolioTable({ list }: { readonly list: PortfolioListDto }) {
  return (
    <table aria-label="Portfolios" className="block">
      <thead className="block max-lg:sr-only">
        <tr className={`${GRID} border-t-0`}>
          {COLUMNS.map((column) => (
            <HeadCell key={column.name} column={column} list={list} />
          ))}
        </tr>
      </thead>
      <tbody className="block">
        {list.portfolios.map((portfolio) => (
          <Row key={portfolio.id} portfolio={portfolio} />
        ))}
      </tbody>
    </table>
  );
}
