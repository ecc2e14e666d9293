import { type Asked, type Reply, refused } from '../../http/testing/fake-service.ts';

const DAY = 86_400;

/** A day's close as text, by the second that the day begins at; null on a day without trades. */
export type CloseOf = (opensAtSeconds: number) => string | null;

type Judge = (asked: Asked) => Reply;

/** What every one of them refuses; null when the request is a bare GET of a known path. */
const wrongRequest = ({ method, url, body }: Asked, path: RegExp): Reply | null => {
  if (!path.test(url.pathname)) return refused(404, 'NotFound');
  if (method !== 'GET') return refused(405, 'GET only');
  return body === '' ? null : refused(400, 'no body is taken');
};

/** Every parameter once and known, the needed ones present. */
const wrongQuery = (query: URLSearchParams, needed: readonly string[], known = needed): string | null => {
  for (const name of new Set(query.keys())) {
    if (!known.includes(name)) return `unknown parameter ${name}`;
    if (query.getAll(name).length > 1) return `${name} twice`;
  }
  return needed.find((name) => !query.has(name)) ?? null;
};

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const GRANULARITIES = ['60', '300', '900', '3600', '21600', '86400'];

/** The Coinbase Exchange's candles of BTC-USD: newest first, 300 at most, and one that precedes the start, as its documents warn. */
export const coinbaseFake =
  (closeOf: CloseOf): Judge =>
  (asked) => {
    const wrong = wrongRequest(asked, /^\/products\/BTC-USD\/candles$/);
    if (wrong !== null) return wrong;
    const query = asked.url.searchParams;
    const problem = wrongQuery(query, ['granularity', 'start', 'end']);
    if (problem !== null) return refused(400, problem);
    const [start = '', end = '', granularity = ''] = ['start', 'end', 'granularity'].map(
      (name) => query.get(name) ?? '',
    );
    if (!GRANULARITIES.includes(granularity)) return refused(400, 'Unsupported granularity');
    if (!ISO.test(start) || !ISO.test(end)) return refused(400, 'a time is no ISO 8601');
    const step = Number(granularity);
    const [from, to] = [Date.parse(start) / 1_000, Date.parse(end) / 1_000];
    if (to < from) return refused(400, 'start must be before end');
    if ((to - from) / step >= 300) return refused(400, 'granularity too small for the requested time range');
    const rows: string[] = [];
    for (let time = to; time >= from - step; time -= step) {
      const close = closeOf(time);
      if (close !== null) rows.push(`[${time},0.1,9e9,1.5,${close},9.5e3]`);
    }
    return { status: 200, body: `[${rows.join(',')}]` };
  };

const INTERVALS = '1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M'.split(' ');

/** Binance's klines of BTCUSDT by day: oldest first, by opening time, an unfinished one like any other. */
export const binanceFake =
  (closeOf: CloseOf): Judge =>
  (asked) => {
    const wrong = wrongRequest(asked, /^\/api\/v3\/klines$/);
    if (wrong !== null) return wrong;
    const query = asked.url.searchParams;
    const known = ['symbol', 'interval', 'startTime', 'endTime', 'timeZone', 'limit'];
    const problem = wrongQuery(query, ['symbol', 'interval'], known);
    if (problem !== null) return refused(400, `Mandatory or unknown parameter '${problem}'`);
    if (query.get('symbol') !== 'BTCUSDT') return refused(400, 'Invalid symbol.');
    if (!INTERVALS.includes(query.get('interval') ?? '')) return refused(400, 'Invalid interval.');
    const limit = query.get('limit') ?? '500';
    if (!/^\d{1,4}$/.test(limit) || Number(limit) < 1 || Number(limit) > 1_000)
      return refused(400, "Illegal characters found in parameter 'limit'");
    const times = ['startTime', 'endTime'].map((name) => query.get(name) ?? '');
    if (!times.every((time) => /^\d{13}$/.test(time))) return refused(400, 'Illegal characters in a time');
    const [from = 0, to = 0] = times.map(Number);
    if (to < from) return refused(400, 'startTime must be before endTime');
    const rows: string[] = [];
    for (
      let time = Math.ceil(from / 1_000 / DAY) * DAY;
      time * 1_000 <= to && rows.length < Number(limit);
      time += DAY
    ) {
      const close = closeOf(time);
      if (close !== null)
        rows.push(
          `[${time}000,"0.1","9.9","0.1","${close}","8.0",${(time + DAY) * 1_000 - 1},"2.0",7,"1.0","1.0","0"]`,
        );
    }
    return { status: 200, body: `[${rows.join(',')}]` };
  };

/** CoinGecko's daily points of bitcoin with the key "demo-key": each day's first second, and last the price of right now. */
export const coingeckoHistoryFake =
  (closeOf: CloseOf): Judge =>
  (asked) => {
    const wrong = wrongRequest(asked, /^\/api\/v3\/coins\/bitcoin\/market_chart\/range$/);
    if (wrong !== null) return wrong;
    if (asked.headers['x-cg-demo-api-key'] !== 'demo-key') return refused(401, 'bad key');
    const query = asked.url.searchParams;
    const needed = ['vs_currency', 'from', 'to'];
    const problem = wrongQuery(query, needed, [...needed, 'interval', 'precision']);
    if (problem !== null) return refused(400, problem);
    if (query.get('vs_currency') !== 'usd') return refused(400, 'invalid vs_currency');
    if (!/^(full|\d|1[0-8])$/.test(query.get('precision') ?? 'full')) return refused(400, 'bad precision');
    // Without it the distance of the points would depend on the range.
    if (query.get('interval') !== 'daily') return refused(400, 'only daily points are kept here');
    const times = ['from', 'to'].map((name) => query.get(name) ?? '');
    if (!times.every((time) => /^\d{10}$/.test(time))) return refused(400, 'a time is no UNIX timestamp');
    const [from = 0, to = 0] = times.map(Number);
    if (to < from) return refused(400, 'from must be before to');
    const rows: string[] = [];
    for (let time = Math.ceil(from / DAY) * DAY; time <= to; time += DAY) {
      const close = closeOf(time - DAY);
      if (close !== null) rows.push(`[${time}000,${close}]`);
    }
    rows.push(`[${to}123,1.0]`);
    return { status: 200, body: `{"prices":[${rows.join(',')}],"market_caps":[],"total_volumes":[]}` };
  };
