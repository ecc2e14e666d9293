import { isLosslessNumber } from 'lossless-json';
import { priceOfPlainText } from '../exact-price.ts';
import { DAY_SECONDS, type HistoryService } from './daily-closes.ts';

const MS = 1_000;
const ROW_LENGTH = 12;

/** When a kline opens, in seconds; null unless it is the kline of one whole day. */
const openingOf = (row: readonly unknown[]): number | null => {
  const [opensAtMs, closesAtMs] = [millisecondsOf(row[0]), millisecondsOf(row[6])];
  if (opensAtMs === null || closesAtMs === null || opensAtMs % (DAY_SECONDS * MS) !== 0) return null;
  return closesAtMs - opensAtMs === DAY_SECONDS * MS - 1 ? opensAtMs / MS : null;
};

/** Of a JSON number of thirteen digits. */
const millisecondsOf = (value: unknown): number | null => {
  const text = isLosslessNumber(value) ? value.value : '';
  return /^\d{12,14}$/.test(text) ? Number(text) : null;
};

/** Klines of Binance, `GET /api/v3/klines`, by day, 1,000 at most. Its dollar is USDT. */
export const binanceHistory: HistoryService = {
  baseUrl: 'https://api.binance.com',
  idOf: (asset) => `${asset}USDT`,
  daysPerQuestionMax: 1_000,
  pathOf: ({ id, fromSeconds, toSeconds }) =>
    `/api/v3/klines?${new URLSearchParams({
      symbol: id,
      interval: '1d',
      startTime: String(fromSeconds * MS),
      endTime: String(toSeconds * MS - 1),
      limit: '1000',
    })}`,
  rowsOf: (json) => (Array.isArray(json) ? json : null),
  closeOf: (row) => {
    if (!Array.isArray(row) || row.length !== ROW_LENGTH) return 'malformed';
    const opensAt = openingOf(row);
    if (opensAt === null) return 'malformed';
    const priceUsdE18 = priceOfPlainText(row[4]);
    return priceUsdE18 === null ? 'absurd' : { knownAtSeconds: opensAt + DAY_SECONDS, priceUsdE18 };
  },
};
