import { join } from 'node:path';
import type { Sql } from 'postgres';
import { setup } from '../e2e/support/postgres-server.ts';
import { policyToJson } from '../lib/policy/policy.ts';
import { PRESETS } from '../lib/policy/policy-presets.ts';
import { Secret } from '../services/secret.ts';
import { type BotDatabase, openBotDatabase, openDirectConnection } from '../services/store/database.ts';
import { migrate } from '../services/store/operation/migrate.ts';
import { provisionRoles } from '../services/store/operation/provision-roles.ts';
import { sumUpHolds } from '../services/store/series/sum-up-holds.ts';
import { addressOf, arrangePortfolios, CHAIN_ID, hashOf } from '../services/store/testing/arrange.ts';
import { arrangeLook, arrangeTick } from '../services/store/testing/arrange-looks.ts';
import { CLAIM_MAX, countDue } from '../services/store/tick/leases.ts';
import { startTick } from '../services/store/tick/ticks.ts';
import { atLeast, atMost, type Benchmark, type Measurement } from './benchmark.ts';
import { claim, complete, type Store } from './tick/measure-store.ts';

const SMALL = 10_000;
const LARGE = 10_000_000;
/** Portfolios that a statement makes. */
const STEP = 500_000;
/** One lease in ten is due, as where everybody is looked at ten times as often as the clock calls. */
const DUE_EVERY = 10;
const BATCHES = 40;
/** What a table of ten thousand has due is one batch. */
const SMALL_BATCHES = 1;
const MIGRATIONS = join(import.meta.dirname, '../supabase/migrations');

/** Portfolios found long ago, without what only settling looks at; those that are due have a policy, which a claim reads. */
const insertPortfolios = async (admin: Sql, from: number, to: number): Promise<void> => {
  const policy = JSON.stringify(policyToJson(PRESETS.index));
  await admin.begin(async (sql) => {
    // Rules between tables and streams are not asked for each row.
    await sql`set local session_replication_role = replica`;
    await sql`
      insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash, refresh)
      select 'balancer', ${CHAIN_ID}, '0x01' || lpad(to_hex(n), 38, '0'), ${addressOf(990_001)}, 1, ${hashOf('block 1')}, false
      from generate_series(${from}::int, ${to}::int) n`;
    await sql`
      insert into portfolios (account_id, name) select id, 'Portfolio ' || id from accounts where id between ${from} and ${to} order by id`;
    await sql`
      insert into policies (portfolio_id, version, schema_version, policy, created_by)
      select n, 1, 1, ${policy}::text::jsonb, 'bench' from generate_series(${from}::int, ${to}::int) n where n % ${DUE_EVERY} = 0`;
    await sql`
      insert into leases (id, visible_at)
      select n, now() + case when n % ${DUE_EVERY} = 0 then -1 else 1 end * make_interval(secs => 3600 + (n::bigint * 7919) % 100000)
      from generate_series(${from}::int, ${to}::int) n`;
  });
};

type Opened = { readonly admin: Sql; readonly dbUrl: Secret };

const openStore = async ({ dbUrl }: Opened): Promise<Store> => {
  const database = openBotDatabase({ url: dbUrl, connectionsMax: 1 });
  const tick = await database.run((sql) => startTick(sql, { source: 'cli', schedulerExecutionId: null }));
  return { database, tickId: tick.id, dueBefore: tick.startedAt };
};

/** So many batches claimed and ended by each of so many workers at once; leases a second of all together. */
const workOff = async (opened: Opened, workers: number, batches: number): Promise<number> => {
  const stores = await Promise.all(Array.from({ length: workers }, () => openStore(opened)));
  const startMs = performance.now();
  await Promise.all(
    stores.map(async (store) => {
      for (let batch = 0; batch < batches; batch += 1) {
        const due = await claim(store, CLAIM_MAX);
        const ended = await complete(store, due);
        if (due.length !== CLAIM_MAX || ended.length !== CLAIM_MAX)
          throw new Error(`${due.length} claimed and ${ended.length} ended of ${CLAIM_MAX}`);
      }
    }),
  );
  const seconds = (performance.now() - startMs) / 1_000;
  await Promise.all(stores.map(({ database }) => database.close()));
  return (workers * batches * CLAIM_MAX) / seconds;
};

