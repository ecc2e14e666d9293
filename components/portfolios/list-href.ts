import type { PortfolioListQuery } from '../../lib/api/portfolio-list-dto.ts';

/** The list's address for a query; what nobody asked for is left out. */
export const listHref = ({ sort, state, page }: PortfolioListQuery): string => {
  const wanted = new URLSearchParams();
  if (sort !== 'needs-me') wanted.set('sort', sort);
  if (state !== null) wanted.set('state', state);
  if (page > 1) wanted.set('page', String(page));
  return wanted.size === 0 ? '/portfolios' : `/portfolios?${wanted}`;
};
