import { RECORDED } from '../../lib/prices/price-points.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { parseUtcDate } from '../../lib/time/utc.ts';
import { type Input, UsageError } from '../command/command.ts';
import { type PriceWish, readPriceFlags } from '../price-argument.ts';
import type { CONVERT_OPTIONS, FETCH_OPTIONS, IMPORT_OPTIONS } from './options.ts';

export type ConvertWork = {
  readonly kind: 'convert';
  readonly files: readonly string[];
  readonly wish: PriceWish;
  readonly out: string | null;
};
export type ImportWork = {
  readonly kind: 'import';
  readonly files: readonly string[];
  readonly wish: PriceWish;
  readonly source: string;
};
export type FetchWork = {
  readonly kind: 'fetch';
  readonly assets: readonly string[];
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly url: string | null;
};

const DAY = 86_400;
const YEAR = 365 * DAY;
const ASSET = /^[A-Z0-9]{1,12}$/;
const SOURCE = /^[a-z0-9][a-z0-9-]{0,31}$/;

const dayOf = (name: 'from' | 'to', text: string): UnixSeconds => {
  const day = parseUtcDate(text);
  if (day === null) throw new UsageError(`--${name}: "${text}" is not a day like 2024-01-31`);
  return day;
};

/** What `prices fetch` is to fetch. @throws {UsageError} naming what can't be read */
export const readFetch = (
  { values, words: [list = ''] }: Input<typeof FETCH_OPTIONS>,
  nowSeconds: UnixSeconds,
): FetchWork => {
  const assets = list.split(',').filter((asset) => asset !== '');
  const odd = assets.find((asset) => !ASSET.test(asset));
  if (assets.length === 0) throw new UsageError('fetch: name at least one asset, like BTC,ETH');
  if (odd !== undefined) throw new UsageError(`fetch: "${odd}" is not a symbol like BTC`);
  const to = values.to === undefined ? Math.floor(nowSeconds / DAY) * DAY - DAY : dayOf('to', values.to);
  const from = values.from === undefined ? to - YEAR : dayOf('from', values.from);
  if (from > to) throw new UsageError('--from: must not be after --to');
  // The last day's close is known at its end.
  return { kind: 'fetch', assets, fromSeconds: from, toSeconds: to + DAY, url: values.url ?? null };
};

type WishValues = Parameters<typeof readPriceFlags>[0] & { readonly from: string | undefined };

const wishOf = (values: WishValues): PriceWish => {
  const { wish, problems } = readPriceFlags(values, values.from);
  if (problems.length > 0) throw new UsageError(...problems);
  return wish;
};

/** What `prices convert` is to read and write. @throws {UsageError} naming what can't be read */
export const readConvert = ({ values, words: files }: Input<typeof CONVERT_OPTIONS>): ConvertWork => ({
  kind: 'convert',
  files,
  wish: wishOf(values),
  out: values.out ?? null,
});

/** What `prices import` is to keep, and under which name. @throws {UsageError} naming what can't be read */
export const readImport = ({ values, words: files }: Input<typeof IMPORT_OPTIONS>): ImportWork => {
  const { source } = values;
  const wish = wishOf(values);
  if (!SOURCE.test(source)) throw new UsageError(`--source: "${source}" is not a word like file`);
  if (source === RECORDED)
    throw new UsageError(`--source: "${RECORDED}" is kept for what the bot itself records`);
  return { kind: 'import', files, wish, source };
};
