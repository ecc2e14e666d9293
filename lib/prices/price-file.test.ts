import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parsePriceFile } from './testing/parse-price-file.ts';

const refusal = (text: string) => {
  const read = parsePriceFile(text);
  return read.ok
    ? 'accepted'
    : { line: read.error.line, column: read.error.column, message: read.error.message };
};

describe('a price file', () => {
  it('gives closing prices that are known one step after their label', () => {
    const read = parsePriceFile(
      'time,ETH,USDC\n2022-11-09T13:00:00Z,1234.5,\n2022-11-09T14:00:00Z,1200,0.999\n',
    );
    expect(read).toEqual({
      ok: true,
      value: {
        stepSeconds: 3_600,
        columns: ['ETH', 'USDC'],
        gaps: [],
        rows: [
          {
            labelSeconds: 1_667_998_800,
            knownAtSeconds: 1_668_002_400,
            prices: [1_234_500_000_000_000_000_000n, null],
          },
          {
            labelSeconds: 1_668_002_400,
            knownAtSeconds: 1_668_006_000,
            prices: [1_200n * 10n ** 18n, 999_000_000_000_000_000n],
          },
        ],
      },
    });
  });

  it('reports missing rows instead of filling them', () => {
    const read = parsePriceFile('date,BTC\r\n2020-02-27,1\r\n2020-02-28,1\r\n2020-03-02,2\r\n');
    expect(read.ok && read.value.gaps).toEqual([{ afterLabelSeconds: 1_582_848_000, missingRows: 2 }]);
    expect(read.ok && read.value.stepSeconds).toBe(86_400);
  });

  it.each([
    ['a duplicate label', 'date,BTC\n2020-01-01,1\n2020-01-01,2', 3, 1],
    ['an unsorted label', 'date,BTC\n2020-01-01,1\n2020-01-03,2\n2020-01-02,2', 4, 1],
    ['a zero', 'date,BTC,ETH\n2020-01-01,1,0.00', 2, 14],
    ['a negative price', 'date,BTC,ETH\n2020-01-01,-1,5', 2, 12],
    ['a word', 'date,BTC,ETH\n2020-01-01,1,ten', 2, 14],
    ['a doubled column', 'date,BTC,BTC\n2020-01-01,1,1', 1, 10],
    ['an empty file', '', 1, 1],
    ['a header alone', 'date,BTC\n', 2, 1],
    ['a short row', 'date,BTC,ETH\n2020-01-01,1', 2, 14],
    ['a day that is not', 'date,BTC\n2021-02-29,1', 2, 1],
    ['a comma inside a number', 'date,BTC,ETH\n2021-02-28,1,500,2', 2, 18],
    ['a day as a spreadsheet counts it', 'date,BTC\n2021-02-28,1\n44256,1', 3, 1],
  ])('refuses %s with its line and column', (_, text, line, column) => {
    expect(refusal(text)).toMatchObject({
      line,
      column,
      message: expect.stringContaining(`line ${line}, column ${column}: `),
    });
  });

  const folder = '../shared/data/prices';
  it.skipIf(!existsSync(folder))(
    'reads the real histories whole (skipped where ../shared/data is not there)',
    () => {
      const sizes = ['daily', 'hourly', 'hourly_2022-11', 'hourly_2020-03'].map((name) => {
        const read = parsePriceFile(readFileSync(`${folder}/${name}.csv`, 'utf8'));
        return read.ok
          ? [read.value.rows.length, read.value.gaps.reduce((sum, gap) => sum + gap.missingRows, 0)]
          : read.error.message;
      });
      expect(sizes).toEqual([
        [2_192, 0],
        [4_090, 7],
        [4_367, 1],
        [2_151, 9],
      ]);
    },
  );
});
