import type { PortfolioDto } from '../../lib/api/portfolio-dto.ts';

/** Where the permission cards of an account that keeps its own tokens stand: what it allows, and every way to end it. */
export const permissionsHref = ({ address }: Pick<PortfolioDto, 'address'>): string =>
  `/delegated#${address}`;
