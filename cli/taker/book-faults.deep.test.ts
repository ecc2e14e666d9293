import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEventLogs } from 'viem';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import {
  type FaultyHttp,
  type HttpFault,
  RETRY_AFTER_SECONDS,
  startFaultyHttp,
} from '../../e2e/support/faulty-http.ts';
import { TAKER_KEY } from '../../e2e/support/order-world.ts';
import {
  killTakers,
  linesOf,
  startTaker,
  type TakerProcess,
  waitUntil,
} from '../../e2e/support/taker-process.ts';
import { startWebServer, type WebServer } from '../../e2e/support/web-server.ts';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';

const CASE_MS = 120_000;

/** The bot's one order, in the book that the built app serves; no tick hears of a fill, so the book offers it again and again. */
let world: BotWorld;
let web: WebServer;
let book: FaultyHttp;
let folder: string;
beforeAll(async () => {
  world = await buildBotWorld();
  await world.tick();
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
  await world.tick();
  // A little dearer than when the order was signed: now it pays.
  await world.setPrices(100_000_000n, 2_420_000_000_000n);
  web = await startWebServer({
    APP_DB_URL: world.database.urls.app.reveal(),
    RPC_URL: world.rpcUrl,
    NEXTAUTH_SECRET: 'a secret of thirty-two characters',
    API_ADDRESS_REQUESTS_PER_MINUTE: '1000000',
  });
  book = await startFaultyHttp(web.url);
  folder = mkdtempSync(join(tmpdir(), 'faulty-book-'));
  const { usdc, wbtc, contracts, wethFeed } = world;
  const feeds = { [usdc.token]: usdc.feed, [wbtc.token]: wbtc.feed, [contracts.weth]: wethFeed };
  writeFileSync(join(folder, 'feeds.json'), JSON.stringify({ native: contracts.weth, feeds }));
}, CASE_MS);
afterAll(async () => {
  await book?.close();
  web?.stop();
  await world?.stop();
  rmSync(folder, { recursive: true, force: true });
});

let untouched: unknown;
beforeEach(async () => {
  untouched = await world.rpc('evm_snapshot');
});
afterEach(async () => {
  killTakers();
  book.set('none');
  await world.rpc('evm_revert', [untouched]);
});

const start = (): TakerProcess => {
  const where = ['--book', book.url, '--rpc', world.rpcUrl, '--feeds', join(folder, 'feeds.json')];
  return startTaker([...where, '--poll-ms', '200'], TAKER_KEY);
};

const end = async (taker: TakerProcess): Promise<void> => {
  taker.child.kill('SIGTERM');
  expect(await taker.exited, taker.raw()).toBe(0);
};

const outages = (taker: TakerProcess) => linesOf(taker, 'outage');

/** One fill, of all that the order sells, is on the chain, and the taker has said so once. */
const isFilledOnce = async (taker: TakerProcess): Promise<void> => {
  await waitUntil(() => linesOf(taker, 'fill').length > 0, taker);
  // The book still offers what has been filled: it is looked at once more before the taker is asked to stop.
  await waitUntil(() => linesOf(taker, 'skipped').some(({ why }) => why === 'closed'), taker);
  const logs = await world.client.getLogs({ address: world.portfolio, fromBlock: 0n, toBlock: 'latest' });
  const fills = parseEventLogs({ abi: balancerAbi, eventName: 'Filled', logs });
  const [order] = await world.database.admin`select order_hash, sell_units::text as units from orders`;
  expect(fills.map(({ args }) => [args.orderHash, `${args.amountOut}`])).toEqual([
    [order?.['order_hash'], order?.['units']],
  ]);
  expect(linesOf(taker, 'fill')).toMatchObject([{ orderHash: order?.['order_hash'], partial: false }]);
};

/** What may become of the book's answer, and what the taker says of it. */
const FAULTS: readonly (readonly [HttpFault, RegExp])[] = [
  ['hanging', /timeout/],
  ['reset', /fetch failed/],
  ['answer-lost', /fetch failed/],
  ['rate-limited', /the book answered 429/],
  ['unavailable', /the book answered 503/],
  ['broken', /the book answered 500/],
  ['bad-gateway', /the book answered 502/],
  ['redirect', /the book answered 302/],
  ['web-page', /not valid JSON|not a page of orders/],
  ['other-json', /not a page of orders/],
  ['empty', /JSON/],
  ['truncated', /JSON/],
  ['cut-body', /terminated|JSON/],
  ['stuck-body', /timeout/],
  ['doubled', /JSON/],
];

describe('a taker whose way to the book goes wrong', () => {
  it.each(FAULTS)(
    'says what, waits, and fills the order once when it can be read again: %s',
    async (fault, said) => {
      book.set(fault);
      const taker = start();
      await waitUntil(() => outages(taker).length > 0, taker);
      expect(outages(taker)[0]).toMatchObject({ what: 'book', why: expect.stringMatching(said) });
      expect(linesOf(taker, 'fill')).toEqual([]);
      book.set('none');
      await isFilledOnce(taker);
      const before = outages(taker).length;
      book.set(fault);
      await waitUntil(() => outages(taker).length > before, taker);
      book.set('none');
      await isFilledOnce(taker);
      await end(taker);
    },
    CASE_MS,
  );

  it.each(['slow-body', 'sent-twice', 'stale'] as const)(
    'fills the order once, and says of no outage, through what only looks wrong: %s',
    async (fault) => {
      book.set(fault);
      const taker = start();
      await isFilledOnce(taker);
      expect(outages(taker)).toEqual([]);
      await end(taker);
    },
    CASE_MS,
  );

  it.each(['rate-limited', 'unavailable'] as const)(
    'comes again no sooner than the book has asked for: %s',
    async (fault) => {
      book.set(fault, 'GET');
      const met = book.met().length;
      const taker = start();
      await waitUntil(() => outages(taker).length > 1, taker);
      expect(outages(taker)[0]).toMatchObject({ retryInMs: RETRY_AFTER_SECONDS * 1_000 });
      const looks = book.met().slice(met);
      expect(looks.length).toBeLessThan(6);
      await end(taker);
    },
    CASE_MS,
  );

  it(
    'fills the order once while the way goes wrong in every manner, one after the other, each look another',
    async () => {
      const taker = start();
      const kinds = FAULTS.map(([fault]) => fault).filter(
        (fault) => !['hanging', 'stuck-body'].includes(fault),
      );
      for (const fault of kinds) {
        book.set(fault);
        await new Promise((resolve) => setTimeout(resolve, 150));
        book.set('none');
        await new Promise((resolve) => setTimeout(resolve, 150));
      }
      await isFilledOnce(taker);
      await end(taker);
    },
    CASE_MS,
  );
});
