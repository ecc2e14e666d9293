import { BASELINES, type BacktestRow } from '../../lib/backtest/backtest-types.ts';
import { ratioOf } from '../../lib/performance/returns.ts';
import { civilFromDays } from '../../lib/time/utc.ts';
import { figuresFor, percentText, yearsOf } from './figures.ts';
import type { FinishedRun } from './finished-run.ts';
import { lookRows } from './looks.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that can't become markup. */
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');

/** A minus sign is as wide as the plus and the digits; a hyphen isn't. */
export const withMinus = (text: string): string => text.replace(/^-(?=\d)/, '−');

/** A table whose first column heads its rows; `own` sets off the next one, which is what the reader came for. */
export const htmlTable = (
  header: readonly string[],
  rows: readonly (readonly string[])[],
  { own }: { readonly own: boolean } = { own: false },
): string => {
  const head = header
    .map((cell) => (cell === '' ? '<td></td>' : `<th scope="col">${escapeHtml(cell)}</th>`))
    .join('');
  const body = rows.map(([first = '', ...cells]) => {
    const values = cells.map((cell) => `<td>${escapeHtml(withMinus(cell))}</td>`).join('');
    return `<tr><th scope="row">${escapeHtml(first)}</th>${values}</tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="Table"><table${own ? ' class="own"' : ''}><thead><tr>${head}</tr></thead><tbody>${body.join('')}</tbody></table></div>`;
};

/** The table behind a chart: one labelled row per point. */
export const dataTable = (
  header: readonly string[],
  labels: readonly string[],
  rows: readonly (readonly string[])[],
): string =>
  htmlTable(
    header,
    labels.map((label, index) => [label, ...(rows[index] ?? [])]),
  );

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

/** A page is read, not searched: the whole list is what --trades --json is for. */
const ROWS_MAX = 200;

/** Every trade of a run and what its limits held back, folded away; the last ones where they are many. */
export const tradesHtml = ({ name, looks }: FinishedRun, named: boolean): string => {
  const all = looks.flatMap(lookRows);
  const rows = all.slice(-ROWS_MAX);
  const note =
    all.length > rows.length ? `The last ${rows.length} of ${all.length} lines.` : `${all.length} lines.`;
  const table = htmlTable(['UTC', 'leg', 'USD', 'held back', 'tracking error'], rows);
  return `<section><h2>${escapeHtml(named ? `Trades of ${name}` : 'Trades')}</h2><p>${note} In brackets, what a limit held back.</p><details><summary>Every trade</summary>${table}</details></section>`;
};

/** Every figure of each run, and of the baselines beside the first one. */
export const figuresHtml = (runs: readonly FinishedRun[], first: FinishedRun): string => {
  const { baselines } = first.result;
  const columns = [
    ...runs.map(({ name, result }) => ({ name, run: result.run })),
    ...(baselines === null ? [] : BASELINES.map((kind) => ({ name: kind, run: baselines[kind] }))),
  ];
  const rows = figuresFor(yearsOf(first.result), first.planned.spec.flows !== undefined).map((figure) => [
    figure.name.trim(),
    ...columns.map((column) => figure.text(column.run)),
  ]);
  return `<section><h2>Figures</h2>${htmlTable(['', ...columns.map((column) => column.name)], rows, { own: true })}</section>`;
};
