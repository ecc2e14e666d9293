import { describe, expect, it } from 'vitest';
import {
  BTC,
  CLOSES,
  csv,
  DAY,
  dmy,
  expectFiveCloses,
  FIRST,
  grouped,
  iso,
  lines,
  NOW,
  newestFirst,
  read,
  rowsOf,
  type Shape,
  utf16,
  WANTED,
} from './testing/five-closes.ts';

/** What people, spreadsheets and programs write by hand: dates, numbers and encodings of all countries. */
const READ: readonly Shape[] = [
  [
    'its own form',
    csv(
      'date,BTC',
      lines((close, at) => `${iso(at)},${close}`),
    ),
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

describe('price files as people have them', () => {
  it('are a dozen shapes and more', () => {
    expect(READ.length).toBeGreaterThanOrEqual(18);
  });

  it.each(READ.map(([shape, content, more]) => ({ shape, content, more })))(
    '$shape: the same five closes, to the last digit',
    ({ content, more }) => expectFiveCloses(content, more),
  );

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
