import { setTimeout as sleep } from 'node:timers/promises';
import type { HistoryName } from '../../../lib/prices/history-name.ts';
import type { PriceFile } from '../../../lib/prices/price-file.ts';
import type { PricePoint, PriceStock } from '../../../lib/prices/price-points.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { systemClock } from '../../clock.ts';
import type { Env } from '../../env.ts';
import type { AskJson } from '../../http/ask-json.ts';
import { coingeckoKeyHeader } from '../../prices/coingecko.ts';
import { binanceHistory } from '../../prices/history/binance-history.ts';
import { coinbaseHistory } from '../../prices/history/coinbase-history.ts';
import { coingeckoHistory } from '../../prices/history/coingecko-history.ts';
import { fetchDailyCloses, type HistoryService } from '../../prices/history/daily-closes.ts';
import { priceHttp } from '../../prices/price-http.ts';
import { type PriceFilesRequest, readPriceFiles } from '../../prices/read-price-files.ts';
import { Secret } from '../../secret.ts';
import { openBotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import {
  type PriceSpan,
  readPricePoints,
  readPriceStock,
  savePricePoints,
} from '../../store/series/price-points.ts';

/** The prices the database keeps. */
export type PriceRecords = {
  /** Answers how many are new. */
  readonly save: (points: readonly PricePoint[]) => Promise<Result<number>>;
  readonly stock: () => Promise<Result<readonly PriceStock[]>>;
  readonly read: (span: PriceSpan) => Promise<Result<readonly PricePoint[]>>;
  readonly close: () => Promise<void>;
};

const PAGE_POINTS = 5_000;

/** Opens the price records on the bot's login. */
export const openPriceRecords = (botUrl: string): PriceRecords => {
  const database = openBotDatabase({
    url: new Secret(botUrl),
    connectionsMax: 1,
    statementTimeoutMs: 120_000,
  });
  const save = async (points: readonly PricePoint[]): Promise<Result<number>> => {
    let saved = 0;
    for (let from = 0; from < points.length; from += PAGE_POINTS) {
      const page = points.slice(from, from + PAGE_POINTS);
      const done = await asDatabaseResult(() => database.run((sql) => savePricePoints(sql, page)));
      if (!done.ok) return done;
      saved += done.value;
    }
    return ok(saved);
  };
  return {
    save,
    stock: () => asDatabaseResult(() => database.run((sql) => readPriceStock(sql))),
    read: (span) => asDatabaseResult(() => database.run((sql) => readPricePoints(sql, span))),
    close: database.close,
  };
};

const HISTORIES = {
  coinbase: coinbaseHistory,
  coingecko: coingeckoHistory,
  binance: binanceHistory,
} as const satisfies Readonly<Record<HistoryName, HistoryService>>;

/** What a service calls an asset of this symbol; null where its symbol doesn't say which one is meant. */
export const historyIdOf = (source: HistoryName, asset: string): string | null =>
  HISTORIES[source].idOf(asset);

/** Three attempts and a minute for each question, as histories are large and wanted once. */
const HISTORY_LIMITS = { attemptTimeoutMs: 20_000, totalTimeoutMs: 60_000 } as const;

/** Asks one of these services; `url` points at another address of the same API. CoinGecko's keys are used where there are some. */
export const historyAsker = (
  source: HistoryName,
  { url, coingeckoKeys }: { readonly url: string | null } & Pick<Env['prices'], 'coingeckoKeys'>,
): AskJson => {
  const baseUrl = (url ?? HISTORIES[source].baseUrl).replace(/\/+$/, '');
  const key =
    source === 'coingecko' && coingeckoKeys.length > 0
      ? { header: coingeckoKeyHeader(baseUrl), prefix: '', keys: coingeckoKeys }
      : null;
  return priceHttp({ name: source, baseUrl, key, ...HISTORY_LIMITS, clock: systemClock, sleep });
};

/** Daily closes of one asset as points of that source. Fails as {@link fetchDailyCloses} does, naming the asset. */
export const fetchHistory = async (
  source: HistoryName,
  askJson: AskJson,
  wanted: {
    readonly asset: string;
    readonly id: string;
    readonly fromSeconds: UnixSeconds;
    readonly toSeconds: UnixSeconds;
  },
): Promise<Result<readonly PricePoint[]>> => {
  const { asset, ...days } = wanted;
  const closes = await fetchDailyCloses(HISTORIES[source], askJson, days);
  if (closes.ok) return ok(closes.value.map((close) => ({ asset, source, ...close })));
  const { code, message, retry } = closes.error;
  return fail(code, `${asset}: ${message}`, retry);
};

/** Price files of any known shape as one, as of now: a last candle that isn't over is left out. */
export const loadPriceFiles = (request: Omit<PriceFilesRequest, 'nowSeconds'>): Result<PriceFile> =>
  readPriceFiles({ ...request, nowSeconds: systemClock.nowSeconds() });
