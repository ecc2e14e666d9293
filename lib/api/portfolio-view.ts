import { z } from 'zod';
import { LIVE_ORDER_STATUSES, ORDER_STATUSES, type OrderStatus } from '../ledger/lifecycle.ts';
import { CHART_SPANS } from './chart-span.ts';

const LIVE: readonly OrderStatus[] = LIVE_ORDER_STATUSES;

/** In which nobody can fill an order any more. */
export const OVER_STATUSES: readonly OrderStatus[] = ORDER_STATUSES.filter(
  (status) => !LIVE.includes(status),
);

/** What a portfolio's address may ask of its page; `orders` null: all that are over. Nonsense is as good as nothing. */
export const portfolioViewSchema = z.object({
  span: z.enum(CHART_SPANS).catch('all'),
  orders: z.enum(OVER_STATUSES).nullable().catch(null).default(null),
});
export type PortfolioView = z.infer<typeof portfolioViewSchema>;

/** The address of a portfolio's page in a view, at `href`; what nobody asked for is left out. */
export const portfolioViewHref = (href: string, { span, orders }: PortfolioView): string => {
  // Both are words of ours, which need no escaping.
  const wanted = [span !== 'all' && `span=${span}`, orders !== null && `orders=${orders}`].filter(Boolean);
  return wanted.length === 0 ? href : `${href}?${wanted.join('&')}`;
};
