import type { TransactionSql } from 'postgres';
import { z } from 'zod';

const DAY_SECONDS = 86_400;
/** A piece: so many portfolios, and so many looks of each. */
const PORTFOLIOS_MAX = 20;
const LOOKS_EACH = 100;
/** Who has nothing old left is asked again after this, by the database's clock. */
const AGAIN_SECONDS = 21_600;

const pieceRow = z.object({ moved: z.number(), looks: z.number() });

/** What one piece came to: portfolios that were gone through, and looks that became a part of their day. */
export type SummedUp = z.output<typeof pieceRow>;

export type OldHolds = {
  readonly chainId: number;
  /** Looks stay as they are for so many days before the portfolio's newest one, in time of their blocks, in whole days. */
  readonly keptDays: number;
};

/**
 * Sums up a bounded piece of what is old: looks that found nothing to do leave, and their day has their number, their span and the
 * least and largest drift, for each reason. What acted stays with all that it is replayed from; so do the last look, the last that
 * found the portfolio in band, by which asks are known to have ended, and looks that the series have not taken in. Only a look that
 * this statement itself deleted is counted, so that doing it again, or at the same time elsewhere, counts nothing twice. Nothing is
 * left to do when nothing has moved.
 */
export const sumUpHolds = async (sql: TransactionSql, { chainId, keptDays }: OldHolds): Promise<SummedUp> => {
  const [row] = await sql`
    with due as (
      select c.portfolio_id, c.snapshot_id as fed_to, c.holds_to_decision as passed, newest.id as newest_id,
        (newest.at / ${DAY_SECONDS}::bigint - ${keptDays}::bigint) * ${DAY_SECONDS}::bigint as before_seconds
      from series_cursors c
      join portfolios p on p.id = c.portfolio_id
      join accounts a on a.id = p.account_id and a.chain_id = ${chainId}
      cross join lateral (
        select s.id, s.block_time_seconds::bigint as at from snapshots s where s.portfolio_id = c.portfolio_id order by s.id desc limit 1
      ) newest
      where c.holds_due_at <= now()
      order by c.holds_due_at, c.portfolio_id limit ${PORTFOLIOS_MAX}
      for update of c skip locked
    ), old as (
      select due.portfolio_id, d.*, d.kind = 'hold' and not t.dry_run
          and d.id is distinct from (select h.id from decisions h
            where h.portfolio_id = due.portfolio_id and h.reason = 'in-band' order by h.id desc limit 1) as leaves
      from due cross join lateral (
        select d.id, d.kind, d.reason, d.tick_id, d.snapshot_id, d.tracking_error_bps, s.block_time_seconds::bigint as at
        from decisions d join snapshots s on s.id = d.snapshot_id
        where d.portfolio_id = due.portfolio_id and d.id > due.passed
        order by d.id limit ${LOOKS_EACH}
      ) d
      join ticks t on t.id = d.tick_id
      where d.at < due.before_seconds and d.snapshot_id <= due.fed_to and d.snapshot_id < due.newest_id
    ), gone as (
      delete from snapshots s using old where old.leaves and s.id = old.snapshot_id returning s.id
    ), days as (
      select old.portfolio_id, old.at / ${DAY_SECONDS}::bigint * ${DAY_SECONDS}::bigint as day, old.reason, count(*)::int as looks,
        min(old.id) as first_id, max(old.id) as last_id, min(old.at) as first_at, max(old.at) as last_at,
        min(old.tracking_error_bps::integer) as least, max(old.tracking_error_bps::integer) as most
      from old join gone on gone.id = old.snapshot_id
      group by 1, 2, 3
    ), kept as (
      insert into held_days as h
      select portfolio_id, day, reason, looks, first_id, last_id, first_at, last_at, least, most from days order by 1, 2, 3
      on conflict (portfolio_id, day_seconds, reason) do update set looks = h.looks + excluded.looks,
        first_decision_id = least(h.first_decision_id, excluded.first_decision_id),
        last_decision_id = greatest(h.last_decision_id, excluded.last_decision_id),
        first_at_seconds = least(h.first_at_seconds::bigint, excluded.first_at_seconds::bigint),
        last_at_seconds = greatest(h.last_at_seconds::bigint, excluded.last_at_seconds::bigint),
        tracking_error_bps_min = least(h.tracking_error_bps_min::integer, excluded.tracking_error_bps_min::integer),
        tracking_error_bps_max = greatest(h.tracking_error_bps_max::integer, excluded.tracking_error_bps_max::integer)
    ), moved as (
      update series_cursors c set holds_to_decision = coalesce(reached.last, c.holds_to_decision),
        holds_due_at = case when reached.passed = ${LOOKS_EACH} then c.holds_due_at
          else now() + make_interval(secs => ${AGAIN_SECONDS}) end
      from due left join lateral (
        select max(old.id) as last, count(*) as passed from old where old.portfolio_id = due.portfolio_id
      ) reached on true
      where c.portfolio_id = due.portfolio_id returning 1
    )
    select (select count(*)::int from moved) as moved, (select count(*)::int from gone) as looks`;
  return pieceRow.parse(row);
};
