import { HISTORY_NAMES } from '../../lib/prices/history-name.ts';
import { PROVIDERS } from '../../lib/prices/provider.ts';
import type { Options } from '../command/command.ts';

/** Options of every command that reads price files. */
export const PRICE_OPTIONS = {
  labels: {
    value: 'open|close',
    otherwise: 'open',
    text: 'what a row is dated by: the opening of its candle, or the day or instant its close was known',
  },
  dates: {
    value: 'dmy|mdy',
    text: '03/04/2024 is 3 April, or March 4; asked for only where a file leaves it open',
  },
  decimal: {
    value: 'point|comma',
    text: '1,234 is a thousand and more, or one and a bit; asked for only where a file leaves it open',
  },
  'price-column': { value: 'NAME', text: 'takes this column instead of the close, like "Adj Close"' },
  step: { value: '15min|4h|1d', text: 'makes rows of this distance: the last price of every step' },
} as const satisfies Options;

const FROM_PROVIDER = {
  value: 'NAME',
  text: `whose files they are, where the files leave it open: ${PROVIDERS.join(', ')}`,
} as const;

export const CONVERT_OPTIONS = {
  from: FROM_PROVIDER,
  ...PRICE_OPTIONS,
  out: { value: 'FILE', text: 'a file to write instead of stdout; one that is there stays' },
} as const satisfies Options;

export const IMPORT_OPTIONS = {
  from: FROM_PROVIDER,
  ...PRICE_OPTIONS,
  source: { value: 'NAME', fallback: 'file', text: 'what the prices are called' },
} as const satisfies Options;

export const FETCH_OPTIONS = {
  from: { value: 'DAY', otherwise: 'a year before --to', text: 'first day' },
  to: { value: 'DAY', otherwise: 'yesterday', text: 'last day' },
  source: {
    value: HISTORY_NAMES.join('|'),
    fallback: 'coinbase',
    text: 'whose prices; Binance counts in USDT, the others in USD',
  },
  out: { value: 'FILE', text: 'a price file to write instead of the database; one that is there stays' },
  url: { value: 'URL', text: 'another address of the same API' },
} as const satisfies Options;
