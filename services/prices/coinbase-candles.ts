import { parseDecimal } from '../../lib/money/fixed-point.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';

/** A daily candle's close and the instant at which it was known: the day's end. */
export type DailyClose = { readonly knownAtSeconds: UnixSeconds; readonly priceUsdE18: bigint };

export type CandleRequest = {
  readonly baseUrl: string;
  /** Like "BTC". */
  readonly asset: string;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly timeoutMs: number;
};

const DAY_SECONDS = 86_400;
/** The API answers at most 300 candles. */
const CANDLES_MAX = 300;
/** [time, low, high, open, close, volume], read from the text: a parsed number would already be rounded. */
const CANDLE = /\[\s*(\d+)\s*,\s*([^,\]]+),\s*([^,\]]+),\s*([^,\]]+),\s*([^,\]]+),\s*([^,\]]+)\]/g;

const isoTime = (time: UnixSeconds): string => new Date(time * 1_000).toISOString();

const readCandles = (text: string, asset: string): Result<readonly DailyClose[]> => {
  const malformed = fail('prices-malformed', `${asset}: the answer is not a list of candles`, {
    when: 'next-tick',
  });
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return malformed;
  }
  if (!Array.isArray(parsed)) return malformed;
  const closes: DailyClose[] = [];
  for (const [, time, , , , close] of text.matchAll(CANDLE)) {
    const priceUsdE18 = parseDecimal((close ?? '').trim(), 18);
    if (priceUsdE18 === null || priceUsdE18 <= 0n)
      return fail('prices-absurd', `${asset}: a close of ${close}`);
    closes.push({ knownAtSeconds: Number(time) + DAY_SECONDS, priceUsdE18 });
  }
  return closes.length === parsed.length ? ok(closes) : malformed;
};

const askPage = async (
  request: CandleRequest,
  from: UnixSeconds,
  to: UnixSeconds,
): Promise<Result<readonly DailyClose[]>> => {
  const query = new URLSearchParams({
    granularity: String(DAY_SECONDS),
    start: isoTime(from),
    end: isoTime(to),
  });
  const url = `${request.baseUrl}/products/${encodeURIComponent(request.asset)}-USD/candles?${query}`;
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json', 'user-agent': '1balancer' },
      signal: AbortSignal.timeout(request.timeoutMs),
    });
    if (response.status === 404)
      return fail('asset-unknown', `${request.asset}: not listed against USD there`);
    if (response.status === 429)
      return fail('rate-limited', `${request.asset}: too many requests, try again later`, {
        when: 'next-tick',
      });
    if (!response.ok)
      return fail('prices-unavailable', `${request.asset}: answered ${response.status}`, {
        when: 'next-tick',
      });
    return readCandles(await response.text(), request.asset);
  } catch (error) {
    const why =
      error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : 'could not be reached';
    return fail('prices-unavailable', `${request.asset}: ${request.baseUrl} ${why}`, { when: 'next-tick' });
  }
};

/**
 * Daily closes of an asset in USD from the public candles of the Coinbase Exchange API, oldest first, without days that are not over yet
 * at `toSeconds`. Fails with `asset-unknown`, `rate-limited`, `prices-unavailable`, `prices-malformed` or `prices-absurd`.
 */
export const fetchDailyCloses = async (request: CandleRequest): Promise<Result<readonly DailyClose[]>> => {
  const closes = new Map<UnixSeconds, DailyClose>();
  const first = Math.ceil(request.fromSeconds / DAY_SECONDS) * DAY_SECONDS;
  for (let start = first; start + DAY_SECONDS <= request.toSeconds; start += CANDLES_MAX * DAY_SECONDS) {
    const end = Math.min(start + (CANDLES_MAX - 1) * DAY_SECONDS, request.toSeconds - DAY_SECONDS);
    const page = await askPage(request, start, end);
    if (!page.ok) return page;
    for (const close of page.value)
      if (close.knownAtSeconds <= request.toSeconds) closes.set(close.knownAtSeconds, close);
  }
  return ok([...closes.values()].sort((a, b) => a.knownAtSeconds - b.knownAtSeconds));
};
