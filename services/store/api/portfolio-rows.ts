import type { Sql, TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { type PageQuery, positionOf } from '../../../lib/api/fields.ts';
import { type PortfolioRow, portfolioRow } from '../../../lib/api/portfolios.ts';

const lastLook = (sql: Sql | TransactionSql) => sql`
  left join lateral (
    select jsonb_build_object('decisionId', d.id::text, 'atSeconds', floor(extract(epoch from d.created_at))::bigint,
      'kind', d.kind, 'reason', d.reason, 'trackingErrorBps', d.tracking_error_bps,
      'valueUsd', round(s.nav_usd_e18 / 1000000000000000000, 2)::text) as look
    from decisions d join snapshots s on s.id = d.snapshot_id
    where d.portfolio_id = p.id order by d.id desc limit 1
  ) last on true`;

const columns = (sql: Sql | TransactionSql) => sql`
  p.id::text, a.kind, a.chain_id::float8 as "chainId", a.address, a.owner, p.name, p.shared, p.card_shared as "cardShared", p.simulated,
  p.high_drift_bps as "highDriftBps", a.paused,
  p.archived_at is not null as archived,
  case when p.quarantined_at is not null then coalesce(p.quarantine_reason, 'unknown') end as "setAside",
  (select count(*)::int from orders o where o.portfolio_id = p.id
    and o.status in ('signed', 'open', 'partially-filled', 'unfillable')) as "liveOrders",
  last.look as "lastLook"`;

export type RowsQuery = PageQuery & {
  /** Null = those that are shared. */
  readonly owner: Address | null;
  readonly archived: 'yes' | 'no';
};

/** One row more than a page has, the newest first. */
export const readPortfolioRows = async (
  sql: TransactionSql,
  { owner, archived, cursor, limit }: RowsQuery,
): Promise<readonly PortfolioRow[]> => {
  const below = positionOf(cursor)?.first ?? null;
  const rows = await sql`
    select ${columns(sql)} from portfolios p join accounts a on a.id = p.account_id ${lastLook(sql)}
    where a.kind in ('balancer', 'delegated') and ${owner === null ? sql`p.shared` : sql`(a.owner = ${owner} or a.guardian = ${owner})`}
      and p.archived_at is ${archived === 'yes' ? sql`not null` : sql`null`}
      ${below === null ? sql`` : sql`and p.id < ${below}::bigint`}
    order by p.id desc limit ${limit + 1}`;
  return rows.map((row) => portfolioRow.parse(row));
};

/** One portfolio that the viewer may see; null when there is none of this id. */
export const readPortfolioRow = async (sql: TransactionSql, id: string): Promise<PortfolioRow | null> => {
  const [row] = await sql`
    select ${columns(sql)} from portfolios p join accounts a on a.id = p.account_id ${lastLook(sql)}
    where p.id = ${id}::bigint and a.kind in ('balancer', 'delegated')`;
  return row === undefined ? null : portfolioRow.parse(row);
};

const standing = z.object({ seen: z.boolean(), owned: z.boolean(), told: z.boolean() });

/** Whether the viewer may see a portfolio, whether it is theirs, and whether they are told what its owner is: its guardian is, too. */
export const readStanding = async (sql: TransactionSql, id: string): Promise<z.output<typeof standing>> => {
  const [row] = await sql`
    select exists (select from portfolios p join accounts a on a.id = p.account_id
      where p.id = ${id}::bigint and a.kind in ('balancer', 'delegated')) as seen, viewer_owns(${id}::bigint) as owned,
      viewer_is_told(${id}::bigint) as told`;
  return standing.parse(row);
};

export type PortfolioChange = {
  readonly id: string;
  readonly name?: string | undefined;
  readonly shared?: boolean | undefined;
  readonly cardShared?: boolean | undefined;
  readonly archived?: boolean | undefined;
  /** Null = as for everybody. */
  readonly highDriftBps?: number | null | undefined;
};

/**
 * Changes what an owner may of a portfolio. Archived, it comes due no more, and a look that is under way ends without an order being
 * placed; brought back, it is due at once. Where its policy is registered the name and the sharing go with it.
 */
export const changePortfolio = async (sql: TransactionSql, change: PortfolioChange): Promise<void> => {
  const { id, name = null, shared = null, cardShared = null, archived = null, highDriftBps } = change;
  await sql`
    update portfolios set name = coalesce(${name}, name), shared = coalesce(${shared}, shared),
      card_shared = coalesce(${cardShared}, card_shared),
      high_drift_bps = ${highDriftBps === undefined ? sql`high_drift_bps` : sql`${highDriftBps}::integer`},
      archived_at = case when ${archived}::boolean is null then archived_at when ${archived} then coalesce(archived_at, now()) end
    where id = ${id}::bigint`;
  await sql`
    update policy_registrations r set name = coalesce(${name}, r.name), shared = coalesce(${shared}, r.shared)
    from portfolios p join accounts a on a.id = p.account_id
    where p.id = ${id}::bigint and r.chain_id = a.chain_id and r.address = a.address and r.signature is null`;
  if (archived === null) return;
  // What is set aside or not served waits on, archived or not.
  await sql`
    update leases l set visible_at = ${archived ? sql`'infinity'::timestamptz` : sql`now()`}, lease_token = l.lease_token + 1
    from portfolios p
    where l.id = ${id}::bigint and p.id = l.id and (l.visible_at = 'infinity') <> ${archived}
      and (${archived} or (p.quarantined_at is null and p.unserved_at is null))`;
};
