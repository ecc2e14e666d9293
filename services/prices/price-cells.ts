import Papa from 'papaparse';
import type { TableSource } from '../../lib/prices/table-formats.ts';
import type { CellRow } from '../../lib/prices/table-shape.ts';
import type { PriceText } from './price-text.ts';

/** What may divide the cells of a line, in the order of trust: a comma may be part of a number, a tab never is. */
const DELIMITERS = ['\t', ';', '|', ','] as const;
type Delimiter = (typeof DELIMITERS)[number];

/** A first row, a link or a comment may lack it; nearly all lines have it. */
const SHARE_MIN = 0.6;

/**
 * What divides the cells of these lines: the first of tab, semicolon, bar and comma that most lines have outside of quotes. A comma when
 * there is none.
 */
const guessDelimiter = (lines: readonly string[]): Delimiter => {
  const bare = lines.filter((line) => line.trim() !== '').map((line) => line.replace(/"[^"]*"/g, ''));
  const enough = Math.max(bare.length * SHARE_MIN, 1);
  return DELIMITERS.find((mark) => bare.filter((line) => line.includes(mark)).length >= enough) ?? ',';
};

const SAMPLE_ROWS = 60;

const parse = (text: string, delimiter: string): readonly CellRow[] =>
  Papa.parse<string[]>(text, { delimiter, newline: '\n' }).data;

/**
 * The cells of a CSV file, read piece by piece each time they are gone through. Where a piece has no quotes, a parser has nothing to do but
 * to divide it at every line end and delimiter: it is given as it is, and who needs no cells makes none.
 */
export const cellsOf = ({ head, pieces }: PriceText): TableSource => {
  const end = head.lastIndexOf('\n');
  const lines = end < 0 ? head : head.slice(0, end);
  const delimiter = guessDelimiter(lines.split('\n', SAMPLE_ROWS));
  const rows = function* (): Generator<CellRow | string> {
    for (const piece of pieces()) {
      if (piece.includes('"')) yield* parse(piece, delimiter);
      else yield piece;
    }
  };
  return { sample: parse(lines, delimiter).slice(0, SAMPLE_ROWS), rows, delimiter, provider: null };
};
