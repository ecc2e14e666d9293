import { HISTORY_NAMES, type HistoryName } from '../../lib/prices/history-name.ts';
import { RECORDED } from '../../lib/prices/price-points.ts';
import type { UnixSeconds } from '../../lib/result.ts';
import { parseUtcDate } from '../../lib/time/utc.ts';
import { historyIdOf } from '../../services/wire/prices/prices.ts';
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
  readonly source: HistoryName;
  /** By symbol, with what the source calls each. */
  readonly assets: readonly { readonly asset: string; readonly id: string }[];
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly url: string | null;
  /** A file to write; null = the database keeps them. */
  readonly out: string | null;
};

const DAY = 86_400;
const YEAR = 365 * DAY;
const ASSET = /^[A-Z0-9]{1,12}$/;
const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const SOURCE = /^[a-z0-9][a-z0-9-]{0,31}$/;

const dayOf = (name: 'from' | 'to', text: string): UnixSeconds => {
  const day = parseUtcDate(text);
  if (day === null) throw new UsageError(`--${name}: "${text}" is not a day like 2024-01-31`);
  return day;
};

/** "BTC", or "BTC=bitcoin" with what the source calls it. */
const namedAsset = (word: string, source: HistoryName): FetchWork['assets'][number] => {
  const [asset = '', given] = word.split('=');
  if (!ASSET.test(asset)) throw new UsageError(`fetch: "${asset}" is not a symbol like BTC`);
  const id = given ?? historyIdOf(source, asset);
  if (id === null)
    throw new UsageError(`fetch: several coins go by ${asset} there: say which, like BTC=bitcoin`);
  if (!ID.test(id)) throw new UsageError(`fetch: "${id}" is no id, like BTC=bitcoin`);
  return { asset, id };
};

/** What `prices fetch` is to fetch. @throws {UsageError} naming what can't be read */
export const readFetch = (
  { values, words: [list = ''] }: Input<typeof FETCH_OPTIONS>,
  nowSeconds: UnixSeconds,
): FetchWork => {
  const source = HISTORY_NAMES.find((name) => name === values.source);
  if (source === undefined)
    throw new UsageError(`--source: "${values.source}" is none of ${HISTORY_NAMES.join(', ')}`);
  const assets = list.split(',').flatMap((word) => (word === '' ? [] : [namedAsset(word, source)]));
  const twice = assets.find(({ asset }, index) => assets.findIndex((one) => one.asset === asset) !== index);
  if (assets.length === 0) throw new UsageError('fetch: name at least one asset, like BTC,ETH');
  if (twice !== undefined) throw new UsageError(`fetch: ${twice.asset} is named twice`);
  const to = values.to === undefined ? Math.floor(nowSeconds / DAY) * DAY - DAY : dayOf('to', values.to);
  const from = values.from === undefined ? to - YEAR : dayOf('from', values.from);
  if (from > to) throw new UsageError('--from: must not be after --to');
  // The last day's close is known at its end.
  const { url = null, out = null } = values;
  return { kind: 'fetch', source, assets, fromSeconds: from, toSeconds: to + DAY, url, out };
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
