import type { z } from 'zod';

/** What a column holds: whole numbers beyond a double travel as decimal text. */
export type Holds = 'text' | 'uint' | 'count';

/** One column and the property that it is: how its value is read from the database and written to it. */
export type Column<T> = {
  readonly name: string;
  readonly holds: Holds;
  readonly read: z.ZodType<T>;
  write(value: T): string | number | null;
};

/** Columns by property. */
export type Columns = Readonly<Record<string, Column<unknown>>>;

/** The object whose properties are these columns. */
export type Held<C extends Columns> = { readonly [P in keyof C]: z.output<C[P]['read']> };

/** The row of an object, by column. */
export const rowOf = <C extends Columns>(
  columns: C,
  value: Held<C>,
): Readonly<Record<string, string | number | null>> =>
  Object.fromEntries(
    Object.entries(columns).map(([property, column]) => [column.name, column.write(value[property])]),
  );

/** The object in a row. @throws {z.ZodError} where the row doesn't hold what its columns say. */
export const heldIn = <C extends Columns>(columns: C, row: Readonly<Record<string, unknown>>): Held<C> =>
  Object.fromEntries(
    Object.entries(columns).map(([property, { name, read }]) => [property, read.parse(row[name])]),
  ) as Held<C>;
