import { type PriceReading, refuseAt } from './price-file.ts';
import type { Provider } from './provider.ts';
import { listNames } from './quote-text.ts';
import type { CellRow } from './table-shape.ts';

/** The rows of a JSON answer as cells; `headers` rows of names come first, 0 or 1. */
export type JsonTable = {
  readonly rows: readonly CellRow[];
  readonly headers: number;
  readonly provider: Provider | null;
};

/** A string, or a number outside of strings. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/** Numbers as strings: a price keeps every digit that it is written with. */
const withQuotedNumbers = (text: string): string =>
  text.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`));

const cellOf = (value: unknown): string =>
  typeof value === 'string' ? value : value === null || value === undefined ? '' : String(value);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const START = { line: 1, column: 1 };

const tableOfList = (list: readonly unknown[], provider: Provider | null): JsonTable | null => {
  const [first] = list;
  if (Array.isArray(first))
    return { rows: list.map((row) => (Array.isArray(row) ? row.map(cellOf) : [])), headers: 0, provider };
  if (!isRecord(first)) return null;
  const names = Object.keys(first).filter((name) => !isRecord(first[name]) && !Array.isArray(first[name]));
  const rows = list.map((row) => names.map((name) => (isRecord(row) ? cellOf(row[name]) : '')));
  return { rows: [names, ...rows], headers: 1, provider };
};

/** Lists of an answer that wraps them: CoinGecko's `prices`, Kraken's `result`, and what others call candles, data or quotes. */
const listIn = (value: Readonly<Record<string, unknown>>): JsonTable | null => {
  if (Array.isArray(value['prices'])) return tableOfList(value['prices'], 'coingecko');
  for (const name of ['result', 'candles', 'data', 'Data', 'quotes', 'rows', 'values']) {
    const inner = value[name];
    if (Array.isArray(inner)) return tableOfList(inner, null);
    if (!isRecord(inner)) continue;
    const lists = Object.values(inner).filter(Array.isArray);
    const [only] = lists;
    if (name === 'result' && only !== undefined && lists.length === 1) return tableOfList(only, 'kraken');
    const deeper = listIn(inner);
    if (deeper !== null) return deeper;
  }
  return null;
};

const NOT_A_LIST =
  'this JSON is no list of candles, prices or rows: give the answer of a candles or market chart request as it came';

/**
 * Reads JSON as rows of cells: a list of lists, a list of objects, or an answer that holds one. Numbers keep their digits.
 * @returns a refusal when it is no JSON, or holds no such list.
 */
export const jsonTable = (text: string): PriceReading<JsonTable> => {
  let value: unknown;
  try {
    value = JSON.parse(withQuotedNumbers(text));
  } catch {
    return refuseAt(START, 'begins like JSON and is none: is the file whole?');
  }
  const table = Array.isArray(value) ? tableOfList(value, null) : isRecord(value) ? listIn(value) : null;
  if (table !== null && table.rows.length > table.headers) return { ok: true, value: table };
  const names = isRecord(value) ? `; it holds ${listNames(Object.keys(value))}` : '';
  return refuseAt(START, `${NOT_A_LIST}${names}`);
};
