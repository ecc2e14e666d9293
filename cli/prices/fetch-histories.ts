import { priceCsvLines } from '../../lib/prices/price-file.ts';
import { type PricePoint, priceFileOf } from '../../lib/prices/price-points.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { fetchHistory, historyAsker } from '../../services/wire/prices/prices.ts';
import { environment } from '../environment.ts';
import type { FetchWork } from './read-work.ts';
import { writeNewFile } from './write-new-file.ts';

const DAY = 86_400;

/** Fetches one asset after the other and hands over each as it arrives. */
export const eachHistory = async (
  { source, assets, fromSeconds, toSeconds, url }: FetchWork,
  take: (asset: string, points: readonly PricePoint[]) => Promise<Result<string>>,
): Promise<Result<readonly string[]>> => {
  const { coingeckoKeys } = environment().prices;
  const askJson = historyAsker(source, { url, coingeckoKeys });
  const lines: string[] = [];
  for (const { asset, id } of assets) {
    const points = await fetchHistory(source, askJson, { asset, id, fromSeconds, toSeconds });
    if (!points.ok) return points;
    const line = await take(asset, points.value);
    if (!line.ok) return line;
    lines.push(line.value);
  }
  return ok(lines);
};

/** Histories of all assets as one price file, which is written when all of them are there, and not at all before. */
export const fetchToFile = async (work: FetchWork, out: string): Promise<Result<string>> => {
  const points: PricePoint[] = [];
  const fetched = await eachHistory(work, async (asset, more) => {
    if (more.length === 0)
      return fail('prices-invalid', `${asset}: ${work.source} has no prices of those days`);
    points.push(...more);
    return ok(`${asset}: ${more.length} daily closes`);
  });
  if (!fetched.ok) return fetched;
  points.sort((a, b) => a.knownAtSeconds - b.knownAtSeconds);
  const file = priceFileOf(points, DAY);
  if (file === null) return fail('prices-invalid', 'There is nothing to write.');
  const written = writeNewFile(out, `${[...priceCsvLines(file)].join('\n')}\n`);
  if (!written.ok) return written;
  return ok([...fetched.value, `${file.rows.length} rows written to ${out}`].join('\n'));
};
