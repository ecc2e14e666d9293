import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { NO_ANSWERS, type PriceFileAnswers } from '../../lib/prices/table-shape.ts';
import { readPriceFiles } from './read-price-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'price-shapes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Five closes of our own, from 2024-01-15 on: past the twelfth, so that no date can be two. */
const CLOSES = [101.25, 1_099.5, 1_150, 980.75, 1_001];
const FIRST = 1_705_276_800;
const DAY = 86_400;
const NOW = FIRST + 100 * DAY;

const iso = (index: number): string => new Date((FIRST + index * DAY) * 1_000).toISOString().slice(0, 10);
const dmy = (index: number, mark = '.'): string => iso(index).split('-').reverse().join(mark);
const lines = (row: (close: number, index: number) => string): string[] => CLOSES.map(row);
const csv = (header: string, rows: readonly string[]): string => [header, ...rows, ''].join('\n');
/** 1,099.50 or 1.099,50 */
const grouped = (close: number, [thousands, decimal]: readonly [string, string]): string => {
  const [whole = '', fraction = ''] = close.toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, thousands)}${decimal}${fraction}`;
};
const utf16 = (text: string, littleEndian: boolean): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return littleEndian ? bytes : bytes.swap16();
};
const candles = (row: (close: number, index: number) => readonly (string | number)[]) =>
  CLOSES.map((close, index) => row(close, index).join(','));

let files = 0;
const read = (content: string | Buffer, more: Partial<PriceFileAnswers> & { name?: string | null } = {}) => {
  const { name = null, ...answers } = more;
  files += 1;
  const path = join(folder, `prices-${files}.csv`);
  writeFileSync(path, content);
  return readPriceFiles({
    files: [{ name, path }],
    answers: { ...NO_ANSWERS, ...answers },
    stepSeconds: null,
    nowSeconds: NOW,
  });
};

const rowsOf = (result: ReturnType<typeof read>) => {
  if (!result.ok) throw new Error(result.error.message);
  const { columns, rows, stepSeconds } = result.value;
  return { columns, stepSeconds, rows: rows.map((row) => [row.labelSeconds, row.prices[0]] as const) };
};
const WANTED = CLOSES.map((close, index) => [FIRST + index * DAY, BigInt(close * 100) * 10n ** 16n] as const);

const BTC = { name: 'BTC' };
const newestFirst = <T>(rows: readonly T[]): T[] => [...rows].reverse();

/** [shape, content, what else was said] */
const READ: readonly (readonly [
  shape: string,
  content: string | Buffer,
  more?: Partial<PriceFileAnswers> & { name?: string | null },
])[] = [
  [
    'its own form',
    csv(
      'date,BTC',
      lines((close, at) => `${iso(at)},${close}`),
    ),
  ],
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
  [
    'pandas, with index and zone',
    csv(
      ',BTC,ETH',
      lines((close, at) => `${iso(at)} 00:00:00+00:00,${close},7`),
    ),
  ],
  [
    'pandas, time of day in a daily file',
    csv(
      'Date,BTC',
      lines((close, at) => `${iso(at)} 00:00:00,${close}`),
    ),
  ],
  [
    'ISO instants of JavaScript',
    csv(
      'timestamp,BTC',
      lines((close, at) => `${iso(at)}T00:00:00.000Z,${close}`),
    ),
  ],
  [
    'unix seconds',
    csv(
      'time,BTC',
      lines((close, at) => `${FIRST + at * DAY},${close}`),
    ),
  ],
  [
    'unix milliseconds',
    csv(
      'timestamp,BTC',
      lines((close, at) => `${(FIRST + at * DAY) * 1_000},${close}`),
    ),
  ],
  [
    'a spreadsheet of a comma country',
    csv(
      'Date;BTC;ETH',
      lines((close, at) => `${dmy(at)};${close.toFixed(2).replace('.', ',')};7,00`),
    ),
  ],
  [
    'a spreadsheet of a point country',
    csv(
      'Date,BTC',
      lines((close, at) => `${dmy(at, '/')},"${grouped(close, [',', '.'])}"`),
    ),
  ],
  [
    'UTF-16, little end first',
    utf16(
      csv(
        'Date\tBTC',
        lines((close, at) => `${iso(at)}\t${close}`),
      ),
      true,
    ),
  ],
  [
    'UTF-16, big end first',
    utf16(
      csv(
        'Date\tBTC',
        lines((close, at) => `${iso(at)}\t${close}`),
      ),
      false,
    ),
  ],
  [
    'UTF-8 with its mark, and CRLF',
    `\uFEFF${csv(
      'date,BTC',
      lines((close, at) => `${iso(at)},${close}`),
    ).replaceAll('\n', '\r\n')}`,
  ],
  [
    'every cell in quotes',
    csv(
      '"date","BTC"',
      lines((close, at) => `"${iso(at)}","${close}"`),
    ),
  ],
  [
    'blanks after commas',
    csv(
      'date, BTC, ETH',
      lines((close, at) => `${iso(at)}, ${close}, 7`),
    ),
  ],
  [
    'dollar signs',
    csv(
      'date,BTC',
      lines((close, at) => `${iso(at)},$${close.toFixed(2)}`),
    ),
  ],
  [
    'exponents',
    csv(
      'date,BTC',
      lines((close, at) => `${iso(at)},${close.toExponential()}`),
    ),
  ],
  [
    'a trailing comma, a comment, an empty line',
    `# ours\n${csv(
      'date,BTC,',
      lines((close, at) => `${iso(at)},${close},`),
    )}\n\n`,
  ],
  ['newest first', csv('date,BTC', newestFirst(lines((close, at) => `${iso(at)},${close}`)))],
  [
    'rows in months by name',
    csv(
      'Date,BTC',
      lines((close, at) => `"Jan ${Number(iso(at).slice(8))}, 2024",${close}`),
    ),
  ],
];

/** [shape, content, what the refusal says, what it tells to do] */
const REFUSED: readonly (readonly [string, string | Buffer, RegExp])[] = [
  [
    'a list of trades',
    'Date,Type,Asset,Quantity,Price,Fee\n2024-01-15,Buy,BTC,0.5,44000,2\n',
    /a list of trades .*give the closing prices/,
  ],
  [
    'dates that can be two',
    csv('date,BTC', ['03/04/2024,1', '04/04/2024,2', '05/04/2024,3']),
    /can be two days.*--dates dmy .*--dates mdy/,
  ],
  [
    'a number that can be two',
    csv('date;BTC', [`${iso(0)};1,234`, `${iso(1)};1,235`]),
    /--decimal point|--decimal comma/,
  ],
  ['the same time twice', csv('date,BTC', [`${iso(0)},1`, `${iso(1)},2`, `${iso(1)},3`]), /twice/],
  ['gzip', gzipSync('date,BTC\n2024-01-15,1\n'), /compressed \(gzip\): unpack it first/],
  ['one line of three megabytes', 'a'.repeat(3_000_000), /the header is missing/],
  ['control characters', `\u001b[31mdate\u001b[0m,BTC\n1,2\n`, /header|date/],
  ['an empty file', '', /empty|no prices|header/],
  [
    'candles without a name',
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
    /Binance.*NAME=|BTC=/,
  ],
  ['words for prices', csv('date,BTC', [`${iso(0)},cheap`]), /line 2/],
];

describe('price files as people have them', () => {
  it('are thirty shapes and more', () => {
    expect(READ.length + REFUSED.length).toBeGreaterThanOrEqual(40);
  });

  it.each(READ.map(([shape, content, more = {}]) => ({ shape, content, more })))(
    '$shape: the same five closes, to the last digit',
    ({ content, more }) => {
      const found = rowsOf(read(content, more));
      expect(found.columns[0]).toBe('BTC');
      expect(found.stepSeconds).toBe(DAY);
      expect(found.rows).toEqual(WANTED);
    },
  );

  it.each(REFUSED)('%s: refused in a few printable words that say what to do', (_, content, words) => {
    const refused = read(content);
    expect(refused.ok).toBe(false);
    if (refused.ok) return;
    expect(refused.error.message).toMatch(words);
    const own = refused.error.message.replace(folder, '');
    expect(own.length).toBeLessThan(420);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is what is tested.
    expect(own).not.toMatch(/[\u0000-\u001f\u007f]/);
  });

  it.each(['USD₮0', '$WIF', 'BTC/USDT', 'WBTC_e'])('a token called %s is a column', (name) => {
    expect(
      rowsOf(
        read(
          csv(
            `date,${name}`,
            lines((close, at) => `${iso(at)},${close}`),
          ),
        ),
      ).columns,
    ).toEqual([name]);
  });

  it('empty, NaN and null are no price, and the row stays', () => {
    for (const nothing of ['', 'NaN', 'null', 'N/A']) {
      const { rows } = rowsOf(
        read(csv('date,BTC,ETH', [`${iso(0)},1,1`, `${iso(1)},${nothing},1`, `${iso(2)},3,1`])),
      );
      expect(rows.map(([, price]) => price)).toEqual([10n ** 18n, null, 3n * 10n ** 18n]);
    }
  });

  it('quotes that never end make one line of what follows, which is refused before long', () => {
    const refused = read(`time,BTC\n${FIRST},"1\n${`${FIRST},1\n`.repeat(2_300_000)}`);
    expect(refused.ok ? '' : refused.error.message).toMatch(/line 2, column \d+: BTC: .* is not a number/);
  });

  it('line ends within quotes are part of their cell, in a cell larger than a piece of the file too', () => {
    const wide = `"${'x\n'.repeat(50_000)}"`;
    const found = rowsOf(
      read(
        csv(
          'Date,Close,Volume,Note',
          lines((close, at) => `${iso(at)},${close},1,${at === 2 ? wide : ''}`),
        ),
        { ...BTC, priceColumn: 'Close' },
      ),
    );
    expect(found.rows).toEqual(WANTED);
  });

  it('a candle that is not over yet is left out, and told', () => {
    const today = NOW - (NOW % DAY);
    const rows = [today - 2 * DAY, today - DAY, today].map(
      (at) => `${new Date(at * 1_000).toISOString().slice(0, 10)},5`,
    );
    const found = read(csv('date,BTC', rows));
    if (!found.ok) throw new Error(found.error.message);
    expect(found.value.rows).toHaveLength(2);
    expect(found.value.notes?.join()).toContain('isn’t over');
  });

  it('rows dated by the close that was known then are dated back by a step', () => {
    const content = csv(
      'date,BTC',
      lines((close, at) => `${iso(at)},${close}`),
    );
    const open = read(content);
    const close = read(content, { labels: 'close' });
    if (!open.ok || !close.ok) throw new Error('refused');
    const known = (file: typeof open) =>
      file.ok ? file.value.rows.map(({ knownAtSeconds }) => knownAtSeconds) : [];
    expect(known(close)).toEqual(known(open).map((at) => at - DAY));
  });

  it.each([
    ['15 minutes', 900],
    ['four hours', 14_400],
    ['a week', 604_800],
  ])('the step of %s is measured', (_, step) => {
    const rows = CLOSES.map((close, at) => `${FIRST + at * step},${close}`);
    expect(rowsOf(read(csv('time,BTC', rows))).stepSeconds).toBe(step);
  });
});
