import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { PriceFile } from '../../prices/price-file.ts';
import { parsePriceFile } from '../../prices/testing/parse-price-file.ts';

/** Outside data that lies beside the checkout, never inside it. */
const FOLDER = fileURLToPath(new URL('../../../../shared/data/', import.meta.url));

export const hasCheckData = (path: string): boolean => existsSync(FOLDER + path);

export const readCheckData = (path: string): string => readFileSync(FOLDER + path, 'utf8');

/** What a test says of itself where the data isn't there. */
export const SKIP_WORD = '(skipped where ../shared/data is not there)';

/** A price file of the check data, with any columns it has. */
export const readCheckPrices = (path: string): PriceFile => {
  const text = readCheckData(path);
  const read = parsePriceFile(text);
  if (!read.ok) throw new Error(`${path}: ${read.error.message}`);
  return read.value;
};
