import type { Sql, TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { decodeDecision, decodeSnapshot } from '../../lib/engine/codec.ts';
import { ACCOUNT_KINDS } from '../../lib/engine/snapshot.ts';
import type { LookRecord, PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { policySchema } from '../../lib/policy/policy.ts';
import { address, seconds, uint } from './pages/columns.ts';
import { readLastFills } from './pages/fill-rows.ts';
import { readLiveOrderRecords } from './pages/order-rows.ts';

const portfolioRow = z.object({
  id: z.string(),
  kind: z.enum(ACCOUNT_KINDS),
  chain_id: z.coerce.number(),
  address,
  holder: address.nullable(),
  guardian: address.nullable(),
  owner: address,
  signer: address.nullable(),
  generation: uint,
  name: z.string(),
  simulated: z.boolean(),
  paused: z.boolean(),
  quarantine_reason: z.string().nullable(),
  next_turn: seconds.nullable(),
  fill_count: z.number(),
  decision_id: z.string().nullable(),
  snapshot: z.unknown(),
  decision: z.unknown(),
  policy: z.unknown(),
  looked_at: seconds.nullable(),
});
type PortfolioRow = z.output<typeof portfolioRow>;

/** A look that an older engine wrote and this one can't read is no look: the next tick writes a new one. */
function lookOf(row: PortfolioRow): LookRecord | null {
  if (row.looked_at === null || row.decision_id === null) return null;
  const snapshot = decodeSnapshot(row.snapshot);
  const decision = decodeDecision(row.decision);
  const policy = policySchema.safeParse(row.policy);
  if (!snapshot.ok || !decision.ok || !policy.success) return null;
  return {
    decisionId: row.decision_id,
    snapshot: snapshot.value,
    decision: decision.value,
    policy: policy.data,
    lookedAtSeconds: row.looked_at,
  };
}

// numeric and bigint columns are read as text: a double can't hold them.
const portfolioRows = (sql: Sql | TransactionSql, ids: readonly string[]) => sql`
  select p.id::text, a.kind, a.chain_id::text, a.address, a.holder, a.guardian, a.owner, a.signer, a.generation::text, p.name, p.simulated, a.paused,
    case when p.quarantined_at is null then null else coalesce(p.quarantine_reason, 'unknown') end as quarantine_reason,
    extract(epoch from nullif(l.visible_at, 'infinity'))::float8 as next_turn,
    (select count(*)::int from fills f where f.portfolio_id = p.id) as fill_count,
    d.id::text as decision_id, s.snapshot, d.decision, v.policy, extract(epoch from d.created_at)::float8 as looked_at
  from unnest(${[...ids]}::bigint[]) with ordinality as wanted(id, place)
  join portfolios p on p.id = wanted.id
  join accounts a on a.id = p.account_id and a.kind in ('balancer', 'delegated')
  left join leases l on l.id = p.id
  left join lateral (
    select d.* from decisions d join ticks t on t.id = d.tick_id
    where d.portfolio_id = p.id and not t.dry_run order by d.id desc limit 1
  ) d on true
  left join snapshots s on s.id = d.snapshot_id
  left join policies v on v.portfolio_id = p.id and v.version = d.policy_version
  order by wanted.place`;

function groupOf<T>(of: readonly (readonly [string, T])[]): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const [id, one] of of) {
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [one]);
    else group.push(one);
  }
  return groups;
}

/**
 * These portfolios with their last real look, live orders and last fills, in the order of the ids, in three statements whatever their
 * number. One that the viewer may not see is left out. @throws what the database says against it
 */
export const readPortfolioRecords = async (
  sql: Sql | TransactionSql,
  ids: readonly string[],
  fillsEach = 0,
): Promise<readonly PortfolioRecord[]> => {
  const [rows, orders, fills] = await Promise.all([
    portfolioRows(sql, ids),
    readLiveOrderRecords(sql, ids),
    readLastFills(sql, ids, fillsEach),
  ]);
  const ordersBy = groupOf(orders.map((order) => [order.portfolioId, order] as const));
  const fillsBy = groupOf(fills.map(({ portfolioId, ...fill }) => [portfolioId, fill] as const));
  return rows.map((unread): PortfolioRecord => {
    const row = portfolioRow.parse(unread);
    return {
      id: row.id,
      kind: row.kind,
      chainId: row.chain_id,
      address: row.address,
      holder: row.holder,
      guardian: row.guardian,
      owner: row.owner,
      signer: row.signer,
      generation: row.generation,
      name: row.name,
      simulated: row.simulated,
      paused: row.paused,
      quarantineReason: row.quarantine_reason,
      nextTurnAtSeconds: row.next_turn,
      look: lookOf(row),
      liveOrders: ordersBy.get(row.id) ?? [],
      lastFills: fillsBy.get(row.id) ?? [],
      fillCount: row.fill_count,
    };
  });
};

const idRow = z.object({ id: z.string() });

type At = { readonly chainId: number; readonly address: Address };

/** The id of the portfolio at an address, archived or not, if the viewer may see it; null alike when it is hidden and when there is none. */
export const findAnyPortfolioId = async (
  sql: Sql | TransactionSql,
  { chainId, address: at }: At,
): Promise<string | null> => {
  const [row] = await sql`
    select p.id::text from portfolios p join accounts a on a.id = p.account_id
    where a.chain_id = ${chainId} and a.address = ${at} and a.kind in ('balancer', 'delegated')`;
  return row === undefined ? null : idRow.parse(row).id;
};

/** The same of those that are not archived. */
export const findPortfolioId = async (
  sql: Sql | TransactionSql,
  { chainId, address: at }: At,
): Promise<string | null> => {
  const [row] = await sql`
    select p.id::text from portfolios p join accounts a on a.id = p.account_id
    where a.chain_id = ${chainId} and a.address = ${at} and a.kind in ('balancer', 'delegated') and p.archived_at is null`;
  return row === undefined ? null : idRow.parse(row).id;
};
