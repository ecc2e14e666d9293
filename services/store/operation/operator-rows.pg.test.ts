import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operatorViewSchema } from '../../../lib/api/operator-dto.ts';
import { asNamedViewer } from '../as-viewer.ts';
import { openAppSql } from '../database.ts';
import { type OperatorQuery, readOperatorOverview } from '../pages/operator-rows.ts';
import { addressOf } from '../testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts';

const FLEET = 100_000;
const OPERATOR = addressOf(900_001);

let database: TestDatabase;
let app: ReturnType<typeof openAppSql>;

/** One in a thousand is set aside, one in a hundred blocked, one in 500 without a key; the rest is in its band. */
const arrangeFleet = async (): Promise<void> => {
  const { admin } = database;
  await admin`
    insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash)
    select 'balancer', 31337, '0x' || lpad(to_hex(n), 40, '0'), '0x' || lpad(to_hex(n % 1000), 40, 'e'), 1, '0x' || repeat('0', 64)
    from generate_series(1, ${FLEET}::int) n`;
  await admin`
    insert into portfolios (account_id, shared, quarantined_at, quarantine_reason)
    select id, id % 2 = 0, case when id % 1000 = 1 then now() end, case when id % 1000 = 1 then 'it failed' end
    from accounts order by id`;
  await admin`insert into leases (id, visible_at) select id, now() + interval '1 hour' from portfolios on conflict (id) do nothing`;
  await admin`update leases set visible_at = now() - interval '1 day' where id in (select id from portfolios where account_id = 2)`;
  await admin`
    insert into policies (portfolio_id, version, schema_version, policy, created_by) select id, 1, 1, '{}', 'test' from portfolios`;
  const [tick] = await admin`insert into ticks (source) values ('cli') returning id`;
  for (const block of [1, 2])
    await admin`
      with seen as (
        insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
        select p.id, ${tick?.id}, ${block}, '0x' || repeat('1', 64), 1700000000, 1000000000000000000 * ${block}::int, '{}' from portfolios p
        returning id, portfolio_id
      )
      insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision,
        tracking_error_bps, next_look_at_seconds)
      select s.id, s.portfolio_id, ${tick?.id}, 1, 'test', 'hold',
        case when p.account_id % 100 = 7 then 'price-missing' when p.account_id % 500 = 9 then 'no-key' else 'in-band' end::reason, '{}', 0,
        1700003600
      from seen s join portfolios p on p.id = s.portfolio_id`;
  await admin`analyze`;
};

beforeAll(async () => {
  database = await createTestDatabase();
  await arrangeFleet();
  app = openAppSql(database.urls.app);
}, 300_000);
afterAll(async () => {
  await app?.end();
  await database?.drop();
});

const QUERY: OperatorQuery = {
  ...{ view: operatorViewSchema.parse({}), limit: 50, blocked: ['price-missing'], signer: ['no-key'] },
  ...{ patienceSeconds: 3_600, overdueSeconds: 3_600 },
};
const overview = (query: Partial<OperatorQuery> = {}, role: 'user' | 'operator' | 'admin' = 'operator') =>
  asNamedViewer(app, { address: OPERATOR, role }, (sql) => readOperatorOverview(sql, { ...QUERY, ...query }));

describe('the operator’s overview of 100,000 portfolios', () => {
  it('counts them by state, with what they hold, and within the time that the app gives a statement', async () => {
    const began = performance.now();
    const { states, valueUsd } = await overview();
    process.stdout.write(`overview of ${FLEET} in ${Math.round(performance.now() - began)} ms\n`);
    expect(new Map(states.map(({ state, count }) => [state, count]))).toEqual(
      new Map([
        ['blocked', 1_000],
        ['on-target', FLEET - 1_000 - 200 - 100 - 1],
        ['overdue', 1],
        ['quarantined', 100],
        ['signer', 200],
      ]),
    );
    expect(Number(valueUsd)).toBe(2 * FLEET);
  });

  it('lists those that need a person in pages, none twice and none left out', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof overview>> = await overview({
        view: { state: 'signer', after },
        limit: 90,
      });
      expect(page.rows.every(({ state, why }) => state === 'signer' && why === 'no-key')).toBe(true);
      seen.push(...page.rows.map(({ id }) => id));
      after = page.nextAfter;
    } while (after !== null);
    expect([seen.length, new Set(seen).size]).toEqual([200, 200]);
    const [first] = (await overview()).rows;
    expect(first).toMatchObject({ state: 'quarantined', why: 'it failed', valueUsd: '2.00', shared: false });
  });

  it('lists the most urgent first, over all pages', async () => {
    const states: string[] = [];
    let after: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof overview>> = await overview({
        view: { state: null, after },
        limit: 400,
      });
      states.push(...page.rows.map(({ state }) => state));
      after = page.nextAfter;
    } while (after !== null);
    const inOrder = [
      ...Array(100).fill('quarantined'),
      ...Array(200).fill('signer'),
      ...[...Array(1_000).fill('blocked'), 'overdue'],
    ];
    expect(states).toEqual(inOrder);
  });

  it('finds each last look by an index, and reads no table of looks from end to end', async () => {
    const lines = await planOf();
    expect(lines).toMatch(/Index Scan using decisions_portfolio on decisions/);
    expect(lines).toMatch(/Index Scan using snapshots_pkey on snapshots/);
    expect(lines).not.toMatch(/Seq Scan on (decisions|snapshots)/);
  });

  it('is nothing to whoever is no operator', async () => {
    for (const role of ['user'] as const)
      expect(await overview({}, role)).toMatchObject({ states: [], rows: [], nextAfter: null });
    expect((await overview({}, 'admin')).rows).toHaveLength(50);
  });
});

/** The function's own statement, planned as the database would: a call of it hides its inside. */
async function planOf(): Promise<string> {
  const [found] = await database.admin`select prosrc from pg_proc where proname = 'operator_portfolios'`;
  const text = String(found?.prosrc)
    .replaceAll('any(keyless)', "any('{no-key}'::text[])")
    .replaceAll('any(blocking)', "any('{price-missing}'::text[])")
    .replaceAll('waiting_since', "now() - interval '1 hour'")
    .replaceAll('overdue_since', "now() - interval '1 hour'")
    .replace("and viewer_role() in ('operator', 'admin')", '');
  const rows = await database.admin.unsafe(`explain ${text}`);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}
