/** The cells of one line of the live table. */
export type TableCells = {
  readonly time: string;
  readonly portfolio: string;
  readonly prices: string;
  readonly drift: string;
  readonly trackingError: string;
  readonly what: string;
};

const HEAD: TableCells = {
  time: 'time (block)',
  portfolio: 'portfolio',
  prices: 'prices',
  drift: 'drift',
  trackingError: 'track. err.',
  what: 'what',
};

const PORTFOLIO = 20;
const PRICES = 24;
/** Narrower than this, prices and drift leave; a sentence needs its room. */
const WIDE_COLUMNS = 130;
const WHAT_MIN = 24;

const left = (text: string, width: number): string => text.slice(0, width).padEnd(width);

const wrap = (text: string, width: number): readonly string[] => {
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? '';
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= width) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
};

/** A line of the table, in as many rows of the terminal as its last cell needs; `columns` is null in a pipe, where nothing is folded. */
export const tableLine = (cells: TableCells, columns: number | null): string => {
  const isWide = columns === null || columns >= WIDE_COLUMNS;
  const figures = [left(cells.prices, PRICES), cells.drift.padStart(8), cells.trackingError.padStart(11)];
  const before = [left(cells.time, 16), left(cells.portfolio, PORTFOLIO), ...(isWide ? figures : [])].join(
    '  ',
  );
  if (columns === null) return `${before}  ${cells.what}`;
  const width = Math.max(WHAT_MIN, columns - before.length - 3);
  return wrap(cells.what, width)
    .map((text, row) => `${row === 0 ? before : ' '.repeat(before.length)}  ${text}`)
    .join('\n');
};

export const tableHead = (columns: number | null): string => tableLine(HEAD, columns);
