import type { Sql } from 'postgres';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { apiClient, type StreamEvent } from '../../../clients/api-client.ts';
import {
  APP_URL,
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { tooLong } from '../../../e2e/support/judged-time.ts';
import { arrangePortfolios } from '../../../services/store/testing/arrange.ts';

let world: ApiWorld;
let admin: Sql;
let ids: readonly string[];
let owner: Credentials;
let stranger: Credentials;
beforeAll(async () => {
  world = await buildApiWorld();
  admin = world.database.admin;
  const arranged = await arrangePortfolios(admin, 2);
  ids = arranged.map(({ id }) => id);
  [owner, stranger] = [await world.session(ownerOf(1)), await world.session(ownerOf(77))];
});
afterAll(() => world?.stop());

/** A stream that keeps what it was told. */
type Followed = {
  readonly told: StreamEvent[];
  readonly isOver: () => boolean;
  readonly leave: () => Promise<void>;
};
let followed: Followed[] = [];
beforeEach(() => {
  followed = [];
});
afterEach(async () => {
  await Promise.all(followed.map(({ leave }) => leave()));
});

/** The route as the client reaches it; `leave` is what a connection does that is cut. */
const client = (leave: AbortSignal) =>
  apiClient({
    url: APP_URL,
    fetch: async (request) => {
      const { GET } = await import('./route.ts');
      return GET(new Request(request, { signal: leave }), {});
    },
  });

type Asked = NonNullable<Parameters<ReturnType<typeof client>['followEvents']>[0]>['query'];

/**
 * Until what was written has its place. A transaction of any database of the server, so of other test files too, holds back what was
 * committed after it began, and a stream that begins meanwhile is told of it.
 */
const settle = async (): Promise<void> => {
  for (;;) {
    const [head] = await admin<{ unsettled: boolean }[]>`select unsettled from stream_head()`;
    if (head?.unsettled === false) return;
    await new Promise((done) => setTimeout(done, 10));
  }
};

const follow = async (as: Credentials, query: Asked = {}): Promise<Followed> => {
  await settle();
  const leaving = new AbortController();
  const answer = await client(leaving.signal).followEvents({ headers: as, query: query ?? {} });
  if (!answer.ok) throw new Error(answer.problem.code);
  const events = answer.value[Symbol.asyncIterator]();
  const told: StreamEvent[] = [];
  let isOver = false;
  const read = async (): Promise<void> => {
    for (let next = await events.next(); !next.done; next = await events.next()) told.push(next.value);
    isOver = true;
  };
  const reading = read();
  const one = {
    told,
    isOver: () => isOver,
    leave: () => {
      leaving.abort();
      return reading;
    },
  };
  followed.push(one);
  return one;
};

/** Long for a person: a busy machine is waited for. */
const SOON_MS = 60_000;

const within = async (ms: number, has: () => boolean): Promise<number> => {
  const start = performance.now();
  while (!has() && performance.now() - start < ms) await new Promise((done) => setTimeout(done, 10));
  expect(has()).toBe(true);
  return performance.now() - start;
};

const changesOf = ({ told }: Followed) =>
  told.flatMap((one) => (one.event === 'change' ? [[one.data.topic, one.data.subject]] : []));

const rename = (index: number, name: string) =>
  admin`update portfolios set name = ${name} where id = ${ids[index] ?? ''}`;
const setting = async (key: string): Promise<void> => {
  await admin`insert into settings (key, value, updated_by) values (${key}, 'true', 'test')
    on conflict (key) do update set updated_at = now()`;
};

describe('a stream of events', () => {
  it('begins with where it stands, and tells an owner of their portfolio and nobody else', async () => {
    const [mine, others, nobodys] = [await follow(owner), await follow(stranger), await follow({})];
    await within(SOON_MS, () => [mine, others, nobodys].every(({ told }) => told[0]?.event === 'ready'));
    await rename(0, 'one');
    await setting('mark');
    await within(SOON_MS, () => [mine, others, nobodys].every((one) => changesOf(one).length > 0));
    await within(SOON_MS, () => changesOf(mine).length === 2);
    expect(changesOf(mine)).toEqual([
      ['portfolio', ids[0]],
      ['setting', 'mark'],
    ]);
    expect(changesOf(others)).toEqual([['setting', 'mark']]);
    expect(changesOf(nobodys)).toEqual([['setting', 'mark']]);
  });

  it('goes by the rights of the moment: what is shared now is told, what was is not', async () => {
    const nobodys = await follow({});
    await admin`update portfolios set shared = true where id = ${ids[0] ?? ''}`;
    await within(SOON_MS, () => changesOf(nobodys).length === 1);
    await admin`update portfolios set shared = false where id = ${ids[0] ?? ''}`;
    await rename(0, 'hidden');
    await setting('after-it');
    await within(SOON_MS, () => changesOf(nobodys).length === 2);
    expect(changesOf(nobodys)[1]).toEqual(['setting', 'after-it']);
  });

  it('tells of the chosen portfolio and topics only', async () => {
    const [chosen, topical] = [
      await follow(owner, { portfolioId: ids[1] ?? '' }),
      await follow(owner, { topics: 'halt,order' }),
    ];
    await rename(0, 'two');
    await setting('halted');
    await admin`delete from settings where key = 'halted'`;
    await within(SOON_MS, () => changesOf(chosen).length === 2 && changesOf(topical).length === 2);
    expect(changesOf(chosen)).toEqual([
      ['halt', 'halted'],
      ['halt', 'halted'],
    ]);
  });

  it('goes on where it was broken off, without a gap or a repetition', async () => {
    const before = await follow(owner);
    await rename(0, 'three');
    await within(SOON_MS, () => changesOf(before).length === 1);
    const last = before.told.findLast(({ id }) => id !== '')?.id ?? '';
    await before.leave();
    for (const name of ['four', 'five']) await rename(0, name);
    const after = await follow(owner, { after: last });
    await rename(0, 'six');
    await within(SOON_MS, () => changesOf(after).length === 3);
    expect(after.told[0]?.event).toBe('ready');
    const all = [...before.told, ...after.told].filter(({ event }) => event === 'change').map(({ id }) => id);
    expect(all).toHaveLength(4);
    expect(new Set(all).size).toBe(4);
  });

  it.each(['0-0', '1-1', '999999999999-1'])(
    'says that something may have been missed after a place it doesn’t know: %s',
    async (place) => {
      const stream = await follow(owner, { after: place });
      await within(SOON_MS, () => stream.told.length > 0);
      expect(stream.told[0]?.event).toBe('reset');
    },
  );

  it('ends within a second of its session or token', async () => {
    const address = ownerOf(2);
    const [session, token] = [await world.session(address), await world.token(address, ['portfolios:read'])];
    const [bySession, byToken, nobodys] = [await follow(session), await follow(token), await follow({})];
    await admin`update sessions set revoked_at = now() where user_id = (select id from users where address = ${address})`;
    expect(tooLong('the end of a session', await within(SOON_MS, bySession.isOver), 1_000)).toBeNull();
    expect(bySession.told.at(-1)).toMatchObject({ event: 'end', data: { why: 'access-ended' } });
    expect(byToken.isOver()).toBe(false);
    await admin`update api_tokens set revoked_at = now() where user_id = (select id from users where address = ${address})`;
    expect(tooLong('the end of a token', await within(SOON_MS, byToken.isOver), 1_000)).toBeNull();
    expect(nobodys.isOver()).toBe(false);
  });

  it('is refused beyond twenty of one person, and open to others then', async () => {
    const person = await world.session(ownerOf(3));
    const asked = await Promise.allSettled(Array.from({ length: 25 }, () => follow(person)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    await follow(owner);
  });

  it.each([
    ['?topics=all', 'topics'],
    ['?portfolioId=x', 'portfolioId'],
    ['?after=yesterday', 'after'],
    ['?secret=1', 'secret'],
  ])('refuses %s and names the field', async (query, field) => {
    const { status, body } = await askRoute('GET', `/api/events${query}`);
    expect(status).toBe(400);
    expect(JSON.stringify(body)).toContain(field);
  });
});
