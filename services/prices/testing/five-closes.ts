import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { NO_ANSWERS, type PriceFileAnswers } from '../../../lib/prices/table-shape.ts';
import { readPriceFiles } from '../read-price-files.ts';

// Price files of one asset's five daily closes, in whatever form, and how they are read.

export const folder = mkdtempSync(join(tmpdir(), 'price-shapes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Five closes of our own, from 2024-01-15 on: past the twelfth, so that no date can be two. */
export const CLOSES = [101.25, 1_099.5, 1_150, 980.75, 1_001];
export const FIRST = 1_705_276_800;
export const DAY = 86_400;
export const NOW = FIRST + 100 * DAY;

export const iso = (index: number): string =>
  new Date((FIRST + index * DAY) * 1_000).toISOString().slice(0, 10);
export const dmy = (index: number, mark = '.'): string => iso(index).split('-').reverse().join(mark);
export const lines = (row: (close: number, index: number) => string): string[] => CLOSES.map(row);
export const csv = (header: string, rows: readonly string[]): string => [header, ...rows, ''].join('\n');
/** 1,099.50 or 1.099,50 */
export const grouped = (close: number, [thousands, decimal]: readonly [string, string]): string => {
  const [whole = '', fraction = ''] = close.toFixed(2).split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, thousands)}${decimal}${fraction}`;
};
export const utf16 = (text: string, littleEndian: boolean): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return littleEndian ? bytes : bytes.swap16();
};
export const candles = (row: (close: number, index: number) => readonly (string | number)[]) =>
  CLOSES.map((close, index) => row(close, index).join(','));

let files = 0;
export const read = (
  content: string | Buffer,
  more: Partial<PriceFileAnswers> & { name?: string | null } = {},
) => {
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

export const rowsOf = (result: ReturnType<typeof read>) => {
  if (!result.ok) throw new Error(result.error.message);
  const { columns, rows, stepSeconds } = result.value;
  return { columns, stepSeconds, rows: rows.map((row) => [row.labelSeconds, row.prices[0]] as const) };
};
export const WANTED = CLOSES.map(
  (close, index) => [FIRST + index * DAY, BigInt(close * 100) * 10n ** 16n] as const,
);

export const BTC = { name: 'BTC' };
export const newestFirst = <T>(rows: readonly T[]): T[] => [...rows].reverse();

/** [shape, content, what else was said] */
export type Shape = readonly [
  shape: string,
  content: string | Buffer,
  more?: Partial<PriceFileAnswers> & { name?: string | null },
];

/** A shape is read when it gives the five closes, to the last digit. */
export const expectFiveCloses = (content: string | Buffer, more: Shape[2] = {}): void => {
  const found = rowsOf(read(content, more));
  expect(found.columns[0]).toBe('BTC');
  expect(found.stepSeconds).toBe(DAY);
  expect(found.rows).toEqual(WANTED);
};
