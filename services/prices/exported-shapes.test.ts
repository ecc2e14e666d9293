import { describe, expect, it } from 'vitest';
import {
  BTC,
  CLOSES,
  candles,
  csv,
  DAY,
  expectFiveCloses,
  FIRST,
  grouped,
  iso,
  lines,
  newestFirst,
  type Shape,
} from './testing/five-closes.ts';

/** What exchanges, providers and programs write. */
const EXPORTS: readonly Shape[] = [
  [
    'Yahoo, one ticker',
    csv(
      'Date,Open,High,Low,Close,Adj Close,Volume',
      candles((close, at) => [iso(at), 1, 2, 0.5, close, close, 900]),
    ),
    BTC,
  ],
  [
    'Yahoo, several tickers',
    csv(
      'Date,BTC,ETH-USD',
      lines((close, at) => `${iso(at)},${close},7`),
    ),
  ],
  [
    'CoinGecko, CSV',
    csv(
      'snapped_at,price,market_cap,total_volume',
      lines((close, at) => `${iso(at)} 00:00:00 UTC,${close},1e9,5`),
    ),
    BTC,
  ],
  [
    'CoinGecko, JSON',
    JSON.stringify({
      prices: CLOSES.map((close, at) => [(FIRST + at * DAY) * 1_000, close]),
      market_caps: [],
      total_volumes: [],
    }),
    BTC,
  ],
  [
    'CoinMarketCap, newest first',
    csv(
      'timeOpen;timeClose;timeHigh;timeLow;name;open;high;low;close;volume;marketCap;timestamp',
      newestFirst(
        lines(
          (close, at) =>
            `"${iso(at)}T00:00:00.000Z";"${iso(at)}T23:59:59.999Z";"x";"x";"2781";1;2;0.5;${close};9;9;"${iso(at)}T23:59:59.999Z"`,
        ),
      ),
    ),
    BTC,
  ],
  [
    'Binance klines, milliseconds',
    candles((close, at) => [
      (FIRST + at * DAY) * 1_000,
      1,
      2_000,
      0.5,
      close,
      9,
      (FIRST + at * DAY + DAY) * 1_000 - 1,
      9,
      3,
      4,
      5,
      0,
    ]).join('\n'),
    BTC,
  ],
  [
    'Binance klines, microseconds',
    candles((close, at) => [
      (FIRST + at * DAY) * 1_000_000,
      1,
      2_000,
      0.5,
      close,
      9,
      (FIRST + at * DAY + DAY) * 1_000_000 - 1,
      9,
      3,
      4,
      5,
      0,
    ]).join('\n'),
    BTC,
  ],
  [
    'Kraken OHLCVT, without a header',
    candles((close, at) => [FIRST + at * DAY, 1, 2_000, 0.5, close, 9.5, 77]).join('\n'),
    BTC,
  ],
  [
    'Coinbase candles, JSON, newest first',
    JSON.stringify(newestFirst(CLOSES.map((close, at) => [FIRST + at * DAY, 0.5, 2_000, 1, close, 9.5]))),
    BTC,
  ],
  [
    'CryptoDataDownload, with its address and newest first',
    csv(
      'https://www.CryptoDataDownload.com\nUnix,Date,Symbol,Open,High,Low,Close,Volume BTC,Volume USD',
      newestFirst(
        lines((close, at) => `${FIRST + at * DAY},${iso(at)} 00:00:00,BTC/USD,1,2000,0.5,${close},9,9`),
      ),
    ),
    BTC,
  ],
  [
    'Investing.com, quotes and thousands',
    csv(
      '"Date","Price","Open","High","Low","Vol.","Change %"',
      newestFirst(
        lines(
          (close, at) =>
            `"${iso(at).slice(5, 7)}/${iso(at).slice(8)}/2024","${grouped(close, [',', '.'])}","1","2","0.5","81.19K","-4.68%"`,
        ),
      ),
    ),
    BTC,
  ],
  [
    'Portfolio Performance, decimal comma',
    csv(
      'Datum;Kurs',
      lines((close, at) => `${iso(at)};${grouped(close, ['.', ','])}`),
    ),
    BTC,
  ],
];

describe('price files as others export them', () => {
  it('are a dozen forms and more', () => {
    expect(EXPORTS.length).toBeGreaterThanOrEqual(12);
  });

  it.each(EXPORTS.map(([shape, content, more]) => ({ shape, content, more })))(
    '$shape: the same five closes, to the last digit',
    ({ content, more }) => expectFiveCloses(content, more),
  );
});
