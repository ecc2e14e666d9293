import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../services/store/testing/test-database.ts';
import { GET } from './route.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv('APP_DB_URL', database.urls.app.reveal());
  vi.stubEnv('TICK_INTERVAL_SECONDS', '60');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database?.drop();
});

const health = async () => {
  const response = await GET();
  return { status: response.status, body: await response.json() };
};
const hash = (digit: string) => `0x${digit.repeat(64)}`;

it('says that the process lives before any tick or block', async () => {
  expect(await health()).toEqual({
    status: 200,
    body: {
      ...{ alive: true, uptimeSeconds: expect.any(Number), database: 'ok', chains: [] },
      ...{ lastTickAgeSeconds: null, isTickStale: true },
    },
  });
});

it('says how old the last tick and each chain’s newest settled block are', async () => {
  const { admin } = database;
  await admin`insert into ticks (source, started_at) values ('cli', now() - interval '30 seconds')`;
  for (const [chain, block, seconds] of [
    [1, 99, 500],
    [1, 300, 20],
    [8_453, 7, 4_000],
  ] as const)
    await admin`
      insert into cursors (chain_id, address_set, block_number, block_hash, updated_at)
      values (${chain}, 'balancers', ${block}, ${hash('a')}, now() - make_interval(secs => ${seconds}))`;
  const { body } = await health();
  expect(body).toMatchObject({ isTickStale: false, chains: [{ chainId: 1 }, { chainId: 8_453 }] });
  expect(body.chains.map(({ headBlock }: { headBlock: string }) => headBlock)).toEqual(['300', '7']);
  for (const [age, seconds] of [
    [body.lastTickAgeSeconds, 30],
    [body.chains[0].headAgeSeconds, 20],
    [body.chains[1].headAgeSeconds, 4_000],
  ]) {
    expect(age).toBeGreaterThanOrEqual(seconds);
    expect(age).toBeLessThan(seconds + 60);
  }
});

it('lives on while the database is away, and says so', async () => {
  vi.resetModules();
  vi.stubEnv('APP_DB_URL', 'postgres://nobody:nothing@127.0.0.1:9/none');
  Reflect.deleteProperty(globalThis, Symbol.for('1balancer.app-sql'));
  const again = await import('./route.ts');
  const response = await again.GET();
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    ...{ alive: true, database: 'unavailable', lastTickAgeSeconds: null, isTickStale: null, chains: [] },
  });
});
