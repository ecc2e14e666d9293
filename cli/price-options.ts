import type { Options } from './command/command.ts';

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
