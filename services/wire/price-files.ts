import type { PriceFile } from '../../lib/prices/price-file.ts';
import type { Result } from '../../lib/result.ts';
import { systemClock } from '../clock.ts';
import { type PriceFilesRequest, readPriceFiles } from '../prices/read-price-files.ts';

/** Price files of any known shape as one, as of now: a last candle that isn't over is left out. */
export const loadPriceFiles = (request: Omit<PriceFilesRequest, 'nowSeconds'>): Result<PriceFile> =>
  readPriceFiles({ ...request, nowSeconds: systemClock.nowSeconds() });
