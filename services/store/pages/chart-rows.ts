import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { CHART_MARK_KINDS, type ChartMark } from '../../../lib/ledger/portfolio-history.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { readFirstPoint, readLastPoint, readSeries } from '../series/series-reads.ts';

/** A chart's pixels are few; what lies between two points isn't seen. */
const POINTS = 180;

const markRow = z
  .object({
    kind: z.enum(CHART_MARK_KINDS),
    at: z.coerce.number(),
    count: z.coerce.number(),
  })
  .transform(({ kind, at, count }): ChartMark => ({ kind, timeSeconds: at, count }));

type Span = {
  readonly portfolioId: string;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
};

/** What happened on chain in a span, in at most {@link POINTS} groups of each kind, oldest first; each stands at its last time. */
const readMarks = async (
  sql: TransactionSql,
  { portfolioId, fromSeconds, toSeconds }: Span,
): Promise<readonly ChartMark[]> => {
  const part = Math.max(1, Math.ceil((toSeconds - fromSeconds + 1) / POINTS));
  const rows = await sql`
    select kind, max(t)::text as at, count(distinct tx_hash)::text as count
    from (
      select case direction when 'in' then 'deposit' else 'withdrawal' end as kind, block_time_seconds as t, tx_hash
      from cash_flows where portfolio_id = ${portfolioId}::bigint
      union all
      select 'fill', block_time_seconds, tx_hash from fills where portfolio_id = ${portfolioId}::bigint
      union all
      select 'change', block_time_seconds, tx_hash from chain_events
      where portfolio_id = ${portfolioId}::bigint and name in ('TargetsSet', 'GuardSet', 'SignerSet', 'PausedSet', 'AssetSet', 'AssetRemoved')
    ) happened
    where t between ${fromSeconds}::bigint and ${toSeconds}::bigint
    group by kind, (t - ${fromSeconds}::bigint) / ${part}::bigint order by max(t), kind`;
  return rows.map((row) => markRow.parse(row));
};

/** What a portfolio's charts are drawn from: a span that ends with its last look, null = all of it. Null before the first look. */
export const readChart = async (sql: TransactionSql, portfolioId: string, spanSeconds: number | null) => {
  const [first, last] = [await readFirstPoint(sql, portfolioId), await readLastPoint(sql, portfolioId)];
  if (first === null || last === null) return null;
  const toSeconds = last.timeSeconds;
  const fromSeconds =
    spanSeconds === null ? first.timeSeconds : Math.max(first.timeSeconds, toSeconds - spanSeconds);
  const stepSeconds = Math.max(1, Math.ceil((toSeconds - fromSeconds + 1) / POINTS));
  const steps = {
    ...{ fromSeconds, toSeconds, stepSeconds },
    steps: Math.ceil((toSeconds - fromSeconds + 1) / stepSeconds),
  };
  const [points, marks] = [
    await readSeries(sql, { portfolioId, ...steps }),
    await readMarks(sql, { portfolioId, fromSeconds, toSeconds }),
  ];
  return { steps, points, marks };
};
