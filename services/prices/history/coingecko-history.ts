import { isLosslessNumber } from 'lossless-json';
import { fieldsOf, priceOfNumber } from '../exact-price.ts';
import { DAY_SECONDS, type HistoryService } from './daily-closes.ts';

const MS = 1_000;

/** CoinGecko's `GET /coins/{id}/market_chart/range` with daily points: [milliseconds, price] at 00:00 UTC, and a last one of right now. */
export const coingeckoHistory: HistoryService = {
  baseUrl: 'https://api.coingecko.com/api/v3',
  // Many coins share a symbol.
  idOf: () => null,
  daysPerQuestionMax: 3_650,
  pathOf: ({ id, fromSeconds, toSeconds }) =>
    `/coins/${encodeURIComponent(id)}/market_chart/range?${new URLSearchParams({
      vs_currency: 'usd',
      from: String(fromSeconds),
      to: String(toSeconds),
      interval: 'daily',
      precision: 'full',
    })}`,
  rowsOf: (json) => {
    const prices = fieldsOf(json)?.get('prices');
    return Array.isArray(prices) ? prices : null;
  },
  closeOf: (row) => {
    if (!Array.isArray(row) || row.length !== 2) return 'malformed';
    const text = isLosslessNumber(row[0]) ? row[0].value : '';
    if (!/^\d{12,14}$/.test(text)) return 'malformed';
    // What was paid at midnight is the close of the day before.
    if (Number(text) % (DAY_SECONDS * MS) !== 0) return 'unfinished';
    const priceUsdE18 = priceOfNumber(row[1]);
    return priceUsdE18 === null ? 'absurd' : { knownAtSeconds: Number(text) / MS, priceUsdE18 };
  },
};
