import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readMakerTraits } from '../../lib/orders/maker-traits.ts';
import { orderOfData } from '../../lib/orders/order-data.ts';
import { type FeeInfo, judgeSubmission, queryFault, type Submission } from './judge-submission.ts';

/** More requests than a test looks at are not remembered. */
const ASKED_MAX = 5_000;

type Asked = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
};
type Reply = {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** What goes wrong: a reply whatever was asked, one made of the right one, an order that is taken while the answer says 500, no word at all. */
type Fault = Reply | ((asked: Asked, right: Reply) => Reply) | 'takes-and-fails' | 'reset' | 'silence';

type Kept = Submission & {
  readonly createdAt: string;
  status: number;
  remaining: bigint;
  why: string | null;
};

export type OrderbookTerms = {
  readonly chainId: number;
  readonly key: string;
  readonly info: FeeInfo;
  /** Requests a second, beyond which it answers 429; default none. */
  readonly perSecond?: number;
  /** Time of the chain's blocks. */
  readonly nowSeconds: () => number;
};

export type OrderbookFake = {
  readonly baseUrl: string;
  readonly asked: Asked[];
  readonly fault: { current: Fault | null };
  /** As it answers from now on. */
  readonly info: { current: FeeInfo };
  /** Hashes of the orders that takers see. */
  readonly shown: () => readonly string[];
  /** The chain has filled so much of an order, has left so much of it open, or closed it. */
  readonly fill: (orderHash: string, units: bigint) => void;
  readonly remains: (orderHash: string, units: bigint) => void;
  readonly end: (orderHash: string, why: string) => void;
  readonly close: () => Promise<void>;
};

const answer = (value: unknown, status = 200): Reply => ({ status, body: JSON.stringify(value) });
const NAMES: Readonly<Record<number, string>> = {
  ...{ 400: 'Bad Request', 401: 'Unauthorized', 404: 'Not Found', 429: 'Too Many Requests' },
  500: 'Internal Server Error',
};
const refused = (statusCode: number, description: string, headers = {}): Reply => ({
  ...answer({ error: NAMES[statusCode], description, statusCode, requestId: 'fake' }, statusCode),
  headers,
});

const shownAs = ({ data, orderHash, signature, ...kept }: Kept) => ({
  ...{ orderHash, signature, createDateTime: kept.createdAt, data },
  remainingMakerAmount: kept.remaining.toString(),
  makerBalance: data.makingAmount,
  makerAllowance: data.makingAmount,
  makerRate: '1',
  takerRate: '1',
  isMakerContract: true,
});

/** The shelf of one chain's orders, and the rules by which requests are answered. */
const orderbookOf = ({ chainId, key, nowSeconds }: OrderbookTerms, info: { current: FeeInfo }) => {
  const orders = new Map<string, Kept>();
  const submit = (asked: Asked): Reply => {
    if (!/^application\/json/.test(asked.headers['content-type'] ?? ''))
      return refused(400, 'body must be JSON');
    let json: unknown;
    try {
      json = JSON.parse(asked.body);
    } catch {
      return refused(400, 'body must be JSON');
    }
    const judged = judgeSubmission(json, { chainId, info: info.current, nowSeconds: nowSeconds() });
    if (typeof judged === 'string') return refused(400, judged);
    const name = judged.orderHash.toLowerCase();
    if (orders.has(name)) return refused(400, 'order already exists');
    const remaining = BigInt(judged.data.makingAmount);
    orders.set(name, { ...judged, createdAt: new Date().toISOString(), status: 1, remaining, why: null });
    return answer({ success: true }, 201);
  };
  /** What no block can fill any more is shown to no taker. */
  const endExpired = (): void => {
    for (const kept of orders.values()) {
      const expiresAt = readMakerTraits(orderOfData(kept.data).makerTraits).expiresAtSeconds;
      if (kept.status === 1 && expiresAt !== 0 && expiresAt < nowSeconds())
        Object.assign(kept, { status: 3, why: 'order expired' });
    }
  };
  const list = ({ url }: Asked, maker: string | null): Reply => {
    endExpired();
    const fault = queryFault(url, ['limit', 'cursor', 'statuses', 'makerAsset', 'takerAsset', 'sortBy'], []);
    if (fault !== null) return refused(400, fault);
    const { searchParams: query } = url;
    const is = (name: 'makerAsset' | 'takerAsset', value: string): boolean =>
      (query.get(name)?.toLowerCase() ?? value) === value;
    const statuses = (query.get('statuses') ?? '1,2,3').split(',').map(Number);
    const found = [...orders.values()].filter(
      ({ data, status }) =>
        (maker === null || data.maker === maker) &&
        is('makerAsset', data.makerAsset) &&
        is('takerAsset', data.takerAsset) &&
        statuses.includes(status),
    );
    const from = Number(Buffer.from(query.get('cursor') ?? '', 'base64').toString() || '0');
    if (!Number.isInteger(from)) return refused(400, 'cursor is invalid');
    const end = from + Number(query.get('limit') ?? 100);
    const hasMore = end < found.length;
    const items = found
      .slice(from, end)
      .map((kept) => ({ ...shownAs(kept), orderInvalidReason: kept.why && [kept.why] }));
    const nextCursor = Buffer.from(`${end}`).toString('base64');
    return answer({ items, meta: { hasMore, ...(hasMore ? { nextCursor } : {}), count: items.length } });
  };
  const read = (asked: Asked, path: string): Reply => {
    const { url } = asked;
    if (path === '/fee-info') {
      const needed = ['makerAsset', 'takerAsset', 'makerAmount', 'takerAmount'];
      const fault = queryFault(url, needed, needed);
      if (fault !== null) return refused(400, fault);
      const isOne =
        url.searchParams.get('makerAsset')?.toLowerCase() ===
        url.searchParams.get('takerAsset')?.toLowerCase();
      return isOne ? refused(400, 'takerAsset is invalid') : answer(info.current);
    }
    if (path === '/all') return list(asked, null);
    const maker = /^\/address\/(0x[0-9a-fA-F]{40})$/.exec(path)?.[1];
    if (maker !== undefined) return list(asked, maker.toLowerCase());
    const hash = /^\/order\/(0x[0-9a-fA-F]{64})$/.exec(path)?.[1];
    if (hash === undefined || url.search !== '') return refused(404, 'no such path');
    const kept = orders.get(hash.toLowerCase());
    return kept === undefined
      ? refused(404, 'order not found')
      : answer({ ...shownAs(kept), orderStatus: kept.status, orderInvalidReason: kept.why, events: [] });
  };
  return {
    orders,
    judge: (asked: Asked): Reply => {
      const { method, url, headers } = asked;
      const [, version, chain, path] = /^\/orderbook\/(v[\d.]+)\/(\d+)(\/.*)$/.exec(url.pathname) ?? [];
      if (version !== 'v4.1' || chain !== `${chainId}` || path === undefined)
        return refused(404, 'no such path');
      if (headers.authorization !== `Bearer ${key}`) return refused(401, 'invalid API key');
      if (method === 'POST')
        return path === '/' && url.search === '' ? submit(asked) : refused(404, 'no such path');
      return method === 'GET' ? read(asked, path) : refused(404, 'no such path');
    },
  };
};

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
};

