import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { DELEGATION_STATUSES } from '../../../lib/delegations/standing.ts';
import type { GrantedDelegation } from '../../../lib/ledger/tick-record.ts';
import { address, hex, uint } from '../pages/columns.ts';

/** Of one portfolio, the newest: more is nobody's who means it well. */
const GRANTED_MAX = 200;

const grantedRow = z
  .object({
    id: z.string(),
    token: address,
    context: hex,
    status: z.enum(DELEGATION_STATUSES),
    standing: z.string(),
    left: uint.nullable(),
    period: z.number(),
    start: z.number(),
    expires: z.number(),
    dropped: z.boolean(),
  })
  .transform(
    ({ id, left: leftUnits, period, start, expires, dropped: isDropped, ...row }) =>
      ({
        id,
        granted: {
          ...{ ...row, leftUnits, isDropped },
          ...{ periodSeconds: period, startSeconds: start, expiresAtSeconds: expires },
        },
      }) satisfies { readonly id: string; readonly granted: GrantedDelegation },
  );

/**
 * What the accounts have granted that portfolios trade for, by portfolio, the newest first: to a portfolio's contract, and to those that it
 * took the place of, as superseded. Others have none.
 */
export const readGranted = async (
  sql: TransactionSql,
  portfolioIds: readonly string[],
): Promise<ReadonlyMap<string, readonly GrantedDelegation[]>> => {
  const rows = await sql`
    select p.id::text, d.token, d.context, d.status, d.standing, d.left_units::text as left, d.period_seconds::float8 as period,
      d.start_seconds::float8 as start, d.expires_at_seconds::float8 as expires, d.dropped_at is not null as dropped
    from portfolios p join accounts a on a.id = p.account_id and a.kind = 'delegated'
    cross join lateral (
      select g.id, g.token, g.context, g.standing, g.left_units, g.period_seconds, g.start_seconds, g.expires_at_seconds, g.dropped_at,
        case when o.id = a.id then g.status else 'superseded' end as status
      from accounts o join delegations g on g.account_id = o.id
      where o.kind = 'delegated' and o.chain_id = a.chain_id and o.holder = a.holder
      order by g.id desc limit ${GRANTED_MAX}
    ) d
    where p.id = any(${[...portfolioIds]}::bigint[])
    order by p.id, d.id desc`;
  const byPortfolio = new Map<string, GrantedDelegation[]>();
  for (const { id, granted } of rows.map((row) => grantedRow.parse(row)))
    byPortfolio.set(id, [...(byPortfolio.get(id) ?? []), granted]);
  return byPortfolio;
};
