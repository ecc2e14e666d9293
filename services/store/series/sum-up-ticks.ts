import type { TransactionSql } from 'postgres';
import { z } from 'zod';

const DAY_SECONDS = 86_400;
/** A piece: so many ticks. */
const TICKS_AT_ONCE = 500;
/** The newest stay however old they are: pages show the last ones, and a missed run is told by how long ago the one before was. */
const NEWEST_KEPT = 100;

const pieceRow = z.object({ seen: z.number(), left: z.number() });

/** What one piece came to: old ticks that were gone through, and those that became a part of their day. */
export type TicksSummedUp = z.output<typeof pieceRow>;

/**
 * Sums up a bounded piece of the ticks that are older than so many days, by the database's clock: those that no look refers to leave, and
 * their day has their number, what they came to and their span, for each way in which they ended. One to which looks still belong stays
 * whole, and is gone through again as many days later. Only a tick that this statement itself deleted is counted, so that doing it again,
 * or at the same time elsewhere, counts nothing twice. Nothing is left to do when none has been seen.
 */
export const sumUpTicks = async (sql: TransactionSql, keptDays: number): Promise<TicksSummedUp> => {
  const [row] = await sql`
    with newest as (
      select started_at from ticks where not dry_run order by started_at desc offset ${NEWEST_KEPT - 1}::int limit 1
    ), old as (
      select t.id from ticks t, newest
      where coalesce(t.kept_at, t.started_at) < now() - make_interval(days => ${keptDays}::int) and t.started_at < newest.started_at
      order by coalesce(t.kept_at, t.started_at) limit ${TICKS_AT_ONCE}
      for update of t skip locked
    ), gone as (
      delete from ticks t using old
      where t.id = old.id and t.counted_at is not null
        and not exists (select from decisions d where d.tick_id = t.id)
        and not exists (select from snapshots s where s.tick_id = t.id)
      returning t.*
    ), stays as (
      update ticks t set kept_at = now() from old where t.id = old.id and not exists (select from gone where gone.id = old.id)
    ), days as (
      select floor(extract(epoch from started_at) / ${DAY_SECONDS})::bigint * ${DAY_SECONDS} as day,
        case when dry_run then 'dry-run' when finished_at is null then 'killed' else coalesce(error, 'ok') end as outcome,
        count(*)::int as ticks, coalesce(sum(checked), 0) as checked, coalesce(sum(held), 0) as held, coalesce(sum(acted), 0) as acted,
        coalesce(sum(failed), 0) as failed, coalesce(sum(skipped), 0) as skipped, coalesce(sum(duration_ms), 0) as duration_ms,
        min(started_at) as first, max(started_at) as last
      from gone group by 1, 2
    ), kept as (
      insert into tick_days as d
      select day, outcome, ticks, checked, held, acted, failed, skipped, duration_ms, first, last from days order by 1, 2
      on conflict (day_seconds, outcome) do update set ticks = d.ticks + excluded.ticks, checked = d.checked + excluded.checked,
        held = d.held + excluded.held, acted = d.acted + excluded.acted, failed = d.failed + excluded.failed,
        skipped = d.skipped + excluded.skipped, duration_ms = d.duration_ms + excluded.duration_ms,
        first_started_at = least(d.first_started_at, excluded.first_started_at),
        last_started_at = greatest(d.last_started_at, excluded.last_started_at)
    )
    select (select count(*)::int from old) as seen, (select count(*)::int from gone) as left`;
  return pieceRow.parse(row);
};
