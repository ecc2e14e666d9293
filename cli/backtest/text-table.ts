import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';

/** Columns side by side: the first to the left, the others to the right. */
export const textTable = (rows: readonly (readonly string[])[]): string => {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length);
  }
  const line = (row: readonly string[]): string =>
    row
      .map((cell, index) =>
        index === 0 ? cell.padEnd(widths[index] ?? 0) : cell.padStart(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return rows.map(line).join('\n');
};

/** 1234567.891 USD as "1,234,567.89". */
export const usdText = (valueUsdE18: bigint, places = 2): string => {
  const [whole = '0', fraction] = formatDecimalRounded(valueUsdE18, 18, places).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
};

/** 0.1234 as "12.34 %"; a figure that isn't defined as "–". */
export const percentText = (ratio: number | null, places = 2): string =>
  ratio === null ? '–' : `${(ratio * 100).toFixed(places)} %`;

export const ratioText = (ratio: number | null): string => (ratio === null ? '–' : ratio.toFixed(2));

/** 21600 as "6h". */
export const intervalText = (seconds: number): string => {
  if (seconds === 0) return 'any';
  if (seconds % 86_400 === 0) return `${seconds / 86_400}d`;
  return seconds % 3_600 === 0 ? `${seconds / 3_600}h` : `${seconds / 60}m`;
};
