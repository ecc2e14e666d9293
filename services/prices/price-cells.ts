import Papa from 'papaparse';
import { guessDelimiter } from '../../lib/prices/guess-delimiter.ts';
import type { TableSource } from '../../lib/prices/table-formats.ts';
import type { CellRow } from '../../lib/prices/table-shape.ts';
import type { PriceText } from './price-text.ts';

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
