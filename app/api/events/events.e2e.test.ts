import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiClient, type StreamEvent } from '../../../clients/api-client.ts';
import { type ApiWorld, buildApiWorld, type Credentials, ownerOf } from '../../../e2e/support/api-world.ts';
import { tooLong } from '../../../e2e/support/judged-time.ts';
import { startWebServer, type WebServer } from '../../../e2e/support/web-server.ts';
import { arrangePortfolios } from '../../../services/store/testing/arrange.ts';

// Over sockets, on the standalone build.

const STREAMS = 200;

let world: ApiWorld;
let server: WebServer;
let admin: Sql;
let portfolioId: string;
beforeAll(async () => {
  world = await buildApiWorld();
  admin = world.database.admin;
  const [portfolio] = await arrangePortfolios(admin, 1);
  portfolioId = portfolio?.id ?? '';
  server = await startWebServer(world.env);
});
afterAll(async () => {
  server?.stop();
  await world?.stop();
});

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
const until = async (ms: number, has: () => boolean): Promise<number> => {
  const start = performance.now();
  while (!has() && performance.now() - start < ms) await pause(10);
  expect(has()).toBe(true);
  return performance.now() - start;
};

type Followed = { readonly told: StreamEvent[]; readonly isOver: () => boolean; readonly cut: () => void };

/** Somebody who has logged in, in a network of their own. */
const person = async (number: number): Promise<Credentials> => ({
  ...(await world.session(ownerOf(number))),
  'x-forwarded-for': `203.0.113.${number}`,
});

const follow = async (as: Credentials, after?: string): Promise<Followed> => {
  const cutting = new AbortController();
  const client = apiClient({
    url: server.url,
    // A signal given to a copy of the request is forgotten once the copy is collected (Node 20), so it goes to fetch itself.
    fetch: (request) => fetch(request, { signal: cutting.signal }),
  });
  const answer = await client.followEvents({ headers: as, query: after === undefined ? {} : { after } });
  if (!answer.ok) throw new Error(`${answer.status} ${answer.problem.code}`);
  const told: StreamEvent[] = [];
  let isOver = false;
  const read = async (): Promise<void> => {
    for await (const event of answer.value) told.push(event);
  };
  void read()
    .catch(() => undefined)
    .finally(() => {
      isOver = true;
    });
  return { told, isOver: () => isOver, cut: () => cutting.abort() };
};

const subjectsOf = ({ told }: Pick<Followed, 'told'>): readonly string[] =>
  told.flatMap((one) => (one.event === 'change' ? [one.data.subject] : []));

const say = async (from: number, to: number): Promise<void> => {
  for (let n = from; n <= to; n += 1)
    await admin`insert into stream_events (topic, portfolio_id, subject) values ('order', ${portfolioId}, ${String(n)})`;
  await admin`select pg_notify('balancer_stream', '')`;
};

const numbers = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => String(from + n));

describe('streams of events of the built app', () => {
  it('lose and repeat nothing over connections that are cut again and again', async () => {
    const owner = await person(1);
    const told: StreamEvent[] = [];
    const begun = await follow(owner);
    await until(60_000, () => begun.told.length > 0);
    begun.cut();
    const writing = (async () => {
      for (let from = 1; from <= 300; from += 10) {
        await say(from, from + 9);
        await pause(40);
      }
    })();
    for (let last = begun.told.at(-1)?.id; !subjectsOf({ told }).includes('300'); ) {
      const stream = await follow(owner, last);
      await pause(300);
      stream.cut();
      await until(60_000, stream.isOver);
      told.push(...stream.told);
      last = told.findLast(({ id }) => id !== '')?.id;
    }
    await writing;
    expect(told.map(({ event }) => event)).not.toContain('reset');
    expect(subjectsOf({ told })).toEqual(numbers(1, 300));
  });

  it(`are ${STREAMS} at once, each told what its person may see`, async () => {
    const people = await Promise.all(numbers(1, 20).map((n) => person(Number(n))));
    const streams = await Promise.all(
      numbers(1, STREAMS).map((n) => follow(people[Number(n) % people.length] ?? {})),
    );
    await until(60_000, () => streams.every(({ told }) => told.length > 0));
    const begun = performance.now();
    await say(1_000, 1_000);
    await admin`insert into settings (key, value, updated_by) values ('mark', 'true', 'test')`;
    await until(60_000, () => streams.every((one) => subjectsOf(one).includes('mark')));
    const tookMs = Math.round(performance.now() - begun);
    console.info(`${STREAMS} streams of 20 people were told in ${tookMs} ms`);
    const knowing = streams.filter((one) => subjectsOf(one).includes('1000')).length;
    // Person 1 is the owner.
    expect(knowing).toBe(STREAMS / people.length);
    for (const { cut } of streams) cut();
  });

  it('end within a second of their session', async () => {
    const session = await person(5);
    const stream = await follow(session);
    await until(60_000, () => stream.told.length > 0);
    const ended = await fetch(`${server.url}/api/sessions`, { method: 'DELETE', headers: session });
    expect(ended.status).toBe(200);
    expect(tooLong('the end of a session', await until(60_000, stream.isOver), 1_000)).toBeNull();
    expect(stream.told.at(-1)).toMatchObject({ event: 'end', data: { why: 'access-ended' } });
  });
});
