import { parseArgs } from 'node:util';
import { PROVIDERS } from '../../lib/prices/provider.ts';
import { RECORDED } from '../../lib/prices/recorded-points.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { parseUtcDate } from '../../lib/time/utc.ts';
import { PRICE_FLAGS, PRICE_FLAGS_USAGE, type PriceWish, readPriceFlags } from '../price-argument.ts';

export const USAGE = `npm run prices -- convert FILE… | import FILE… | fetch BTC,ETH,… | list

  convert FILE…  prices as other programs write them, in the form that --prices and import take, on stdout; NAME=FILE names
                 the asset of a file of candles, several files become one: convert BTC=btc.csv ETH=eth.json > prices.csv
  import FILE…   the same files into the database; each close is known one step after its label
  fetch ASSETS   daily closes in USD from the public candles of the Coinbase exchange, where the network allows
  list           what there is

  --from NAME    convert, import: whose files they are, where the files leave it open:
                 ${PROVIDERS.slice(0, 6).join(', ')},
                 ${PROVIDERS.slice(6).join(', ')}
${PRICE_FLAGS_USAGE}
  --out FILE     convert: a file to write instead of stdout; one that is there stays
  --source NAME  import: what the prices are called                    [file]
  --from DAY     fetch: first day                                      [a year before --to]
  --to DAY       fetch: last day                                       [yesterday]
  --url URL      fetch: another address of the same API

The shapes of files and how they are told: docs/price-files.md. The bot itself records the feed answers its decisions are
made on, as "recorded CHAIN FEED". Prices are kept in the database at DB_URL, which convert does without; storing one twice
changes nothing. Exit code 0 done, 1 refused or not reachable, 2 bad usage.`;

export type PricesCommand =
  | {
      readonly kind: 'convert';
      readonly files: readonly string[];
      readonly wish: PriceWish;
      readonly out: string | null;
    }
  | {
      readonly kind: 'import';
      readonly files: readonly string[];
      readonly wish: PriceWish;
      readonly source: string;
    }
  | {
      readonly kind: 'fetch';
      readonly assets: readonly string[];
      readonly fromSeconds: UnixSeconds;
      readonly toSeconds: UnixSeconds;
      readonly url: string | null;
    }
  | { readonly kind: 'list' }
  | { readonly kind: 'help' }
  | { readonly kind: 'bad'; readonly problem: string };

const DAY = 86_400;
const YEAR = 365 * DAY;
const ASSET = /^[A-Z0-9]{1,12}$/;
const SOURCE = /^[a-z0-9][a-z0-9-]{0,31}$/;

const FLAGS = {
  source: { type: 'string', default: 'file' },
  out: { type: 'string' },
  ...PRICE_FLAGS,
  from: { type: 'string' },
  to: { type: 'string' },
  url: { type: 'string' },
  help: { type: 'boolean', default: false },
} as const;

type Flags = {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly url?: string | undefined;
};

const bad = (problem: string): PricesCommand => ({ kind: 'bad', problem });

const fetchCommand = (list: string | undefined, flags: Flags, nowSeconds: UnixSeconds): PricesCommand => {
  const assets = (list ?? '').split(',').filter((asset) => asset !== '');
  const odd = assets.find((asset) => !ASSET.test(asset));
  if (assets.length === 0) return bad('fetch: name at least one asset, like BTC,ETH');
  if (odd !== undefined) return bad(`fetch: "${odd}" is not a symbol like BTC`);
  const to = flags.to === undefined ? Math.floor(nowSeconds / DAY) * DAY - DAY : parseUtcDate(flags.to);
  if (to === null) return bad(`--to: "${flags.to}" is not a day like 2024-01-31`);
  const from = flags.from === undefined ? to - YEAR : parseUtcDate(flags.from);
  if (from === null) return bad(`--from: "${flags.from}" is not a day like 2024-01-31`);
  if (from > to) return bad('--from: must not be after --to');
  // The last day's close is known at its end.
  return { kind: 'fetch', assets, fromSeconds: from, toSeconds: to + DAY, url: flags.url ?? null };
};

const parse = (argv: readonly string[]) =>
  parseArgs({ args: [...argv], options: FLAGS, allowPositionals: true });

type Values = ReturnType<typeof parse>['values'];

/** `convert` and `import`: the files, and what was said about them. */
const filesCommand = (
  command: 'convert' | 'import',
  files: readonly string[],
  values: Values,
): PricesCommand => {
  if (files.length === 0) return bad(`${command}: name the file`);
  const { wish, problems } = readPriceFlags(values, values.from);
  const [problem] = problems;
  if (problem !== undefined) return bad(problem);
  if (command === 'convert') return { kind: 'convert', files, wish, out: values.out ?? null };
  if (!SOURCE.test(values.source)) return bad(`--source: "${values.source}" is not a word like file`);
  if (values.source === RECORDED)
    return bad(`--source: "${RECORDED}" is kept for what the bot itself records`);
  return { kind: 'import', files, wish, source: values.source };
};

/** Reads the command line. */
export const readPricesCommand = (argv: readonly string[], nowSeconds: UnixSeconds): PricesCommand => {
  try {
    const { values, positionals } = parse(argv);
    if (values.help) return { kind: 'help' };
    const [command, ...subjects] = positionals;
    if (command === 'convert' || command === 'import') return filesCommand(command, subjects, values);
    const [subject, ...more] = subjects;
    if (more.length > 0) return bad(`unexpected "${more.join(' ')}"`);
    if (command === 'fetch') return fetchCommand(subject, values, nowSeconds);
    if (subject === undefined && command === 'list') return { kind: command };
    return bad(command === undefined ? 'say what to do' : `unknown command: ${positionals.join(' ')}`);
  } catch (error) {
    return bad(error instanceof Error ? error.message : String(error));
  }
};
