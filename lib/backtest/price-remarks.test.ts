import { describe, expect, it } from 'vitest';
import { parsePriceFile } from '../prices/testing/parse-price-file.ts';
import { priceRemarks } from './price-remarks.ts';
import { selectMarket } from './select-market.ts';

const SYMBOLS = ['AAA', 'BBB'];

/** Remarks on one row per line, from 2024-01-01 on; an empty line is a row that isn't there. */
const remarksOn = (...lines: string[]): readonly string[] => {
  const rows = lines.flatMap((line, index) =>
    line === '' ? [] : [`2024-01-${String(index + 1).padStart(2, '0')},${line}`],
  );
  const read = parsePriceFile(`date,AAA,BBB\n${rows.join('\n')}\n`);
  if (!read.ok) throw new Error(read.error.message);
  const market = selectMarket(read.value, { symbols: SYMBOLS, fromSeconds: null, toSeconds: null });
  if (!market.ok) throw new Error(market.error.message);
  return priceRemarks(market.value, SYMBOLS);
};

describe('remarks on prices', () => {
  it('are none for prices without fault, a move of twice among them', () => {
    expect(remarksOn('1,1', '2.1,1', '2.2,1', '1.2,1')).toEqual([]);
  });

  it('name the row after which rows are missing', () => {
    expect(remarksOn('1,1', '', '1,1')).toEqual(['1 row is missing after 2024-01-01; nothing was filled in']);
    expect(remarksOn('1,1', '', '', '1,1', '', '1,1')).toEqual([
      '3 rows are missing in 2 places, the first after 2024-01-01; nothing was filled in',
    ]);
  });

  it('name row and asset of an empty cell', () => {
    expect(remarksOn('1,1', '1,', ',1')).toEqual([
      'AAA has no price after row 2024-01-02, 1 row before the end: it stays in the value at its last close, and nothing of the portfolio is traded from then on (--ended gone counts it as lost and goes on with the rest)',
      '1 empty cell at row 2024-01-02, BBB: valued at the last close, and nothing of the portfolio is traded at such a row',
    ]);
  });

  it('say where the run starts when an asset has no price before', () => {
    expect(remarksOn(',1', ',1', '1,1', '1,1')[0]).toBe(
      'starts 2 rows into the file, where every asset has a price',
    );
  });

  it('name row, asset and size of an absurd jump, and what became of it', () => {
    expect(remarksOn('1,1', '10.01,1', '1.5,1')).toEqual([
      'row 2024-01-02, AAA: 1 → 10.01 USD, more than tenfold at once: not traded on, left out',
    ]);
    expect(remarksOn('1,1', '1,0.01', '1,0.02', '1,0.02')).toEqual([
      'row 2024-01-02, BBB: 1 → 0.01 USD, more than tenfold at once: not traded on, believed from 2024-01-03 on',
    ]);
    // The last row has none after it that could confirm it.
    expect(remarksOn('1,1', '900,1')).toHaveLength(1);
  });

  it('name a move of more than twofold that the next row undoes, and one that looks like a split', () => {
    expect(remarksOn('100,1', '500,1', '100,1', '100,1')).toEqual([
      'row 2024-01-02, AAA: 100 → 500 USD, undone by the next row: a bad tick trades like a good one',
    ]);
    expect(remarksOn('50,1', '10,1', '10.1,1')).toEqual([
      'row 2024-01-02, AAA: 50 → 10 USD, which looks like a split of 1:5 that the prices are not adjusted for',
    ]);
    expect(remarksOn('5,1', '15.1,1', '15,1')[0]).toContain('a split of 3:1');
    // A fall of 60 % is a fall.
    expect(remarksOn('50,1', '20.2,1', '20,1')).toEqual([]);
  });

  it('name five jumps and count the others', () => {
    const wild = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? '1,1' : '1,500'));
    const remarks = remarksOn(...wild);
    expect(remarks).toHaveLength(6);
    expect(remarks.at(-1)).toBe('and 5 more such moves');
  });
});
