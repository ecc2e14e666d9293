import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { ALERT_KINDS } from '../../../lib/alerts/alert-kinds.ts';
import type { CashSighting } from '../../../lib/alerts/cash-conditions.ts';
import type { OpenAlert } from '../../../lib/alerts/judge-alerts.ts';

const whole = z.string().transform(BigInt);

const sightingRow = z
  .object({
    ...{ id: z.string(), failures: z.number(), aside: z.string().nullable() },
    overdue: z.object({ units: whole, chain: z.coerce.number(), age: z.number() }).nullable(),
    yields: z.array(z.object({ name: z.string(), entered: whole, now: whole })),
  })
  .transform(
    (row): CashSighting => ({
      ...{ portfolioId: row.id, failures: row.failures, asideCode: row.aside },
      overdue: row.overdue && {
        ...{ units: row.overdue.units, toChainId: row.overdue.chain, ageSeconds: row.overdue.age },
      },
      yields: row.yields.map(({ name, entered, now }) => ({ name, thenE18: entered, nowE18: now })),
    }),
  );

const openRow = z
  .object({ id: z.string(), kind: z.enum(ALERT_KINDS), subject: z.string(), age: z.number() })
  .transform(({ age, ...row }): OpenAlert => ({ ...row, ageSeconds: age }));

/** An owner's look is told of by the tick that made it, and by the next ones. */
const LOOKED_LATELY = '10 minutes';

/**
 * One statement, however many owners there are: portfolios of cash of this chain that may be in trouble, or have an alert already, each with
 * what its vaults paid at the last look and when they were entered; and which alerts of them are open. What befalls an owner is told of the
 * first of the portfolios.
 */
export const readCashSightings = async (
  sql: TransactionSql,
  chainId: number,
): Promise<{ readonly cash: readonly CashSighting[]; readonly open: readonly OpenAlert[] }> => {
  const [row] = await sql`
    with own as (
      select p.id, a.owner, a.chain_id, o.id as owner_id, coalesce(o.failures, 0) as failures, o.failure_code, o.visible_at, o.looked_at,
        p.id = min(p.id) over (partition by a.owner) as is_first
      from accounts a join portfolios p on p.account_id = a.id left join cash_owners o on o.owner = a.owner and o.archived_at is null
      where a.kind = 'cash' and p.archived_at is null
    ), candidate as (
      select own.* from own where chain_id = ${chainId} and (failures > 0 or visible_at = 'infinity'
        or looked_at > now() - ${LOOKED_LATELY}::interval
        or exists (select from transfers t where t.portfolio_id = own.id and t.overdue_at is not null and t.closed_at is null)
        or exists (select from alerts l where l.portfolio_id = own.id and l.recovered_at is null))
    ), seen as (
      select c.id::text, case when c.is_first then c.failures else 0 end as failures,
        case when c.is_first and c.visible_at = 'infinity' then coalesce(c.failure_code, 'unknown') end as aside,
        (select json_build_object('units', t.amount::text, 'chain', t.destination_chain_id::text,
            'age', extract(epoch from now() - t.wanted_at)::float8)
          from transfers t where t.portfolio_id = c.id and t.overdue_at is not null and t.closed_at is null
          order by t.wanted_at, t.id limit 1) as overdue,
        coalesce((
          select json_agg(json_build_object('name', v ->> 'name', 'entered', e.rate, 'now', coalesce(v -> 'rates' ->> 'dayE18',
            v -> 'rates' -> 'told' ->> 'rateE18')) order by v ->> 'vault')
          from (select snapshot from cash_decisions where owner_id = c.owner_id order by id desc limit 1) d
          cross join lateral jsonb_array_elements(d.snapshot -> 'chains') h
          cross join lateral jsonb_array_elements(h -> 'vaults') v
          cross join lateral (
            select coalesce(w -> 'rates' ->> 'dayE18', w -> 'rates' -> 'told' ->> 'rateE18') as rate
            from cash_moves m join cash_decisions x on x.id = m.decision_id
            cross join lateral jsonb_array_elements(x.snapshot -> 'chains') g
            cross join lateral jsonb_array_elements(g -> 'vaults') w
            where m.portfolio_id = c.id and m.kind = 'deposit' and m.status = 'done' and m.vault = v ->> 'vault'
              and (g ->> 'chainId')::bigint = m.chain_id and w ->> 'vault' = m.vault
            order by m.done_at_seconds desc, m.id limit 1
          ) e
          where (h ->> 'chainId')::bigint = c.chain_id and (v ->> 'heldUnits')::numeric > 0 and e.rate is not null
            and coalesce(v -> 'rates' ->> 'dayE18', v -> 'rates' -> 'told' ->> 'rateE18') is not null
        ), '[]') as yields
      from candidate c
    )
    select (select coalesce(json_agg(seen order by id), '[]') from seen) as cash,
      (select coalesce(json_agg(json_build_object('id', l.id::text, 'kind', l.kind, 'subject', l.subject,
          'age', extract(epoch from now() - l.first_seen_at)::float8) order by l.id), '[]')
        from alerts l join candidate c on c.id = l.portfolio_id where l.recovered_at is null) as open`;
  const read = z.object({ cash: z.array(sightingRow), open: z.array(openRow) }).parse(row);
  return { cash: read.cash, open: read.open };
};
