import { beforeAll, describe, expect, it } from 'vitest';
import { typedBacktest as run, type Typed, testFolder } from './testing/typed-backtest.ts';

const { fileOf } = testFolder();

const DAY = 86_400;
/** 2023-01-01: fourteen months, so that yearly figures are defined. */
const FIRST = 1_672_531_200;
const ROWS = 425;

/** Prices of two decimals that wander by a fixed rule, above and below a thousand. */
const gold = (row: number): string => (980 + 250 * Math.sin(row / 9) + (row % 13)).toFixed(2);
const yen = (row: number): string => (1.5 + 0.4 * Math.cos(row / 17)).toFixed(2);

type Line = { readonly seconds: number; readonly iso: string; readonly xau: string; readonly yen: string };
const LINES: readonly Line[] = Array.from({ length: ROWS }, (_, row) => {
  const seconds = FIRST + row * DAY;
  return {
    seconds,
    iso: new Date(seconds * 1_000).toISOString().slice(0, 10),
    xau: gold(row),
    yen: yen(row),
  };
});

const csv = (header: string, line: (line: Line) => string): string =>
  [header, ...LINES.map(line), ''].join('\n');
/** 1,234.50 or 1.234,50 */
const grouped = (text: string, thousands: string, decimal: string): string => {
  const [whole = '', fraction = ''] = text.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, thousands)}${decimal}${fraction}`;
};
const newestFirst = (text: string): string => {
  const [header = '', ...rows] = text.trimEnd().split('\n');
  return [header, ...rows.reverse(), ''].join('\n');
};
const day = ({ iso }: Line): readonly string[] => iso.split('-');
/** One file of each asset: the words after --prices. */
const each = (name: string, content: (price: (line: Line) => string) => string): readonly string[] => [
  `XAU=${fileOf(
    `xau-${name}`,
    content(({ xau }) => xau),
  )}`,
  `YEN=${fileOf(
    `yen-${name}`,
    content(({ yen }) => yen),
  )}`,
];

const SHAPES: readonly (readonly [shape: string, prices: () => readonly string[]])[] = [
  [
    'the project’s own form',
    () => [
      fileOf(
        'own.csv',
        csv('date,XAU,YEN', (line) => `${line.iso},${line.xau},${line.yen}`),
      ),
    ],
  ],
  [
    'newest first, CRLF and a byte order mark',
    () => [
      fileOf(
        'newest.csv',
        `\uFEFF${newestFirst(csv('date,XAU,YEN', (line) => `${line.iso},${line.xau},${line.yen}`)).replaceAll('\n', '\r\n')}`,
      ),
    ],
  ],
  [
    'unix milliseconds, quotes around every cell',
    () => [
      fileOf(
        'quoted.csv',
        csv('"timestamp","XAU","YEN"', (line) => `"${line.seconds}000","${line.xau}","${line.yen}"`),
      ),
    ],
  ],
  [
    'a spreadsheet of a comma country in UTF-16',
    () => [
      fileOf(
        'comma.csv',
        Buffer.from(
          `\uFEFF${csv('Datum;XAU;YEN', (line) => `${[...day(line)].reverse().join('.')};${grouped(line.xau, '.', ',')};${grouped(line.yen, '.', ',')}`)}`,
          'utf16le',
        ),
      ),
    ],
  ],
  [
    'pandas with an index, a zone and exponents',
    () => [
      fileOf(
        'pandas.csv',
        csv(
          ',XAU,YEN',
          (line) => `${line.iso} 00:00:00+00:00,${Number(line.xau).toExponential()},${line.yen}`,
        ),
      ),
    ],
  ],
  [
    'Yahoo candles, a file each',
    () =>
      each('yahoo.csv', (price) =>
        csv(
          'Date,Open,High,Low,Close,Adj Close,Volume',
          (line) => `${line.iso},1,2,0.5,${price(line)},7,900`,
        ),
      ),
  ],
  [
    'CoinMarketCap, a file each',
    () =>
      each('cmc.csv', (price) =>
        newestFirst(
          csv(
            'timeOpen;timeClose;timeHigh;timeLow;name;open;high;low;close;volume;marketCap;timestamp',
            (line) =>
              `"${line.iso}T00:00:00.000Z";"${line.iso}T23:59:59.999Z";"x";"x";"2781";1;2;0.5;${price(line)};9;9;"${line.iso}T23:59:59.999Z"`,
          ),
        ),
      ),
  ],
  [
    'Binance klines in microseconds, a file each',
    () =>
      each('binance.csv', (price) =>
        csv(
          '',
          (line) =>
            `${line.seconds}000000,1,2000,0.5,${price(line)},9,${line.seconds + DAY - 1}999999,9,3,4,5,0`,
        ).trimStart(),
      ),
  ],
  [
    'Coinbase candles as JSON, a file each',
    () =>
      each('coinbase.json', (price) =>
        JSON.stringify(
          LINES.map((line) => [line.seconds, 0.5, 2_000, 1, Number(price(line)), 9.5]).reverse(),
        ),
      ),
  ],
  [
    'Investing.com with thousands, a file each',
    () =>
      each('investing.csv', (price) =>
        newestFirst(
          csv(
            '"Date","Price","Open","High","Low","Vol.","Change %"',
            (line) =>
              `"${day(line)[1]}/${day(line)[2]}/${day(line)[0]}","${grouped(price(line), ',', '.')}","1","2","0.5","81.19K","-4.68%"`,
          ),
        ),
      ),
  ],
];

/** A policy of each kind of trigger meets these prices, with costs, gas, limits and deposits. */
const REST = [
  '--targets',
  'XAU=60,YEN=40',
  '--policy',
  'presets',
  '--gas-usd',
  '2',
  '--flow',
  '500/month',
  '--json',
];

describe('the same history through ten shapes of file', () => {
  let own: Typed;
  beforeAll(async () => {
    own = await run('--prices', ...(SHAPES[0]?.[1]() ?? []), ...REST);
  });

  it('is a history that every preset trades on and has every figure of', () => {
    expect([own.code, SHAPES.length]).toEqual([0, 10]);
    for (const figures of Object.values<Record<string, unknown>>(JSON.parse(own.out))) {
      expect(figures.legs).toBeGreaterThan(0);
      expect(figures.cagr).not.toBeNull();
      expect(figures.remarks).toEqual([]);
    }
  });

  it.each(SHAPES)('is the same back-test to the last digit: %s', async (_, prices) => {
    expect(await run('--prices', ...prices(), ...REST)).toEqual(own);
  });

  it('is the same row by row', async () => {
    const rows = ['--targets', 'XAU=60,YEN=40', '--policy', 'index', '--csv'];
    const wanted = await run('--prices', ...(SHAPES[0]?.[1]() ?? []), ...rows);
    expect(wanted.out.split('\n')).toHaveLength(ROWS + 1);
    for (const [shape, prices] of SHAPES.slice(1)) {
      const { out } = await run('--prices', ...prices(), ...rows);
      expect(out === wanted.out, shape).toBe(true);
    }
  });
});
