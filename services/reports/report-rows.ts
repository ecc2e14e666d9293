import type { ReportDto } from '../../lib/api/reports.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';

/** One figure of a report, as a file tells it: a plain decimal and its unit, or why there is none. */
export type FigureRow = {
  readonly figure: string;
  readonly value: string | null;
  readonly unit: string;
  readonly absent: string | null;
};

export const FIGURE_COLUMNS: readonly (keyof FigureRow)[] = ['figure', 'value', 'unit', 'absent'];

/** The unit that a field's name ends with, and the decimals of what is told in whole numbers. */
const UNITS: readonly (readonly [ending: string, unit: string, decimals: number])[] = [
  ['UsdE18', 'USD', 18],
  ['usdE18', 'USD', 18],
  ['E4', 'ratio', 4],
  ['Bps', 'bps', 0],
  ['bps', 'bps', 0],
  ['AtSeconds', 'unix seconds', 0],
  ['fromSeconds', 'unix seconds', 0],
  ['toSeconds', 'unix seconds', 0],
  ['Seconds', 's', 0],
  ['Wei', 'wei', 0],
];

type Value = string | number | null;
const isFigure = (value: object): value is { readonly value: unknown; readonly absent: string | null } =>
  'absent' in value && 'value' in value;

const rowOf = (name: string, value: Value, why: string | null): FigureRow => {
  const field = name.split('.').findLast((part) => !/^\d+$/.test(part)) ?? name;
  const [, unit = '', decimals = 0] = UNITS.find(([ending]) => field.endsWith(ending)) ?? [];
  const text = value === null || decimals === 0 ? value : formatDecimal(BigInt(value), decimals);
  return { figure: name, value: text === null ? null : `${text}`, unit, absent: why };
};

const rowsOf = (name: string, value: unknown, why: string | null = null): readonly FigureRow[] => {
  if (value === null || typeof value === 'string' || typeof value === 'number')
    return [rowOf(name, value, why)];
  if (typeof value !== 'object') return [];
  if (isFigure(value)) return rowsOf(name, value.value, value.absent);
  return Object.entries(value).flatMap(([part, inner]) =>
    rowsOf(name === '' ? part : `${name}.${part}`, inner),
  );
};

/** Every figure of a report, a row each, by the path that it has in JSON. */
export const reportRows = (report: ReportDto): readonly FigureRow[] => rowsOf('', report);