const timedSeconds = async (work: () => Promise<unknown>): Promise<number> => {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1_000;
};

const countSeconds = (database: BotDatabase): Promise<number> =>
  timedSeconds(() =>
    database.run((sql) => countDue(sql, { chainId: CHAIN_ID, dueBefore: new Date().toISOString() })),
  );

const gibibytes = async (admin: Sql, relation: string): Promise<number> => {
  const [row] = await admin<{ bytes: number }[]>`select pg_total_relation_size(${relation})::float8 as bytes`;
  return (row?.bytes ?? 0) / 2 ** 30;
};

/** No lease is taken twice and none is lost: as many tokens as leases that were handed out. */
const isWhole = async (admin: Sql, handedOut: number): Promise<void> => {
  const [row] = await admin<{ tokens: number; held: number }[]>`
    select sum(lease_token)::int as tokens, (count(*) filter (where lease_owner is not null))::int as held from leases`;
  if (row?.tokens !== handedOut || row.held !== 0)
    throw new Error(`${row?.tokens} of ${handedOut} leases, ${row?.held} are held`);
};

const measureLeases = async (opened: Opened): Promise<readonly Measurement[]> => {
  const { admin } = opened;
  for (const table of ['accounts', 'portfolios', 'policies', 'leases'])
    await admin`alter table ${admin(table)} set (autovacuum_enabled = off)`;
  await insertPortfolios(admin, 1, SMALL);
  await admin`vacuum analyze`;
  const small = await workOff(opened, 1, SMALL_BATCHES);
  const insertSeconds = await timedSeconds(async () => {
    for (let from = SMALL + 1; from <= LARGE; from += STEP)
      await insertPortfolios(admin, from, Math.min(LARGE, from + STEP - 1));
  });
  await admin`vacuum analyze`;
  const [leases, all] = [
    await gibibytes(admin, 'leases'),
    await admin<{ bytes: number }[]>`select pg_database_size(current_database())::float8 as bytes`,
  ];
  const alone = await workOff(opened, 1, BATCHES);
  const two = await workOff(opened, 2, BATCHES);
  const four = await workOff(opened, 4, BATCHES);
  const after = await workOff(opened, 1, BATCHES);
  await isWhole(admin, (SMALL_BATCHES + 8 * BATCHES) * CLAIM_MAX);
  const counter = openBotDatabase({ url: opened.dbUrl, connectionsMax: 1 });
  const counted = await countSeconds(counter);
  await counter.close();
  const rows = LARGE.toLocaleString('en');
  const per = `by ${CLAIM_MAX.toLocaleString('en')}, ${rows} rows`;
  const goal = { goal: 50_000, unit: 'leases/s' };
  return [
    atLeast(`claim with completion ${per}`, alone, {
      ...goal,
      detail: `one connection; ${small.toFixed(0)} of ${SMALL.toLocaleString('en')} rows, one batch; ${after.toFixed(0)} once ${(7 * BATCHES * CLAIM_MAX).toLocaleString('en')} had been written`,
    }),
    atLeast('the same by two workers', two, { ...goal, detail: `${(two / alone).toFixed(2)} × of one` }),
    atLeast('the same by four workers', four, { ...goal, detail: `${(four / alone).toFixed(2)} × of one` }),
    atMost('counting what is still due', counted * 1_000, {
      ...{ goal: 1_000, unit: 'ms' },
      detail: `${((LARGE / DUE_EVERY - (SMALL_BATCHES + 8 * BATCHES) * CLAIM_MAX) / 1_000).toFixed(0)} thousand of them`,
    }),
    atMost('room of the leases and their indexes', leases, {
      ...{ goal: 3, unit: 'GiB' },
      detail: `${((all[0]?.bytes ?? 0) / 2 ** 30).toFixed(1)} GiB with accounts, portfolios and policies; made in ${insertSeconds.toFixed(0)} s`,
    }),
  ];
};

