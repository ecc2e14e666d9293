import type { PriceFile, PriceReading } from '../price-file.ts';
import { readPriceTable } from '../read-price-table.ts';
import { NO_ANSWERS, type PriceFileAnswers } from '../table-shape.ts';

/** 2100: every candle of a test is over. */
const LATER = 4_102_444_800;

/** Reads a table of plain cells, divided by commas and without quotes: a test of the core has no CSV parser. */
export const parsePriceFile = (
  text: string,
  answers: PriceFileAnswers = NO_ANSWERS,
): PriceReading<PriceFile> => {
  const rows = text
    .replace(/\r/g, '')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split(','));
  return readPriceTable({
    source: { sample: rows.slice(0, 60), rows: () => rows, delimiter: ',', provider: null },
    answers,
    name: null,
    file: 'prices.csv',
    stepSeconds: null,
    nowSeconds: LATER,
  });
};
