import type { ListChangesDto } from '../../lib/api/portfolio-list-changes.ts';
import type { PortfolioListDto } from '../../lib/api/portfolio-list-dto.ts';

/** The list with what has changed of it. Null when a row is told by its version that isn't on screen: then all is to be asked for. */
export const mergeList = (
  shown: PortfolioListDto,
  list: NonNullable<ListChangesDto['list']>,
): PortfolioListDto | null => {
  const { rows, ...rest } = list;
  const known = new Map(shown.portfolios.map((portfolio) => [portfolio.id, portfolio]));
  const portfolios = rows.map(({ id, portfolio }) => portfolio ?? known.get(id));
  const isWhole = portfolios.every((portfolio) => portfolio !== undefined);
  return isWhole ? { ...rest, portfolios, rowVersions: rows.map(({ version }) => version) } : null;
};
