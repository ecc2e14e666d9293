import type { ReportSpan, StrategyDto } from '../../lib/api/reports.ts';

/** How each span is called. */
export const SPAN_WORDS: Readonly<Record<ReportSpan, string>> = {
  '24h': '24 hours',
  '30d': '30 days',
  '1y': 'A year',
};

const VENUE_WORDS: Readonly<Record<StrategyDto['venue'], string>> = {
  'order-book': 'our order book',
  oneinch: '1inch’s order book',
  proposal: 'on-chain swap',
};

/** "absolute band, our order book". */
export const strategyWords = ({ trigger, venue }: StrategyDto): string =>
  `${trigger === null ? 'not recorded why' : trigger.replaceAll('-', ' ')}, ${VENUE_WORDS[venue]}`;
