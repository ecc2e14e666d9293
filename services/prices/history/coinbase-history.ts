import { priceOfNumber, wholeOf } from '../exact-price.ts';
import { DAY_SECONDS, type HistoryService } from './daily-closes.ts';

/** Public candles of the Coinbase Exchange, `GET /products/{id}/candles`: [time, low, high, open, close, volume] by day, 300 at most. */
export const coinbaseHistory: HistoryService = {
  baseUrl: 'https://api.exchange.coinbase.com',
  idOf: (asset) => `${asset}-USD`,
  daysPerQuestionMax: 300,
  // Both ends are candles of the answer.
  pathOf: ({ id, fromSeconds, toSeconds }) =>
    `/products/${encodeURIComponent(id)}/candles?${new URLSearchParams({
      granularity: String(DAY_SECONDS),
      start: new Date(fromSeconds * 1_000).toISOString(),
      end: new Date((toSeconds - DAY_SECONDS) * 1_000).toISOString(),
    })}`,
  rowsOf: (json) => (Array.isArray(json) ? json : null),
  closeOf: (row) => {
    if (!Array.isArray(row) || row.length !== 6) return 'malformed';
    const opensAt = wholeOf(row[0]);
    if (opensAt === null || opensAt % DAY_SECONDS !== 0) return 'malformed';
    const priceUsdE18 = priceOfNumber(row[4]);
    return priceUsdE18 === null ? 'absurd' : { knownAtSeconds: opensAt + DAY_SECONDS, priceUsdE18 };
  },
};
