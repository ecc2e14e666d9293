import postgres, { type Sql } from 'postgres';
import { encodeDecision, encodeSnapshot } from '../../lib/engine/codec.ts';
import { policyToJson } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { addressOf, hashOf } from '../../services/store/testing/arrange.ts';
import { lookOf } from '../../services/store/testing/looks.ts';
import { makeStackDatabase } from './stack-database.ts';
import { startWebServer, type WebServer } from './web-server.ts';

const NAME = 'large_for_browser';
const PORTFOLIOS = 1_000;
const JOURNAL_ROWS = 1_000;

/** Shared portfolios, each looked at once; the first, at `address`, a thousand times. */
async function fill(sql: Sql): Promise<string> {
  const { look } = lookOf({ portfolioId: '1', token: '1' }, { id: '1', address: addressOf(1) });
  const [snapshot, decision] = [encodeSnapshot(look.snapshot), encodeDecision(look.decision)].map((each) =>
    JSON.stringify(each),
  );
  const policy = JSON.stringify(policyToJson(PRESETS.index));
  const block = hashOf('block 1');
  await sql`insert into ticks (source) values ('cli')`;
  await sql`
    insert into accounts (kind, chain_id, address, owner, signer, created_block, created_block_hash, refresh)
    select 'balancer', 31337, '0x' || lpad(to_hex(n + 1048576), 40, '0'), ${addressOf(7)}, ${addressOf(9)}, 1, ${block}, false
    from generate_series(1, ${PORTFOLIOS}::int) n`;
  await sql`
    insert into portfolios (account_id, name, shared) select id, 'Portfolio ' || id, true from accounts order by id`;
  await sql`
    insert into policies (portfolio_id, version, schema_version, policy, created_by)
    select id, 1, 1, ${policy}::text::jsonb, 'test' from portfolios`;
  await sql`insert into leases (id, visible_at) select id, now() + interval '1 day' from portfolios`;
  await sql`
    insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
    select p.id, t.id, n, ${block}, 1790000000 + 60 * n, (10000 + n) * 10::numeric ^ 18, ${String(snapshot)}::text::jsonb
    from portfolios p cross join ticks t cross join generate_series(1, ${JOURNAL_ROWS}::int) n
    where n = 1 or p.id = (select min(id) from portfolios)`;
  await sql`
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, decision, next_look_at_seconds)
    select id, portfolio_id, tick_id, 1, '1', 'act', ${String(decision)}::text::jsonb, 1 from snapshots order by id`;
  await sql`analyze`;
  const [first] =
    await sql`select a.address from portfolios p join accounts a on a.id = p.account_id order by p.id limit 1`;
  return String(first?.address);
}

/** A web app on a database of a thousand portfolios; the one at `address` has been looked at a thousand times. */
export type LargeWorld = { readonly web: WebServer; readonly address: string };

/** Makes the database, and starts the standalone build on it. */
export async function startLargeWorld(): Promise<LargeWorld> {
  const { administerUrl, appUrl } = await makeStackDatabase(NAME, { migrated: true });
  const sql = postgres(administerUrl, { max: 1, onnotice: () => undefined });
  try {
    const address = await fill(sql);
    return { web: await startWebServer({ APP_DB_URL: appUrl }), address };
  } finally {
    await sql.end();
  }
}
