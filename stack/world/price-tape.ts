import { KNOWN_PRICE_COLUMNS, type PriceFile, type PriceRow } from '../../lib/prices/price-file.ts';
import { quoteText } from '../../lib/prices/quote-text.ts';
import { simulatedRows, simulateMarket } from '../../lib/prices/simulated-market.ts';
import { NO_ANSWERS } from '../../lib/prices/table-shape.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { loadPriceFiles } from '../../services/wire/prices/prices.ts';

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
  /** All rows of a file; the first ones of a simulated market, which has no last. */
  readonly rows: readonly TapeRow[];
  /** Every row, from the first on. */
  readonly play: () => Iterable<TapeRow>;
  /** How many rows are known at an instant. */
  readonly countKnown: (nowSeconds: UnixSeconds) => number;
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

const tapeOf = (file: PriceFile) => ({
  stepSeconds: file.stepSeconds,
  columns: file.columns,
  startSeconds: file.rows[0]?.labelSeconds ?? 0,
  rows: withGaps(file),
});

const simulatedTape = (seed: number): PriceTape => {
  const tape = tapeOf(simulateMarket(seed));
  return {
    ...tape,
    source: { kind: 'simulated', seed },
    play: () => simulatedRows(seed),
    countKnown: (now) => Math.max(0, Math.floor((now - tape.startSeconds) / tape.stepSeconds)),
  };
};

/** The reader names the option that settles a doubt; the demo has none of them, and reads the file that they make. */
const withConversion = (message: string): string =>
  /--(?:dates|decimal|step) /.test(message)
    ? `${message}. These are options of npm run prices -- convert, which writes a file for the demo`
    : message;

/** The tape of a price file. Refused with the file's name, line and column when it is not one, or has a column without a token. */
const fileTape = (path: string): Result<PriceTape> => {
  const file = loadPriceFiles({ files: [{ name: null, path }], answers: NO_ANSWERS, stepSeconds: null });
  if (!file.ok) return fail(file.error.code, withConversion(file.error.message));
  const at = file.value.columns.findIndex((column) => !KNOWN_PRICE_COLUMNS.includes(column));
  if (at < 0) {
    const tape = tapeOf(file.value);
    const countKnown = (now: UnixSeconds) =>
      tape.rows.filter(({ knownAtSeconds }) => knownAtSeconds <= now).length;
    return ok({ ...tape, source: { kind: 'file', path }, play: () => tape.rows, countKnown });
  }
  const unknown = quoteText(file.value.columns[at] ?? '');
  return fail(
    'price-file-invalid',
    `${path}: the local stack has no token for column ${unknown}; it knows ${KNOWN_PRICE_COLUMNS.join(' ')}`,
  );
};

/** What `--prices` names, or without it the simulated market of `seed`. */
export const loadTape = (options: {
  readonly prices: string | null;
  readonly seed: number;
}): Result<PriceTape> =>
  options.prices === null ? ok(simulatedTape(options.seed)) : fileTape(options.prices);
