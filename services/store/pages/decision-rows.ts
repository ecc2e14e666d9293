import type { Sql, TransactionSql } from 'postgres';
import { z } from 'zod';
import { decodeDecision, decodeSnapshot } from '../../../lib/engine/codec.ts';
import { REASONS } from '../../../lib/engine/reasons.ts';
import type { DecisionRecord, DecisionRun, HeldBefore } from '../../../lib/ledger/portfolio-history.ts';
import { policySchema } from '../../../lib/policy/policy.ts';
import { seconds, uint } from './columns.ts';

const headColumns = {
  id: z.string(),
  kind: z.enum(['act', 'hold']),
  reason: z.enum(REASONS).nullable(),
  at: seconds,
  block_number: uint,
  block_time_seconds: seconds,
  looks: z.number(),
  decision: z.unknown(),
};

/** Looks older than these are not searched for runs: a page shows the last day or so. */
const LOOKS_MAX = 2_000;

/** The last runs of looks of one portfolio, newest first. Every look that acts is a run of its own. */
export const readDecisionRuns = async (
  sql: Sql | TransactionSql,
  id: string,
  limit: number,
): Promise<readonly DecisionRun[]> => {
  const rows = await sql`
    with looks as (
      select d.id, d.kind, d.reason, d.snapshot_id, d.created_at from decisions d join ticks t on t.id = d.tick_id
      where d.portfolio_id = ${id}::bigint and not t.dry_run order by d.id desc limit ${LOOKS_MAX}
    ), marked as (
      select *, case when kind = 'hold' and reason = lag(reason) over (order by id desc) then 0 else 1 end as begins from looks
    ), numbered as (
      select *, sum(begins) over (order by id desc) as run from marked
    ), runs as (
      select run, max(id) as id, count(*)::int as looks from numbered group by run order by run limit ${limit}
    )
    select r.id::text, d.kind, d.reason, extract(epoch from d.created_at)::float8 as at, s.block_number::text,
      s.block_time_seconds::text, r.looks, d.decision
    from runs r join decisions d on d.id = r.id join snapshots s on s.id = d.snapshot_id order by r.id desc`;
  return rows.map((unread) => {
    const row = z.object(headColumns).parse(unread);
    const decision = decodeDecision(row.decision);
    return {
      id: row.id,
      kind: row.kind,
      reason: row.reason,
      atSeconds: row.at,
      blockNumber: row.block_number,
      blockTimeSeconds: row.block_time_seconds,
      looks: row.looks,
      decision: decision.ok ? decision.value : null,
    };
  });
};

const heldRow = z
  .object({ looks: z.number(), from: seconds.nullable(), to: seconds.nullable() })
  .transform(({ looks, from, to }): HeldBefore | null =>
    from === null || to === null ? null : { looks, fromSeconds: from, toSeconds: to },
  );

/** What is summed up of one portfolio's looks; null = nothing. */
export const readHeldBefore = async (sql: Sql | TransactionSql, id: string): Promise<HeldBefore | null> => {
  const [row] = await sql`
    select coalesce(sum(looks), 0)::int as looks, min(first_at_seconds)::text as from, max(last_at_seconds)::text as to
    from held_days where portfolio_id = ${id}::bigint`;
  return heldRow.parse(row);
};

const lookRow = z.object({
  decision_id: z.string(),
  tick_id: z.string(),
  policy_version: z.number(),
  looked_at: seconds,
  snapshot: z.unknown(),
  decision: z.unknown(),
  policy: z.unknown(),
});

/** Null when there is no such decision of this portfolio that the viewer may see, or this build can't read it. */
export const readDecisionRecord = async (
  sql: Sql | TransactionSql,
  { portfolioId, decisionId }: { readonly portfolioId: string; readonly decisionId: string },
): Promise<DecisionRecord | null> => {
  const [unread] = await sql`
    select d.id::text as decision_id, d.tick_id::text, d.policy_version, extract(epoch from d.created_at)::float8 as looked_at,
      s.snapshot, d.decision, v.policy
    from decisions d
    join snapshots s on s.id = d.snapshot_id
    join policies v on v.portfolio_id = d.portfolio_id and v.version = d.policy_version
    where d.portfolio_id = ${portfolioId}::bigint and d.id = ${decisionId}::bigint`;
  if (unread === undefined) return null;
  const row = lookRow.parse(unread);
  const snapshot = decodeSnapshot(row.snapshot);
  const decision = decodeDecision(row.decision);
  const policy = policySchema.safeParse(row.policy);
  if (!snapshot.ok || !decision.ok || !policy.success) return null;
  const look = {
    decisionId: row.decision_id,
    lookedAtSeconds: row.looked_at,
    snapshot: snapshot.value,
    decision: decision.value,
    policy: policy.data,
  };
  return { look, tickId: row.tick_id, policyVersion: row.policy_version };
};
