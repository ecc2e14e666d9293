import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { candles, csv, DAY, FIRST, folder, iso, read } from './testing/five-closes.ts';

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

describe('price files that are refused', () => {
  it('are of ten kinds at least', () => {
    expect(REFUSED.length).toBeGreaterThanOrEqual(10);
  });

  it.each(REFUSED)('%s: in a few printable words that say what to do', (_, content, words) => {
    const refused = read(content);
    expect(refused.ok).toBe(false);
    if (refused.ok) return;
    expect(refused.error.message).toMatch(words);
    const own = refused.error.message.replace(folder, '');
    expect(own.length).toBeLessThan(420);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that none is left is what is tested.
    expect(own).not.toMatch(/[\u0000-\u001f\u007f]/);
  });

  it('quotes that never end make one line of what follows, which is refused before long', () => {
    const refused = read(`time,BTC\n${FIRST},"1\n${`${FIRST},1\n`.repeat(2_300_000)}`);
    expect(refused.ok ? '' : refused.error.message).toMatch(/line 2, column \d+: BTC: .* is not a number/);
  });
});
