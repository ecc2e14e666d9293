import Papa from 'papaparse';

/** What a spreadsheet would compute: it begins like a formula, in ASCII or full width, and is no number. */
const FORMULA = /^(?![-+]?\d+(\.\d+)?$)[\s]*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

const cellOf = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

/**
 * Rows as CSV (RFC 4180), a header first. A cell that a spreadsheet would take for a formula begins with an apostrophe: names are whatever
 * their owners, and tokens, call themselves.
 */
export const csvText = (columns: readonly string[], rows: readonly object[]): string =>
  `${Papa.unparse(
    [[...columns], ...rows.map((row) => columns.map((column) => cellOf(Reflect.get(row, column))))],
    { escapeFormulae: FORMULA },
  )}\r\n`;

/** Rows as a CSV file of this name, which nobody keeps on its way. */
export const csvFile = (name: string, columns: readonly string[], rows: readonly object[]): Response =>
  new Response(csvText(columns, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
    },
  });
