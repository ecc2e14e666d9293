import type { UnixSeconds } from '../result.ts';
import { type PriceFile, type PriceReading, type PriceRow, refuseAt } from './price-file.ts';
import { gapsOf, labelText } from './regular-rows.ts';
import { type RowStep, stepsBetween, stepText } from './row-spacing.ts';

/** A read file and what to call it in a refusal. */
export type NamedFile = { readonly name: string; readonly file: PriceFile };

const stepOf = ({ stepSeconds, stepMonths }: PriceFile): RowStep => ({
  seconds: stepSeconds,
  months: stepMonths ?? null,
});

const START = { line: 1, column: 1 };

const refuse = (message: string): PriceReading<never> => refuseAt(START, message);

/** One asset's last price of one file, and its first of the next: where a fall by more than this says that they may be two coins. */
const SEAM_FALL = 100n;

type Seam = {
  readonly asset: string;
  readonly before: bigint;
  readonly after: bigint;
  readonly labelSeconds: UnixSeconds;
};

const seamNote = ({ asset, before, after, labelSeconds }: Seam): readonly string[] =>
  before > after * SEAM_FALL
    ? [
        `${asset} falls by more than 99 % where its second file begins, at ${labelText(labelSeconds)}: one code can be two coins on two exchanges`,
      ]
    : [];

const lastPrice = (rows: readonly PriceRow[], index: number): bigint | null =>
  rows.findLast(({ prices }) => (prices[index] ?? null) !== null)?.prices[index] ?? null;

/** Two files of the same columns, one after the other in time. */
const appended = (one: NamedFile, other: NamedFile): PriceReading<NamedFile> => {
  const [early, late] =
    (one.file.rows[0]?.labelSeconds ?? 0) <= (other.file.rows[0]?.labelSeconds ?? 0)
      ? [one, other]
      : [other, one];
  const [end, start] = [early.file.rows.at(-1), late.file.rows[0]];
  if (end === undefined || start === undefined) return { ok: true, value: early };
  if (start.labelSeconds <= end.labelSeconds)
    return refuse(
      `${early.name} and ${late.name} both have the row ${labelText(start.labelSeconds)}: keep it in one of them`,
    );
  const { columns } = early.file;
  const seams = columns.flatMap((asset, index) => {
    const [before, after] = [lastPrice(early.file.rows, index), start.prices[index] ?? null];
    return before === null || after === null
      ? []
      : seamNote({ asset, before, after, labelSeconds: start.labelSeconds });
  });
  const notes = [...(early.file.notes ?? []), ...(late.file.notes ?? []), ...seams];
  return {
    ok: true,
    value: {
      name: early.name,
      file: { ...early.file, rows: [...early.file.rows, ...late.file.rows], notes },
    },
  };
};

/** Rows of all files by when their closes are known; an asset that has no such row has no price there. */
const sideBySide = (files: readonly PriceFile[]): readonly PriceRow[] => {
  const width = files.reduce((sum, { columns }) => sum + columns.length, 0);
  const byTime = new Map<
    UnixSeconds,
    { labelSeconds: UnixSeconds; knownAtSeconds: UnixSeconds; prices: (bigint | null)[] }
  >();
  let offset = 0;
  for (const { columns, rows } of files) {
    for (const { labelSeconds, knownAtSeconds, prices } of rows) {
      const row = byTime.get(labelSeconds) ?? {
        labelSeconds,
        knownAtSeconds,
        prices: new Array(width).fill(null),
      };
      for (const [index, price] of prices.entries()) row.prices[offset + index] = price;
      byTime.set(labelSeconds, row);
    }
    offset += columns.length;
  }
  return [...byTime.values()].sort((a, b) => a.labelSeconds - b.labelSeconds);
};

/** Files of the same asset become one, in the order of time. */
const bySeries = (files: readonly NamedFile[]): PriceReading<readonly NamedFile[]> => {
  const series = new Map<string, NamedFile>();
  for (const named of files) {
    const key = named.file.columns.join(',');
    const before = series.get(key);
    const joined = before === undefined ? ({ ok: true, value: named } as const) : appended(before, named);
    if (!joined.ok) return joined;
    series.set(key, joined.value);
  }
  return { ok: true, value: [...series.values()] };
};

/**
 * Several files as one: those of the same asset one after the other, those of different assets side by side.
 * @returns the joined file; or a refusal naming the two files whose rows are at different distances, between each other's, or of one time.
 */
export const joinPriceFiles = (files: readonly NamedFile[]): PriceReading<PriceFile> => {
  const series = bySeries(files);
  if (!series.ok) return series;
  const [first, ...others] = series.value;
  if (first === undefined) return refuse('no file of prices');
  const step = stepOf(first.file);
  const start = first.file.rows[0]?.labelSeconds ?? 0;
  for (const { name, file } of others) {
    const own = stepOf(file);
    if (own.seconds !== step.seconds)
      return refuse(
        `${first.name} has a row every ${stepText(step)}, ${name} every ${stepText(own)}: --step 1d makes daily rows of both`,
      );
    if (stepsBetween(start, file.rows[0]?.labelSeconds ?? 0, step) === null)
      return refuse(
        `the rows of ${name} lie between those of ${first.name} (${labelText(file.rows[0]?.labelSeconds ?? 0)} and ${labelText(start)}): --step 1d makes daily rows of both`,
      );
    const twice = file.columns.find((column) => first.file.columns.includes(column));
    if (twice !== undefined) return refuse(`${twice} is in ${first.name} and in ${name}`);
  }
  const whole = series.value.map(({ file }) => file);
  const rows = sideBySide(whole);
  const notes = whole.flatMap((file) => file.notes ?? []);
  return {
    ok: true,
    value: {
      ...first.file,
      columns: whole.flatMap(({ columns }) => columns),
      rows,
      gaps: gapsOf(rows, step),
      notes,
    },
  };
};
