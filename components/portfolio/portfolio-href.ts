import type { PortfolioDto } from '../../lib/api/portfolio-dto.ts';

/** A portfolio's own page. */
export const portfolioHref = ({ chainId, address }: Pick<PortfolioDto, 'chainId' | 'address'>): string =>
  `/portfolios/${chainId}/${address}`;
