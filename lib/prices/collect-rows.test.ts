import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriceFile, PriceReading } from './price-file.ts';
import { readPriceTable } from './read-price-table.ts';
import type { CellRow } from './table-shape.ts';
import { NO_ANSWERS } from './table-shape.ts';

const read = (lines: readonly string[], rows: readonly (CellRow | string)[]): PriceReading<PriceFile> =>
  readPriceTable({
    source: {
      sample: lines.map((line) => line.split(',')),
      rows: () => rows,
      delimiter: ',',
      provider: null,
    },
    answers: NO_ANSWERS,
    name: null,
    file: 'prices.csv',
    stepSeconds: null,
    nowSeconds: 4_102_444_800,
  });

const CELLS = ['1', '20.5', '0.000001', '123456789012345', '1234567890123456.5', '1e3', '$7', ' 8', ''];
const BAD_CELLS = ['0', '-1', 'cheap', '1.2.3'];
const HEADERS = ['date,AAA,BBB', 'AAA,date,BBB', 'Date,Open,High,Low,Close,Symbol'];
const IDLE = ['', ',,', '# a comment', '// 2024-01-01,1,1'];

/** A table whose lines are mostly good; one in a few has something that only its cells tell. */
const tables = fc
  .record({
    header: fc.constantFrom(...HEADERS),
    rows: fc.array(
      fc.record({
        cells: fc.array(
          fc.oneof({ weight: 60, arbitrary: fc.constantFrom(...CELLS) }, fc.constantFrom(...BAD_CELLS)),
          { minLength: 5, maxLength: 5 },
        ),
        end: fc.oneof({ weight: 30, arbitrary: fc.constant('') }, fc.constantFrom(',', ',9', ',,')),
        skip: fc.oneof({ weight: 30, arbitrary: fc.constant(1) }, fc.constantFrom(0, 2, -1)),
        idle: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, fc.constantFrom(...IDLE)),
      }),
      { minLength: 1, maxLength: 8 },
    ),
  })
  .map(({ header, rows }) => {
    let day = 10;
    const lines = rows.flatMap(({ cells, end, skip, idle }) => {
      day += skip;
      const own = [...cells].slice(0, header.split(',').length - 1);
      if (header.includes('Symbol')) own[own.length - 1] = day % 2 === 0 ? 'XAU' : ' YEN';
      own.splice(header.startsWith('AAA') ? 1 : 0, 0, `2024-01-${String(day).padStart(2, '0')}`);
      return [...(idle === null ? [] : [idle]), own.join(',') + end];
    });
    return [header, ...lines];
  });

describe('rows given as lines', () => {
  it('are read, or refused in the same words, as the same rows given as cells or as one text', () => {
    let good = 0;
    fc.assert(
      fc.property(tables, (lines) => {
        const cells = lines.map((line) => line.split(','));
        const asLines = read(lines, lines);
        expect(asLines).toEqual(read(lines, cells));
        expect(read(lines, [lines.join('\n')])).toEqual(asLines);
        if (asLines.ok) good += 1;
      }),
      { numRuns: 3_000 },
    );
    // Neither all read nor all refused.
    expect(good).toBeGreaterThan(300);
    expect(good).toBeLessThan(2_700);
  });
});
