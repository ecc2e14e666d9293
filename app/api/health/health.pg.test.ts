import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { countTick } from '../../../services/store/alerts/figures.ts';
import { openBotDatabase } from '../../../services/store/database.ts';
import { arrangePortfolios, removePortfolios } from '../../../services/store/testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../../../services/store/testing/test-database.ts';
import { GET as METRICS } from '../metrics/route.ts';
import { GET as VERSION } from '../version/route.ts';
import { GET as READY } from './ready/route.ts';
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
  const { status, body } = await health();
  expect(status).toBe(200);
  expect(body).toMatchObject({
    ...{ alive: true, uptimeSeconds: expect.any(Number), database: 'ok', chains: [] },
    ...{ lastTickAgeSeconds: null, isTickStale: true },
    performance: { ticks: 0, failed: 0, missed: 0, milliseconds: null },
    objectives: [
      { name: 'ticks-on-time', targetPercent: 99.5, actualPercent: null, isMet: null },
      { name: 'errors', targetPercent: 2, actualPercent: null, isMet: null },
    ],
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

describe('ready', () => {
  const ready = async () => {
    const response = await READY();
    return { status: response.status, body: await response.json() };
  };
  const beat = (secondsAgo: number) => database.admin`
    insert into ticks (source, started_at, finished_at, duration_ms)
    values ('cli', now() - make_interval(secs => ${secondsAgo}), now(), 1500)`;
  const stateOf = (body: { components: { name: string; state: string }[] }, name: string) =>
    body.components.find((one) => one.name === name)?.state;

  it('is nobody whose index of a chain stands still, and says which', async () => {
    const { status, body } = await ready();
    expect([status, stateOf(body, 'chain 1'), stateOf(body, 'chain 8453')]).toEqual([503, 'ok', 'down']);
    await database.admin`delete from cursors where chain_id = 8453`;
    expect(await ready()).toMatchObject({ status: 200, body: { ready: true } });
  });

  it('is nobody whose clock has stood still for two intervals', async () => {
    await database.admin`delete from ticks`;
    await beat(115);
    expect((await ready()).status).toBe(200);
    await database.admin`delete from ticks`;
    await beat(125);
    expect(await ready()).toMatchObject({ status: 503, body: { ready: false, bot: { stale: true } } });
    await beat(1);
    expect((await ready()).status).toBe(200);
  });

  describe('compares what the database was given with what the build carries', () => {
    const migrations = async () => {
      const { status, body } = await ready();
      const { state, detail } = body.components.find(({ name }: { name: string }) => name === 'migrations');
      return { status, state, detail };
    };
    const forget = async (name: string) => {
      const [row] =
        await database.admin`delete from schema_migrations where name = ${name} returning name, sha256`;
      return () => database.admin`insert into schema_migrations ${database.admin(row ?? {})}`;
    };
    const WITHOUT_TABLE = '20261130120201_applied_migrations.sql';
    const WITH_TABLE = '20261130060101_paper.sql';

    it('all of them: it is ready', async () => {
      const newest = readdirSync('supabase/migrations').sort().at(-1);
      expect(await migrations()).toEqual({ status: 200, state: 'ok', detail: newest });
    });

    it('one is missing: it is not, and says which', async () => {
      const remember = await forget(WITHOUT_TABLE);
      expect(await migrations()).toEqual({ status: 503, state: 'down', detail: `missing: ${WITHOUT_TABLE}` });
      await remember();
      expect((await migrations()).status).toBe(200);
    });

    it('one was begun by hand and never noted, or noted and its table is gone: it is not, and says which', async () => {
      const remember = await forget(WITH_TABLE);
      expect(await migrations()).toEqual({
        ...{ status: 503, state: 'down' },
        detail: `half applied: ${WITH_TABLE} (paper_portfolios is there, and it is not noted as applied)`,
      });
      await remember();
      await database.admin`alter table paper_trades rename to paper_trades_elsewhere`;
      expect(await migrations()).toEqual({
        ...{ status: 503, state: 'down', detail: `half applied: ${WITH_TABLE} (paper_trades is missing)` },
      });
      await database.admin`alter table paper_trades_elsewhere rename to paper_trades`;
    });

    it('one is of another build, or was changed since: it is ready, and says which', async () => {
      await database.admin`insert into schema_migrations (name, sha256) values ('99990101000000_next.sql', 'a')`;
      await database.admin`update schema_migrations set sha256 = 'x' || sha256 where name = ${WITHOUT_TABLE}`;
      expect(await migrations()).toEqual({
        ...{ status: 200, state: 'degraded' },
        detail: `unknown to this build: 99990101000000_next.sql; changed: ${WITHOUT_TABLE}`,
      });
      await database.admin`delete from schema_migrations where name like '9999%'`;
      await database.admin`update schema_migrations set sha256 = substr(sha256, 2) where name = ${WITHOUT_TABLE}`;
      expect((await migrations()).state).toBe('ok');
    });
  });

  it('tells of alerts that are open: prices hold trades back, a node keeps ticks from working', async () => {
    const raise = (kind: string, subject: string) => database.admin`
      insert into alerts (kind, subject, sentence, raised_at) values (${kind}, ${subject}, 'It is so.', now())`;
    await raise('PRICE_ANOMALY', 'portfolio:1');
    const degraded = await ready();
    expect([degraded.status, stateOf(degraded.body, 'prices')]).toEqual([200, 'degraded']);
    await raise('RPC_LAGGING', 'chain:1');
    const down = await ready();
    expect([down.status, stateOf(down.body, 'nodes')]).toEqual([503, 'down']);
    await database.admin`delete from alerts`;
  });

  it('says so where this machine’s own clock is wrong, and serves all the same', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 600_000 });
    const { status, body } = await ready();
    vi.useRealTimers();
    const { detail } = body.components.find(({ name }: { name: string }) => name === 'clock');
    expect([status, stateOf(body, 'clock')]).toEqual([200, 'degraded']);
    expect(detail).toMatch(/^this machine’s is (599|600) s ahead of the database’s: .+ UTC against .+ UTC$/);
    expect(stateOf((await ready()).body, 'clock')).toBe('ok');
  });

  it('is nobody whose last tick the database has ended, and says by what', async () => {
    await database.admin`update ticks set error = 'database-unavailable' where started_at = (select max(started_at) from ticks)`;
    const { status, body } = await ready();
    expect([status, stateOf(body, 'ticks')]).toEqual([503, 'down']);
    await beat(0);
    expect((await ready()).status).toBe(200);
  });

  it('counts ticks that never were, and those that failed, against what is aimed at', async () => {
    await database.admin`delete from ticks`;
    for (const secondsAgo of [601, 541, 301, 241, 181, 121, 61, 1]) await beat(secondsAgo);
    await database.admin`update ticks set error = 'chain-timeout' where started_at < now() - interval '9 minutes 30 seconds'`;
    const { body } = await health();
    expect(body.performance).toMatchObject({ ticks: 8, failed: 1, missed: 3, milliseconds: 1_500 });
    expect(body.objectives).toMatchObject([
      { actualPercent: 72.73, isMet: false },
      { actualPercent: 12.5, isMet: false },
    ]);
  });
});

