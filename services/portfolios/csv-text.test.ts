import Papa from 'papaparse';
import { expect, it } from 'vitest';
import { csvText } from './csv-text.ts';

it.each([
  ['=1+1', "'=1+1"],
  ['+cmd|calc', "'+cmd|calc"],
  ['-2+3', "'-2+3"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\t=1', "'\t=1"],
  ['\r=1', "'\r=1"],
  [' =1', "' =1"],
  ['＝1+1', "'＝1+1"],
  ['-12.50', '-12.50'],
  ['+3', '+3'],
  ['plain, "quoted"\nand broken', 'plain, "quoted"\nand broken'],
  [null, ''],
  [{ a: '=1' }, '{"a":"=1"}'],
])('writes %j so that no spreadsheet computes it, and a reader gets it back', (value, shown) => {
  const text = csvText(['name', 'other'], [{ name: value, other: 'x' }]);
  expect(Papa.parse(text, { header: true, skipEmptyLines: true }).data).toEqual([
    { name: shown, other: 'x' },
  ]);
});

it('writes a header for no rows', () => {
  expect(csvText(['a', 'b'], [])).toBe('a,b\r\n');
});
