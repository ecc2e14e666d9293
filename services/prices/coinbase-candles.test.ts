import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchDailyCloses } from './coinbase-candles.ts';

const DAY = 86_400;
const FIRST = 1_700_006_400;
const asked: string[] = [];

/** Answers like the public candles API: newest first, numbers as JSON numbers, at most 300. */
const answer = (url: URL): { readonly status: number; readonly body: string } => {
  const asset = url.pathname.split('/')[2];
  if (asset === 'NONE-USD') return { status: 404, body: '{"message":"NotFound"}' };
  if (asset === 'BUSY-USD') return { status: 429, body: '{"message":"Public rate limit exceeded"}' };
  if (asset === 'HTML-USD') return { status: 200, body: '<html></html>' };
  if (asset === 'ZERO-USD') return { status: 200, body: `[[${FIRST},1,1,1,0,1]]` };
  if (asset === 'DOWN-USD') return { status: 503, body: '' };
  const start = Date.parse(url.searchParams.get('start') ?? '') / 1_000;
  const end = Date.parse(url.searchParams.get('end') ?? '') / 1_000;
  const rows: string[] = [];
  for (let time = end; time >= start; time -= DAY) rows.push(`[${time},1.0,3,2,0.123456789012345678,9.5e3]`);
  return { status: 200, body: `[${rows.join(',')}]` };
};

let server: Server;
let baseUrl: string;
beforeAll(async () => {
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    asked.push(url.pathname);
    if (url.pathname.includes('SLOW')) return;
    const { status, body } = answer(url);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (asset: string, days = 1) =>
  fetchDailyCloses({
    baseUrl,
    asset,
    fromSeconds: FIRST,
    toSeconds: FIRST + days * DAY,
    timeoutMs: asset === 'SLOW' ? 200 : 10_000,
  });

describe('daily closes from public candles', () => {
  it('are read to the last digit, known at the end of their day, oldest first', async () => {
    const closes = await ask('ETH', 2);
    expect(closes).toEqual({
      ok: true,
      value: [
        { knownAtSeconds: FIRST + DAY, priceUsdE18: 123_456_789_012_345_678n },
        { knownAtSeconds: FIRST + 2 * DAY, priceUsdE18: 123_456_789_012_345_678n },
      ],
    });
  });

  it('come in pages of 300, each day once, none that is not over', async () => {
    asked.length = 0;
    const closes = await ask('BTC', 700);
    expect(asked).toHaveLength(3);
    expect(
      closes.ok && [
        closes.value.length,
        closes.value[0]?.knownAtSeconds,
        closes.value.at(-1)?.knownAtSeconds,
      ],
    ).toEqual([700, FIRST + DAY, FIRST + 700 * DAY]);
  });

  it.each([
    ['NONE', 'asset-unknown', 'never'],
    ['BUSY', 'rate-limited', 'next-tick'],
    ['DOWN', 'prices-unavailable', 'next-tick'],
    ['HTML', 'prices-malformed', 'next-tick'],
    ['ZERO', 'prices-absurd', 'never'],
    ['SLOW', 'prices-unavailable', 'next-tick'],
  ])('%s fails as %s, to be tried %s', async (asset, code, when) => {
    expect(await ask(asset)).toMatchObject({ ok: false, error: { code, retry: { when } } });
  });

  it('say so when nothing listens there', async () => {
    const nobody = await fetchDailyCloses({
      baseUrl: 'http://127.0.0.1:1',
      asset: 'ETH',
      fromSeconds: FIRST,
      toSeconds: FIRST + DAY,
      timeoutMs: 500,
    });
    expect(nobody).toMatchObject({ ok: false, error: { code: 'prices-unavailable' } });
  });
});