it('answers while somebody who was found has never been looked at, and tells of no age for ever', async () => {
  const { admin } = database;
  await arrangePortfolios(admin, 1);
  await admin`update leases set visible_at = '-infinity'`;
  expect((await health()).body).toMatchObject({ database: 'ok' });
  const [row] = await admin`select system_figures(60) as figures`;
  expect(row?.['figures']).toMatchObject({ due: 1, leaseAgeSeconds: null });
  await removePortfolios(admin);
});

describe('what runs', () => {
  it('is told by its commit, its Node.js and the newest migration of the database', async () => {
    vi.stubEnv('SOURCE_COMMIT', 'abc123');
    const newest = readdirSync('supabase/migrations').sort().at(-1);
    expect(await (await VERSION()).json()).toEqual({
      ...{ commit: 'abc123', node: process.version, migration: newest },
    });
  });
});

describe('metrics', () => {
  const scrape = (authorization?: string) =>
    METRICS(new Request('http://localhost/api/metrics', { headers: authorization ? { authorization } : {} }));

  it('are told to whoever has the token, and to nobody while there is none', async () => {
    expect((await scrape('Bearer a-token-of-enough-letters')).status).toBe(503);
    vi.stubEnv('METRICS_TOKEN', 'a-token-of-enough-letters');
    expect((await scrape()).status).toBe(401);
    expect((await scrape('Bearer a-token-of-enough-letter')).status).toBe(401);
    expect((await scrape('Bearer a-token-of-enough-letters')).status).toBe(200);
  });

  it('are what ticks have summed up, as a histogram is written, each tick once, and whoever was killed by the next', async () => {
    const bot = openBotDatabase({ url: database.urls.bot });
    await database.admin`insert into ticks (source, started_at) values ('loop', now() - interval '3 minutes')`;
    const ids = await database.admin<{ id: string }[]>`select id from ticks order by started_at`;
    const more = [
      ['rpc_requests', 'anvil|node.example:1|eth_call|ok', 2],
      ['rpc_seconds_bucket', 'anvil|node.example:1|0.1', 2],
      ['rpc_seconds_sum', 'anvil|node.example:1', 0.125],
      ['rpc_seconds_count', 'anvil|node.example:1', 2],
    ] as const;
    for (const { id } of [...ids, ...ids]) await bot.run((sql) => countTick(sql, id));
    await bot.run((sql) => countTick(sql, ids[0]?.id ?? '', more));
    await bot.close();
    const text = await (await scrape('Bearer a-token-of-enough-letters')).text();
    for (const line of [
      'balancer_ticks_total{source="cli"} 8',
      'balancer_ticks_total{source="loop"} 1',
      'balancer_tick_errors_total{code="chain-timeout"} 1',
      'balancer_tick_errors_total{code="killed"} 1',
      '# TYPE balancer_tick_seconds histogram',
      'balancer_tick_seconds_bucket{le="1"} 0',
      'balancer_tick_seconds_bucket{le="2.5"} 8',
      'balancer_tick_seconds_bucket{le="+Inf"} 8',
      'balancer_tick_seconds_sum 12',
      'balancer_tick_seconds_count 8',
      'balancer_rpc_requests_total{chain="anvil",host="node.example:1",method="eth_call",outcome="ok"} 2',
      'balancer_rpc_seconds_bucket{chain="anvil",host="node.example:1",le="0.1"} 2',
      'balancer_rpc_seconds_count{chain="anvil",host="node.example:1"} 2',
      'balancer_chain_head_block{chain="1"} 300',
    ])
      expect(text.split('\n')).toContain(line);
  });
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
