import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { StreamPlace } from '../../lib/api/events.ts';
import { asNamedViewer } from './as-viewer.ts';
import { openAppSql, openBotDatabase, openDirectConnection } from './database.ts';
import { listenToStreams } from './listen-to-streams.ts';
import { hasStreamPlace, readStreamEvents, readStreamHead, sweepStreamEvents } from './stream-events.ts';
import { type ArrangedPortfolio, addressOf, arrangePortfolios, removePortfolios } from './testing/arrange.ts';
import { signedOrder } from './testing/looks.ts';
import { createTestDatabase, type TestDatabase } from './testing/test-database.ts';

const START: StreamPlace = { transactionId: 0n, id: 0n };
const ownerOf = (number: number): Address => addressOf(number + 500_000);
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

let database: TestDatabase;
let app: ReturnType<typeof openAppSql>;
let bot: ReturnType<typeof openBotDatabase>;
beforeAll(async () => {
  database = await createTestDatabase();
  app = openAppSql(database.urls.app);
  bot = openBotDatabase({ url: database.urls.bot });
});
afterAll(async () => {
  await app?.end();
  await bot?.close();
  await database?.drop();
});
beforeEach(async () => {
  await removePortfolios(database.admin);
  await database.admin`delete from stream_events`;
});

const as = <T>(viewer: Address | null, work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
  asNamedViewer(app, viewer === null ? null : { address: viewer, role: 'user' }, work);

const readAs = (viewer: Address | null, after: StreamPlace = START) =>
  as(viewer, (sql) => readStreamEvents(sql, { viewer, after }));

/** What is told is what no open transaction can come before, of any database of the server: other tests have theirs. */
const settled = async <T>(read: () => Promise<T>, isOpen: (of: T) => boolean): Promise<T> => {
  for (let tries = 0; tries < 2_400; tries += 1) {
    const got = await read();
    if (!isOpen(got)) return got;
    await pause(50);
  }
  throw new Error('a transaction stays open');
};

const readSettled = (viewer: Address | null, after?: StreamPlace) =>
  settled(
    () => readAs(viewer, after),
    ({ next }) => next === 'soon',
  );

const headOfSettled = async (): Promise<StreamPlace> =>
  (
    await settled(
      () => as(null, readStreamHead),
      ({ unsettled }) => unsettled,
    )
  ).head;

const topicsOf = async (viewer: Address | null, after?: StreamPlace) =>
  (await readSettled(viewer, after)).events.map(({ topic }) => topic);

const arrangeOne = async (number = 1, shared = false): Promise<ArrangedPortfolio> => {
  const [portfolio] = await arrangePortfolios(database.admin, 1, { from: number, shared });
  if (portfolio === undefined) throw new Error('not arranged');
  return portfolio;
};

describe('what streams are told of', () => {
  it('is every decision, order and change of a portfolio, to its owner alone', async () => {
    const portfolio = await arrangeOne();
    const before = await headOfSettled();
    await signedOrder(bot, portfolio);
    await database.admin`update orders set status = 'open', placed_at = now()`;
    await database.admin`update portfolios set name = 'renamed' where id = ${portfolio.id}`;
    await database.admin`update accounts set paused = true`;
    const told = (await readSettled(ownerOf(1), before)).events.filter(({ topic }) => topic !== 'tick');
    // One statement writes a decision and its orders, in no order of their own.
    expect(told.slice(0, 2).map(({ topic }) => topic)).toEqual(expect.arrayContaining(['decision', 'order']));
    const ofPortfolio = told.filter(({ topic }) => topic !== 'book');
    expect(ofPortfolio.slice(2).map(({ topic }) => topic)).toEqual(['order', 'portfolio', 'portfolio']);
    expect(new Set(ofPortfolio.map(({ portfolioId }) => portfolioId))).toEqual(new Set([portfolio.id]));
    const everybodys = (topic: string) => topic === 'tick' || topic === 'book';
    expect((await topicsOf(ownerOf(2), before)).filter((topic) => !everybodys(topic))).toEqual([]);
    expect((await topicsOf(null, before)).filter((topic) => !everybodys(topic))).toEqual([]);
  });

  it('is what the order book shows to anybody, by the hash alone, once it is shown and each time it changes', async () => {
    const portfolio = await arrangeOne();
    const { orderHash } = (await signedOrder(bot, portfolio)).body;
    const before = await headOfSettled();
    const told = async () => (await readSettled(null, before)).events.filter(({ topic }) => topic === 'book');
    await database.admin`update orders set status_reason = 'tried' where order_hash = ${orderHash}`;
    expect(await told()).toEqual([]);
    await database.admin`update orders set status = 'open', placed_at = now() where order_hash = ${orderHash}`;
    await database.admin`update orders set status = 'filled', closed_at = now() where order_hash = ${orderHash}`;
    expect(await told()).toMatchObject([1, 2].map(() => ({ portfolioId: null, subject: orderHash })));
  });

  it('is the same of a shared portfolio to a stranger, until it is shared no longer', async () => {
    const portfolio = await arrangeOne(1, true);
    expect(await topicsOf(null)).toEqual(['portfolio', 'policy']);
    await database.admin`update portfolios set shared = false where id = ${portfolio.id}`;
    expect(await topicsOf(null)).toEqual([]);
  });

  it('is not told where nothing changed, nor of a trial', async () => {
    const portfolio = await arrangeOne();
    await signedOrder(bot, portfolio);
    const head = await headOfSettled();
    await database.admin`update orders set status = status`;
    await database.admin`update accounts set refresh = true`;
    await database.admin`update portfolios set failures = failures + 1`;
    await database.admin`insert into ticks (source, dry_run) values ('cli', true)`;
    expect(await topicsOf(ownerOf(1), head)).toEqual([]);
  });

  it('is a stop and a setting to anybody, by name and without its value', async () => {
    await database.admin`insert into settings (key, value, updated_by) values ('halted', 'true', 'test'), ('tickIntervalSeconds', '60', 'test')`;
    await database.admin`delete from settings`;
    const { events } = await readSettled(null);
    expect(events.map(({ topic, subject, portfolioId }) => [topic, subject, portfolioId])).toEqual([
      ['halt', 'halted', null],
      ['setting', 'tickIntervalSeconds', null],
      ['halt', 'halted', null],
      ['setting', 'tickIntervalSeconds', null],
    ]);
  });

  it('comes in an order that a transaction which ends late can’t break', async () => {
    const [late, early] = [openDirectConnection(database.adminUrl), openDirectConnection(database.adminUrl)];
    const insert = (sql: typeof late | TransactionSql, key: string) =>
      sql`insert into settings (key, value, updated_by) values (${key}, 'true', 'test')`;
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    let begun = (): void => undefined;
    const hasBegun = new Promise<void>((done) => {
      begun = done;
    });
    const slow = late.begin(async (sql) => {
      await insert(sql, 'late');
      begun();
      await held;
    });
    await hasBegun;
    await insert(early, 'early');
    const while_ = await readAs(null);
    expect(while_.events).toEqual([]);
    expect(while_.next).toBe('soon');
    release();
    await slow;
    const then = await readSettled(null, while_.end);
    expect(then.events.map(({ subject }) => subject)).toEqual(['late', 'early']);
    expect(then.next).toBe('on-call');
    await database.admin`delete from settings`;
    await Promise.all([late.end(), early.end()]);
  });

  it('is read in parts without loss or repetition', async () => {
    await database.admin`insert into stream_events (topic, subject) select 'setting', n from generate_series(1, 1234) n`;
    const subjects: string[] = [];
    let after = START;
    for (let next = 'now'; next === 'now'; ) {
      const batch = await readSettled(null, after);
      subjects.push(...batch.events.map(({ subject }) => subject));
      [after, next] = [batch.end, batch.next];
    }
    expect(subjects).toEqual(Array.from({ length: 1234 }, (_, n) => String(n + 1)));
  });
});

describe('the history of streams', () => {
  it('is kept for an hour, and a place is good as long as nothing after it was swept', async () => {
    await database.admin`insert into stream_events (topic, subject, at) select 'setting', n, now() - (4 - n) * interval '50 minutes' from generate_series(1, 3) n`;
    const [first] = (await readSettled(null)).events;
    if (first === undefined) throw new Error('no event');
    await bot.run(sweepStreamEvents);
    const left = (await readSettled(null)).events;
    expect(left.map(({ subject }) => subject)).toEqual(['2', '3']);
    const has = (place: StreamPlace) => as(null, (sql) => hasStreamPlace(sql, place));
    expect(await has(first.place)).toBe(false);
    expect(await Promise.all(left.map(({ place }) => has(place)))).toEqual([true, true]);
    await database.admin`update stream_events set at = now() - interval '1 day'`;
    await bot.run(sweepStreamEvents);
    expect((await readSettled(null)).events.map(({ subject }) => subject)).toEqual(['3']);
  });

  it('ends for everybody at the same place, whatever they see of it', async () => {
    await arrangeOne();
    await arrangeOne(2);
    const ends = await Promise.all([readSettled(null), readSettled(ownerOf(1)), readSettled(ownerOf(2))]);
    expect(new Set(ends.map(({ end }) => `${end.transactionId}-${end.id}`)).size).toBe(1);
    expect(await as(null, (sql) => hasStreamPlace(sql, ends[0]?.end ?? START))).toBe(true);
  });
});

describe('what the database calls out', () => {
  const heard: string[] = [];
  const listen = () =>
    listenToStreams(database.urls.app, {
      woken: () => heard.push('woken'),
      accessEnded: (userId) => heard.push(`ended ${userId}`),
    });
  const soon = async (has: () => boolean): Promise<void> => {
    for (let tries = 0; tries < 1_200 && !has(); tries += 1) await pause(50);
    expect(has()).toBe(true);
  };

  it('is one call for each transaction, with nothing in it', async () => {
    const open = await listen();
    heard.length = 0;
    await database.admin.begin(async (sql) => {
      for (const key of ['a', 'b', 'c'])
        await sql`insert into settings (key, value, updated_by) values (${key}, 'true', 'test')`;
    });
    await database.admin`delete from settings`;
    await soon(() => heard.length >= 2);
    await pause(100);
    expect(heard).toEqual(['woken', 'woken']);
    await open.close();
  });

  it('goes on after the connection was cut, beginning with a call', async () => {
    const open = await listen();
    heard.length = 0;
    await database.admin`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = '1balancer-streams' and datname = current_database()`;
    await soon(() => heard.length >= 1);
    heard.length = 0;
    await database.admin`insert into settings (key, value, updated_by) values ('again', 'true', 'test')`;
    await soon(() => heard.includes('woken'));
    await database.admin`delete from settings`;
    await open.close();
  });

  it('says whose session or token has ended', async () => {
    const open = await listen();
    heard.length = 0;
    const [user] = await database.admin<{ id: string }[]>`
      insert into users (address) values (${ownerOf(7)}) returning id::text`;
    await database.admin`insert into sessions (user_id, expires_at) values (${user?.id ?? ''}, now() + interval '1 day')`;
    await database.admin`update sessions set last_seen_at = now()`;
    await database.admin`update sessions set revoked_at = now()`;
    await soon(() => heard.includes(`ended ${user?.id}`));
    expect(heard).toEqual([`ended ${user?.id}`]);
    await open.close();
  });
});