/** So many in any second: the fake's own count, by the machine's clock. */
const limiter = (perSecond: number | undefined) => {
  const times: number[] = [];
  return (): boolean => {
    if (perSecond === undefined) return true;
    const now = performance.now();
    while ((times[0] ?? now) <= now - 1_000) times.shift();
    if (times.length >= perSecond) return false;
    times.push(now);
    return true;
  };
};

/** 1inch's orderbook API v4.1 of one chain, over real HTTP on loopback, as strict as its documents. */
export const startOrderbookFake = async (terms: OrderbookTerms): Promise<OrderbookFake> => {
  const info = { current: terms.info };
  const book = orderbookOf(terms, info);
  const mayAsk = limiter(terms.perSecond);
  const asked: Asked[] = [];
  const fault: OrderbookFake['fault'] = { current: null };
  const replyTo = (one: Asked): Reply => {
    const { current } = fault;
    if (current === 'takes-and-fails') {
      book.judge(one);
      return refused(500, 'something went wrong');
    }
    if (typeof current === 'object' && current !== null) return current;
    const right = mayAsk()
      ? book.judge(one)
      : refused(429, 'the limit of requests per second', { 'retry-after': '1' });
    return typeof current === 'function' ? current(one, right) : right;
  };
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    const one = { method: request.method ?? '', url, headers: request.headers, body: await bodyOf(request) };
    asked.push(one);
    if (asked.length > ASKED_MAX) asked.shift();
    if (fault.current === 'silence') return;
    if (fault.current === 'reset') return void request.socket.destroy();
    const { status, body, headers } = replyTo(one);
    response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const remains = (orderHash: string, units: bigint): void => {
    const kept = book.orders.get(orderHash);
    if (kept === undefined) return;
    kept.remaining = units;
    if (units <= 0n) Object.assign(kept, { status: 3, why: 'order filled' });
  };
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ asked, fault, info },
    shown: () =>
      [...book.orders.values()].filter(({ status }) => status === 1).map(({ orderHash }) => orderHash),
    remains,
    fill: (orderHash, units) => remains(orderHash, (book.orders.get(orderHash)?.remaining ?? 0n) - units),
    end: (orderHash, why) => {
      const kept = book.orders.get(orderHash);
      if (kept !== undefined) Object.assign(kept, { status: 3, why });
    },
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
};