const OLD_PORTFOLIOS = 100;
const OLD_LOOKS = 1_000;

/** Looks of five assets an hour apart, all of them the same one, which the series have taken in. */
const insertOldLooks = async (admin: Sql): Promise<void> => {
  const [first] = await arrangePortfolios(admin, OLD_PORTFOLIOS, { from: LARGE + 1 });
  const assets = Array.from({ length: 5 }, (_, index) => ({ usd: 1_000 * (index + 1), targetBps: 2_000 }));
  const tickId = await arrangeTick(admin);
  const { snapshotId } = await arrangeLook(admin, first?.id ?? '', { tickId, block: 1, assets });
  await admin`
    with copies as (
      insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
      select a.id, s.tick_id, 1 + n, s.block_hash, s.block_time_seconds + n * 3600, s.nav_usd_e18, s.snapshot
      from snapshots s, (select id from portfolios order by id desc limit ${OLD_PORTFOLIOS}) a, generate_series(1, ${OLD_LOOKS}) n
      where s.id = ${snapshotId} order by n, a.id
      returning id, portfolio_id, tick_id
    )
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision, next_look_at_seconds)
    select c.id, c.portfolio_id, c.tick_id, 1, d.engine_version, 'hold', 'in-band', d.decision, 0
    from copies c, decisions d where d.snapshot_id = ${snapshotId} order by c.id`;
  await admin`
    insert into series_cursors (portfolio_id, snapshot_id, holds_due_at)
    select portfolio_id, max(id), now() from snapshots group by 1`;
  await admin`vacuum analyze`;
};

const measureHolds = async ({ admin, dbUrl }: Opened): Promise<readonly Measurement[]> => {
  await insertOldLooks(admin);
  const before = (await gibibytes(admin, 'snapshots')) + (await gibibytes(admin, 'decisions'));
  const database = openBotDatabase({ url: dbUrl, connectionsMax: 1 });
  let looks = 0;
  const seconds = await timedSeconds(async () => {
    for (;;) {
      const piece = await database.run((sql) => sumUpHolds(sql, { chainId: CHAIN_ID, keptDays: 7 }));
      looks += piece.looks;
      if (piece.moved === 0) return;
    }
  });
  await database.close();
  const [row] = await admin<{ rows: number }[]>`select count(*)::int as rows from held_days`;
  const days = (await gibibytes(admin, 'held_days')) * 2 ** 30;
  return [
    atLeast('old looks summed up', looks / seconds, {
      ...{ goal: 1_000, unit: 'looks/s' },
      detail: `${looks} looks of ${((before * 2 ** 30) / (OLD_PORTFOLIOS * OLD_LOOKS)).toFixed(0)} B each became ${row?.rows} rows of ${(days / (row?.rows ?? 1)).toFixed(0)} B`,
    }),
  ];
};

const run = async (): Promise<readonly Measurement[]> => {
  let url = '';
  const stop = await setup({
    provide: (_key, given) => {
      url = given;
    },
  });
  const adminUrl = new Secret(url);
  const admin = openDirectConnection(adminUrl);
  try {
    const migrated = await migrate({ url: adminUrl, folder: MIGRATIONS });
    if (!migrated.ok) throw new Error(migrated.error.message);
    const password = new Secret('bench');
    const urls = await provisionRoles(adminUrl, { bot: password, app: password });
    const opened = { admin, dbUrl: urls.bot };
    return [...(await measureLeases(opened)), ...(await measureHolds(opened))];
  } finally {
    await admin.end();
    await stop();
  }
};

/** Leases handed out and ended in a table of ten million, and old looks summed up beside it. Its Postgres writes without fsync. */
export const leasesBenchmark: Benchmark = { name: 'leases', run };
