import { readFileSync } from 'node:fs';
import { type PriceFile, type PriceRow, parsePriceFile } from '../../lib/prices/price-file.ts';
import { simulateMarket } from '../../lib/prices/simulated-market.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';

/** One instant of the replay: the closes that become known then; all null where the file has no row. */
export type TapeRow = { readonly knownAtSeconds: UnixSeconds; readonly prices: readonly (bigint | null)[] };

/** What the stack replays. `startSeconds` is the first row's label: the chain's genesis. */
export type PriceTape = {
  readonly source:
    | { readonly kind: 'file'; readonly path: string }
    | { readonly kind: 'simulated'; readonly seed: number };
  readonly stepSeconds: number;
  readonly columns: readonly string[];
  readonly startSeconds: UnixSeconds;
  readonly rows: readonly TapeRow[];
};

/** A missing row becomes an instant without prices, so that the chain's time passes and the feeds grow old. */
const withGaps = (file: PriceFile): TapeRow[] => {
  const nothing = file.columns.map(() => null);
  const rows: TapeRow[] = [];
  let previous: PriceRow | null = null;
  for (const row of file.rows) {
    if (previous !== null) {
      for (
        let at = previous.knownAtSeconds + file.stepSeconds;
        at < row.knownAtSeconds;
        at += file.stepSeconds
      ) {
        rows.push({ knownAtSeconds: at, prices: nothing });
      }
    }
    rows.push({ knownAtSeconds: row.knownAtSeconds, prices: row.prices });
    previous = row;
  }
  return rows;
};

const toTape = (file: PriceFile, source: PriceTape['source']): PriceTape => ({
  source,
  stepSeconds: file.stepSeconds,
  columns: file.columns,
  startSeconds: file.rows[0]?.labelSeconds ?? 0,
  rows: withGaps(file),
});

/** The tape of a price file. Refused with the file's name, line and column when it is not one. */
const fileTape = (path: string): Result<PriceTape> => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    return fail('price-file-unreadable', `${path}: ${(error as Error).message}`);
  }
  const parsed = parsePriceFile(text);
  if (!parsed.ok) return fail(parsed.error.code, `${path}: ${parsed.error.message}`);
  return ok(toTape(parsed.value, { kind: 'file', path }));
};

/** What `--prices` names, or without it the simulated market of `seed`. */
export const loadTape = (options: {
  readonly prices: string | null;
  readonly seed: number;
}): Result<PriceTape> =>
  options.prices === null
    ? ok(toTape(simulateMarket(options.seed), { kind: 'simulated', seed: options.seed }))
    : fileTape(options.prices);
