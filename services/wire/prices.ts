import type { PriceFile } from '../../lib/prices/price-file.ts';
import type { PricePoint, PriceStock } from '../../lib/prices/price-points.ts';
import { ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { systemClock } from '../clock.ts';
import { fetchDailyCloses } from '../prices/coinbase-candles.ts';
import { type PriceFilesRequest, readPriceFiles } from '../prices/read-price-files.ts';
import { Secret } from '../secret.ts';
import { openBotDatabase } from '../store/database.ts';
import { asDatabaseResult } from '../store/database-failure.ts';
import { type PriceSpan, readPricePoints, readPriceStock, savePricePoints } from '../store/price-points.ts';

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

/** The public source that needs no key. */
export const PUBLIC_SOURCE = { name: 'coinbase', url: 'https://api.exchange.coinbase.com' } as const;

const FETCH_TIMEOUT_MS = 15_000;

/** Daily closes of one asset from the public source; `url` points at a mirror. */
export const fetchPublicCloses = async (request: {
  readonly asset: string;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly url: string;
}): Promise<Result<readonly PricePoint[]>> => {
  const { asset, url, fromSeconds, toSeconds } = request;
  const closes = await fetchDailyCloses({
    baseUrl: url,
    asset,
    fromSeconds,
    toSeconds,
    timeoutMs: FETCH_TIMEOUT_MS,
  });
  return closes.ok
    ? ok(closes.value.map((close) => ({ asset, source: PUBLIC_SOURCE.name, ...close })))
    : closes;
};

/** Price files of any known shape as one, as of now: a last candle that isn't over is left out. */
export const loadPriceFiles = (request: Omit<PriceFilesRequest, 'nowSeconds'>): Result<PriceFile> =>
  readPriceFiles({ ...request, nowSeconds: systemClock.nowSeconds() });
