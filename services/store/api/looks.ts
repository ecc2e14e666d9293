import type { TransactionSql } from 'postgres';
import { z } from 'zod';

const snapshotRow = z.object({
  snapshotId: z.string(),
  snapshot: z.unknown(),
  decision: z.unknown(),
  policy: z.unknown(),
  policyVersion: z.number(),
});

/** What was seen last as it was journaled, what was decided then, and the policy in force now. */
export type LastSight = z.output<typeof snapshotRow>;

/** Null before the first look. */
export const readLastSight = async (sql: TransactionSql, portfolioId: string): Promise<LastSight | null> => {
  const [row] = await sql`
    select s.id::text as "snapshotId", s.snapshot, d.decision, v.policy, v.version as "policyVersion"
    from decisions d join snapshots s on s.id = d.snapshot_id
    cross join lateral (
      select policy, version from policies where portfolio_id = d.portfolio_id order by version desc limit 1
    ) v
    where d.portfolio_id = ${portfolioId}::bigint order by d.id desc limit 1`;
  return row === undefined ? null : snapshotRow.parse(row);
};

const leaseRow = z.object({
  isArchived: z.boolean(),
  setAside: z.string().nullable(),
  isUnserved: z.boolean(),
  isUnderWay: z.boolean(),
  lookedSecondsAgo: z.number().nullable(),
  cooldownLeftSeconds: z.number(),
});

/** What decides whether a look may be asked for. The cooldown is the policy's, in time of the chain's blocks. */
export type LookState = z.output<typeof leaseRow>;

/** The state of a portfolio's looks, its lease held until the transaction ends; null when there is none of this id. */
export const holdLookState = async (sql: TransactionSql, portfolioId: string): Promise<LookState | null> => {
  const [row] = await sql`
    select p.archived_at is not null as "isArchived", p.unserved_at is not null as "isUnserved",
      case when p.quarantined_at is not null then coalesce(p.quarantine_reason, 'unknown') end as "setAside",
      l.lease_owner is not null and l.visible_at > now() as "isUnderWay",
      extract(epoch from now() - d.created_at)::float8 as "lookedSecondsAgo",
      greatest(0, ceil(coalesce(
        f.last + (v.policy->'limits'->>'cooldownSeconds')::float8
          - (s.block_time_seconds + extract(epoch from now() - d.created_at)), 0)))::float8 as "cooldownLeftSeconds"
    from leases l join portfolios p on p.id = l.id
    left join lateral (
      select created_at, snapshot_id from decisions where portfolio_id = p.id order by id desc limit 1
    ) d on true
    left join snapshots s on s.id = d.snapshot_id
    left join lateral (select policy from policies where portfolio_id = p.id order by version desc limit 1) v on true
    left join lateral (select max(block_time_seconds) as last from fills where portfolio_id = p.id) f on true
    where l.id = ${portfolioId}::bigint for update of l`;
  return row === undefined ? null : leaseRow.parse(row);
};

/** Makes a portfolio due now. A look that is under way goes on. */
export const makeDue = async (sql: TransactionSql, portfolioId: string): Promise<void> => {
  await sql`
    update leases set visible_at = now()
    where id = ${portfolioId}::bigint and visible_at > now() and lease_owner is null and visible_at < 'infinity'`;
};
