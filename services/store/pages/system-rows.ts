import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import type { RecordedTick, SystemRecord } from '../../../lib/ledger/system-record.ts';
import { TICK_SOURCES } from '../../../lib/ledger/tick-record.ts';
import { address, seconds, uint } from './columns.ts';
import { heartbeatOf, readHalt } from './fleet-index.ts';

/** Width of one part of the strip; a day has 96. */
export const SLOT_SECONDS = 900;
const DAY_SECONDS = 86_400;
const RECENT = 12;

const count = z
  .number()
  .nullable()
  .transform((value) => value ?? 0);

const tickRow = z
  .object({
    started: seconds,
    source: z.enum(TICK_SOURCES),
    duration_ms: z.number().nullable(),
    checked: count,
    held: count,
    acted: count,
    failed: count,
    skipped: count,
    remaining: count,
    error: z.string().nullable(),
  })
  .transform(
    ({ started, duration_ms, ...row }): RecordedTick => ({
      ...row,
      startedAtSeconds: started,
      durationMs: duration_ms,
    }),
  );

const recentTicks = async (sql: Sql | TransactionSql): Promise<readonly RecordedTick[]> => {
  const rows = await sql`
    select extract(epoch from started_at)::float8 as started, source, duration_ms, checked, held, acted, failed, skipped,
      remaining, error
    from ticks where not dry_run order by started_at desc limit ${RECENT}`;
  return rows.map((row) => tickRow.parse(row));
};

const slotRow = z
  .object({ slots_ago: z.number(), ticks: z.number(), failed: z.number() })
  .transform(({ slots_ago, ...row }) => ({ ...row, slotsAgo: slots_ago }));

// A tick that never ended is no success: it was killed, or it still runs and the newest part is judged by the others.
const tickSlots = async (sql: Sql | TransactionSql): Promise<SystemRecord['slots']> => {
  const rows = await sql`
    select floor(extract(epoch from now() - started_at) / ${SLOT_SECONDS})::int as slots_ago, count(*)::int as ticks,
      (count(*) filter (where error is not null or (finished_at is null and started_at < now() - interval '2 minutes')))::int as failed
    from ticks where not dry_run and started_at > now() - make_interval(secs => ${DAY_SECONDS})
    group by 1`;
  return rows.map((row) => slotRow.parse(row));
};

const chainRow = z
  .object({ chain_id: z.coerce.number(), block: uint, moved: seconds })
  .transform((row) => ({ chainId: row.chain_id, blockNumber: row.block, movedAtSeconds: row.moved }));

const chains = async (sql: Sql | TransactionSql): Promise<SystemRecord['chains']> => {
  const rows = await sql`
    select chain_id::text, max(block_number)::text as block, extract(epoch from max(updated_at))::float8 as moved
    from cursors group by chain_id order by chain_id`;
  return rows.map((row) => chainRow.parse(row));
};

const signerRow = z.object({ address, portfolios: z.number() });

const signers = async (sql: Sql | TransactionSql): Promise<SystemRecord['signers']> => {
  const rows = await sql`
    select a.signer as address, count(*)::int as portfolios
    from accounts a join portfolios p on p.account_id = a.id
    where a.kind in ('balancer', 'delegated') and a.signer is not null and p.archived_at is null group by a.signer order by 2 desc, 1`;
  return rows.map((row) => signerRow.parse(row));
};

const priceRow = z
  .object({ source: z.string(), token: address, age: seconds })
  .transform(({ age, ...row }) => ({ ...row, ageSeconds: age }));

const prices = async (sql: Sql | TransactionSql): Promise<SystemRecord['prices']> => {
  const rows = await sql`
    select coalesce(v -> 'price' ->> 'source', v -> 5 ->> 3) as source, coalesce(v ->> 'token', v ->> 0) as token,
      (s.block_time_seconds - coalesce(v -> 'price' ->> 'updatedAtSeconds', v -> 5 ->> 2)::bigint)::text as age
    from portfolios p
    join lateral (select * from snapshots where portfolio_id = p.id order by id desc limit 1) s on true
    cross join jsonb_array_elements(coalesce(s.snapshot -> 'assets', (s.snapshot ->> 'values')::jsonb -> 0)) v
    where p.archived_at is null and coalesce(v -> 'price' ->> 'ok', v -> 5 ->> 0) = 'true' limit 5000`;
  return rows.map((row) => priceRow.parse(row));
};

const firstTick = async (sql: Sql | TransactionSql): Promise<number | null> => {
  const [row] = await sql`
    select extract(epoch from least(
      (select min(started_at) from ticks where not dry_run),
      (select min(first_started_at) from tick_days where outcome <> 'dry-run')))::float8 as first`;
  return z.object({ first: seconds.nullable() }).parse(row).first;
};

/** How the whole system does; row level security hides what isn't the viewer's. */
export const readSystem = async (sql: Sql | TransactionSql): Promise<SystemRecord> => {
  const [heartbeat, halted, firstTickAtSeconds, recent, slots] = await Promise.all([
    heartbeatOf(sql),
    readHalt(sql),
    firstTick(sql),
    recentTicks(sql),
    tickSlots(sql),
  ]);
  const [ofChains, ofSigners, ofPrices] = await Promise.all([chains(sql), signers(sql), prices(sql)]);
  return {
    ...{ heartbeat, halted, firstTickAtSeconds, recent, slots },
    chains: ofChains,
    signers: ofSigners,
    prices: ofPrices,
  };
};
