import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import {
  OPERATOR_NEEDS,
  OPERATOR_STATES,
  type OperatorDto,
  type OperatorRowDto,
  type OperatorView,
} from '../../../lib/api/operator-dto.ts';
import type { Reason } from '../../../lib/engine/reasons.ts';
import { formatDecimalRounded } from '../../../lib/money/fixed-point.ts';
import { seconds } from './columns.ts';

const usd = (e18: string): string => formatDecimalRounded(BigInt(e18), 18, 2);

const stateRow = z
  .object({ state: z.enum(OPERATOR_STATES), count: z.number(), value: z.string(), unvalued: z.number() })
  .transform(({ value, ...row }) => ({ ...row, valueUsd: usd(value) }));

const portfolioRow = z
  .object({
    id: z.string(),
    chain_id: z.coerce.number(),
    address: z.string(),
    shared: z.boolean(),
    state: z.enum(OPERATOR_STATES),
    why: z.string().nullable(),
    value: z.string().nullable(),
    since: seconds.nullable(),
  })
  .transform(
    (row): OperatorRowDto => ({
      ...{ id: row.id, chainId: row.chain_id, address: row.address, shared: row.shared },
      ...{ state: row.state, why: row.why, sinceSeconds: row.since },
      valueUsd: row.value === null ? null : usd(row.value),
    }),
  );

export type OperatorQuery = {
  readonly view: OperatorView;
  readonly limit: number;
  /** Reasons of a last look that need somebody, and those that are the signer's. */
  readonly blocked: readonly Reason[];
  readonly signer: readonly Reason[];
  /** An order that is live for longer was passed over by takers. */
  readonly patienceSeconds: number;
  /** A turn that is later is overdue. */
  readonly overdueSeconds: number;
};

/** Every portfolio by its state, and a page of those in one, or of all that need a person, the most urgent first; nothing at all for who is no operator. One pass over all, whatever their number. */
export const readOperatorOverview = async (
  sql: TransactionSql,
  { view, limit, blocked, signer, patienceSeconds, overdueSeconds }: OperatorQuery,
): Promise<Omit<OperatorDto, 'view'>> => {
  const wanted = view.state === null ? OPERATOR_NEEDS : [view.state];
  const [row] = await sql`
    with fleet as materialized (
      select * from operator_portfolios(${[...blocked]}, ${[...signer]}, now() - make_interval(secs => ${patienceSeconds}),
        now() - make_interval(secs => ${overdueSeconds}))
    ), total as (
      select coalesce(sum(value_usd_e18), 0)::text as value from fleet
    ), counted as (
      select state, count(*)::int as count, coalesce(sum(value_usd_e18), 0)::text as value,
        (count(*) - count(value_usd_e18))::int as unvalued
      from fleet group by state
    ), page as (
      select id::text, chain_id::text, address, shared, state, why, value_usd_e18::text as value, extract(epoch from since)::float8 as since,
        array_position(${[...wanted]}::text[], state) as place
      from fleet
      where state = any(${[...wanted]}) and (array_position(${[...wanted]}::text[], state), id) > (
        -- Whoever is in none of these states any more is no place to go on from: then from the start.
        select coalesce(max(array_position(${[...wanted]}::text[], state)), 0), coalesce(max(id), 0)
        from fleet where id = ${view.after ?? '0'}::bigint)
      order by place, fleet.id limit ${limit + 1}
    )
    select extract(epoch from now())::float8 as now, (select value from total) as value, (select coalesce(jsonb_agg(c order by state), '[]') from counted c) as states,
      (select coalesce(jsonb_agg(p order by p.place, p.id::bigint), '[]') from page p) as rows`;
  const rows = z.array(portfolioRow).parse(row?.rows);
  const shown = rows.slice(0, limit);
  return {
    readAtSeconds: seconds.parse(row?.now),
    valueUsd: usd(z.string().parse(row?.value)),
    states: z.array(stateRow).parse(row?.states),
    rows: shown,
    nextAfter: rows.length > limit ? (shown.at(-1)?.id ?? null) : null,
  };
};
