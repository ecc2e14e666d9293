import type { PriceFile } from '../../lib/prices/price-file.ts';
import { type PricePoint, priceFileOf } from '../../lib/prices/price-points.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { PriceRecords } from '../../services/wire/prices/prices.ts';

const STEPS: Readonly<Record<string, number>> = { '1d': 86_400, '1h': 3_600 };
/** Ten years of hours of sixteen assets. */
const POINTS_MAX = 1_500_000;
const FOREVER = 2 ** 40;

/** Two feeds under one symbol are two assets: which of them is meant nobody can know. */
const assetOfSeveralSources = (points: readonly PricePoint[]): string | null => {
  const sources = new Map<string, string>();
  for (const { asset, source } of points) {
    const other = sources.get(asset) ?? source;
    if (other !== source) return `${asset} from "${other}" and from "${source}"`;
    sources.set(asset, source);
  }
  return null;
};

/** Reads "coinbase", "file" or "recorded@1h" from the database as rows of a day (or an hour). */
export const loadStoredPrices = async (records: PriceRecords, name: string): Promise<Result<PriceFile>> => {
  const [source = '', step = '1d'] = name.split('@');
  const stepSeconds = STEPS[step];
  if (stepSeconds === undefined)
    return fail('prices-invalid', `--prices: "${step}" is neither 1d nor 1h, like db:recorded@1h`);
  const points = await records.read({ source, fromSeconds: 0, toSeconds: FOREVER, pointsMax: POINTS_MAX });
  if (!points.ok) return points;
  if (points.value.length === POINTS_MAX)
    return fail('prices-invalid', `--prices: "${source}" holds more than ${POINTS_MAX} prices`);
  const several = assetOfSeveralSources(points.value);
  if (several !== null)
    return fail('prices-invalid', `--prices: "${source}" has ${several}; name one of them`);
  const file = priceFileOf(points.value, stepSeconds);
  return file === null
    ? fail(
        'prices-invalid',
        `--prices: the database has no prices called "${source}"; npm run prices -- list shows what there is`,
      )
    : ok(file);
};
