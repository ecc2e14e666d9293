import type { BacktestRow } from '../../lib/backtest/backtest-types.ts';
import { ratioOf } from '../../lib/performance/returns.ts';
import { civilFromDays } from '../../lib/time/utc.ts';
import { htmlTable, withMinus } from './html-table.ts';
import { percentText } from './text-table.ts';

/** A series of values, what it is called, and the rows it is read from. */
export type ValueSeries = {
  readonly name: string;
  readonly rows: readonly BacktestRow[];
  readonly of: (row: BacktestRow) => bigint;
};

/** One second back: what is known at New Year's midnight belongs to the old year. */
const yearOf = ({ knownAtSeconds }: BacktestRow): number =>
  civilFromDays(Math.floor((knownAtSeconds - 1) / 86_400)).year;

type Year = { readonly year: number; readonly first: BacktestRow; readonly last: BacktestRow };

/** The calendar years of the rows; each begins where the one before it ended. */
const yearsIn = (rows: readonly BacktestRow[]): readonly Year[] => {
  const years: Year[] = [];
  for (const row of rows) {
    const before = years.at(-1);
    if (before !== undefined && before.year === yearOf(row))
      years[years.length - 1] = { ...before, last: row };
    else years.push({ year: yearOf(row), first: before?.last ?? row, last: row });
  }
  return years;
};

const returnOf = ({ first, last }: Year, { of }: ValueSeries): number | null =>
  of(first) === 0n ? null : ratioOf(of(last), of(first)) - 1;

/** The return of every calendar year as a table, the first and last ones as far as they go, and the worst in words. */
export const yearsHtml = (series: readonly ValueSeries[]): string => {
  const yearsOf = series.map(({ rows }) => yearsIn(rows).filter(({ first, last }) => first !== last));
  const years = yearsOf[0] ?? [];
  const table = htmlTable(
    ['year', ...series.map(({ name }) => name)],
    years.map((year, at) => [
      String(year.year),
      ...series.map((one, index) => percentText(returnOf(yearsOf[index]?.[at] ?? year, one), 1)),
    ]),
    { own: true },
  );
  const worst = series.map((one, index) => {
    const found = [...(yearsOf[index] ?? [])].sort(
      (a, b) => (returnOf(a, one) ?? 0) - (returnOf(b, one) ?? 0),
    )[0];
    return found === undefined
      ? `${one.name}: none`
      : `${one.name} ${found.year} (${withMinus(percentText(returnOf(found, one), 1))})`;
  });
  return `<section><h2>Years</h2><p>Worst years: ${worst.join(', ')}. The first and the last are as long as the period lets them be.</p>${table}</section>`;
};
