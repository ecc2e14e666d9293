/** Services that histories are fetched from. */
export const HISTORY_NAMES = ['coinbase', 'coingecko', 'binance'] as const;

export type HistoryName = (typeof HISTORY_NAMES)[number];
