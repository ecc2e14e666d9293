import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { decodeDecision, decodeSnapshot } from '../../../lib/engine/codec.ts';
import type { JournaledDecision } from '../../../lib/facts/decision-facts.ts';

/** Decisions that are gone through for one question: those that acted, and the last looks beside them. */
const ACTS_MAX = 200;
const LOOKS_MAX = 200;

const row = z.object({
  decision_id: z.string(),
  snapshot_id: z.string(),
  snapshot: z.unknown(),
  decision: z.unknown(),
});

/** Seconds of blocks, from the first to before the last. */
export type AskedPeriod = { readonly from: number; readonly to: number };

/**
 * The newest decisions of a portfolio within a time, or of all: those that acted, and holds beside them, as far as the viewer may see them.
 * What this build can't read is left out.
 */
export const readAskedDecisions = async (
  sql: TransactionSql,
  portfolioId: string,
  period: AskedPeriod | null,
): Promise<readonly JournaledDecision[]> => {
  const { from, to } = period ?? { from: 0, to: 2 ** 40 };
  const rows = await sql`
    with meant as (
      (select d.id from decisions d join snapshots s on s.id = d.snapshot_id join ticks t on t.id = d.tick_id and not t.dry_run
       where d.portfolio_id = ${portfolioId}::bigint and d.kind = 'act' and s.block_time_seconds::bigint >= ${from} and s.block_time_seconds::bigint < ${to}
       order by d.id desc limit ${ACTS_MAX})
      union
      (select d.id from decisions d join snapshots s on s.id = d.snapshot_id join ticks t on t.id = d.tick_id and not t.dry_run
       where d.portfolio_id = ${portfolioId}::bigint and s.block_time_seconds::bigint >= ${from} and s.block_time_seconds::bigint < ${to}
       order by d.id desc limit ${LOOKS_MAX})
    )
    select d.id::text as decision_id, s.id::text as snapshot_id, s.snapshot, d.decision
    from meant m join decisions d on d.id = m.id join snapshots s on s.id = d.snapshot_id order by d.id desc`;
  return rows.flatMap((unread): JournaledDecision[] => {
    const read = row.parse(unread);
    const snapshot = decodeSnapshot(read.snapshot);
    const decision = decodeDecision(read.decision);
    if (!snapshot.ok || !decision.ok) return [];
    return [
      {
        ...{ decisionId: read.decision_id, snapshotId: read.snapshot_id },
        ...{ snapshot: snapshot.value, decision: decision.value },
      },
    ];
  });
};
