import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { positionOf } from '../../../lib/api/fields.ts';
import { MOVEMENT_KINDS, type MovementRow } from '../../../lib/api/movements.ts';
import { formatDecimal, powerOfTen } from '../../../lib/money/fixed-point.ts';
import type { HistoryQuery } from './history-rows.ts';

const integer = z.string().regex(/^-?\d+$/);

const storedRow = z.object({
  block_number: integer,
  ordinal: integer,
  at: z.coerce.number(),
  kind: z.enum(MOVEMENT_KINDS),
  token: z.string(),
  units: integer,
  counterparty: z.string(),
  tx_hash: z.string(),
  log_index: z.number(),
  symbol: z.string().nullable(),
  decimals: z.number().nullable(),
  price: integer.nullable(),
  price_at: z.coerce.number().nullable(),
  source: z.string().nullable(),
});

/** A movement, its place, and the decimals of its token where a look has listed it. */
export type PlacedMovement = {
  readonly cursor: string;
  readonly row: MovementRow;
  readonly decimals: number | null;
};

const movementOf = (unread: unknown): PlacedMovement => {
  const row = storedRow.parse(unread);
  const units = BigInt(row.units);
  const price = row.decimals === null || row.price === null ? null : BigInt(row.price);
  const scale = powerOfTen(row.decimals ?? 0);
  return {
    cursor: `${row.block_number}-${row.ordinal}`,
    decimals: row.decimals,
    row: {
      at: new Date(row.at * 1_000).toISOString().replace('.000', ''),
      ...{ atSeconds: row.at, kind: row.kind, symbol: row.symbol, token: row.token },
      amount: row.decimals === null ? null : formatDecimal(units, row.decimals),
      units: row.units,
      priceUsd: price === null ? null : formatDecimal(price, 18),
      valueUsd: price === null ? null : formatDecimal((units * price) / scale, 18),
      priceSource: price === null ? null : row.source,
      priceAtSeconds: price === null ? null : row.price_at,
      reason: price !== null ? null : row.decimals === null ? 'token-unknown' : 'no-price-known',
      ...{ counterparty: row.counterparty, txHash: row.tx_hash, logIndex: row.log_index },
      blockNumber: row.block_number,
    },
  };
};

/**
 * Every movement of one portfolio's tokens, the latest first, one row more than a page has. Its price is the last one that its source gave
 * before it and a look has recorded, of two days at most; else the one that its performance took. None is ever made up.
 */
export const readMovementRows = async (
  sql: TransactionSql,
  { portfolioId, cursor, limit }: HistoryQuery,
): Promise<readonly PlacedMovement[]> => {
  const place = positionOf(cursor);
  const before =
    place === null
      ? sql`true`
      : sql`(m.block_number, m.ordinal) < (${place.first}::bigint, ${place.second ?? '0'}::bigint)`;
  const rows = await sql`
    with recursive moved as (
      select block_number, 4 * log_index::bigint + case direction when 'in' then 0 else 1 end as ordinal, block_time_seconds::bigint as at,
        case direction when 'in' then 'deposit' else 'withdrawal' end as kind, direction as flow, token,
        case direction when 'in' then units::numeric else -units::numeric end as units, counterparty, tx_hash, log_index
      from cash_flows where portfolio_id = ${portfolioId}::bigint
      union all
      select block_number, 4 * log_index::bigint + 2, block_time_seconds::bigint, 'sold', null, sell_token, -sell_units::numeric, taker,
        tx_hash, log_index
      from fills where portfolio_id = ${portfolioId}::bigint
      union all
      select block_number, 4 * log_index::bigint + 3, block_time_seconds::bigint, 'bought', null, buy_token, buy_units::numeric, taker,
        tx_hash, log_index
      from fills where portfolio_id = ${portfolioId}::bigint
    ), page as (
      select * from moved m where ${before} order by m.block_number desc, m.ordinal desc limit ${limit + 1}
    ), named as (
      select t.token, known.symbol, known.decimals
      from (select distinct token from page) t
      cross join lateral (
        select one ->> 'symbol' as symbol, (one ->> 'decimals')::int as decimals
        from series_points v cross join lateral jsonb_array_elements(v.assets) one
        where v.portfolio_id = ${portfolioId}::bigint and one ->> 'token' = t.token
        order by v.time_seconds desc limit 1
      ) known
    ), sources as (
      select n.symbol, (select min(p.source) from price_points p where p.asset = n.symbol) as source
      from (select distinct symbol from named) n
      union all
      select s.symbol, (select min(p.source) from price_points p where p.asset = s.symbol and p.source > s.source)
      from sources s where s.source is not null
    ), chain as (
      select 'recorded ' || a.chain_id || ' ' as prefix from portfolios p join accounts a on a.id = p.account_id
      where p.id = ${portfolioId}::bigint
    )
    select p.block_number::text, p.ordinal::text, p.at::text, p.kind, p.token, p.units::text, p.counterparty, p.tx_hash, p.log_index,
      n.symbol, n.decimals, coalesce(recorded.price_usd_e18, valued.price_usd_e18)::text as price,
      coalesce(recorded.time_seconds, valued.price_at_seconds)::text as price_at,
      coalesce(recorded.source, 'a look of the bot') as source
    from page p
    left join named n on n.token = p.token
    left join flow_values valued on valued.portfolio_id = ${portfolioId}::bigint and valued.block_number = p.block_number
      and valued.token = p.token and valued.kind = p.flow
    left join lateral (
      select last.price_usd_e18, last.time_seconds, substr(s.source, length(c.prefix) + 1) as source
      from chain c join sources s on s.symbol = n.symbol and starts_with(s.source, c.prefix)
      cross join lateral (
        select q.price_usd_e18, q.time_seconds from price_points q
        where q.asset = s.symbol and q.source = s.source and q.time_seconds <= p.at and q.time_seconds > p.at - 172800
        order by q.time_seconds desc limit 1
      ) last
      order by last.time_seconds desc, s.source limit 1
    ) recorded on true
    order by p.block_number desc, p.ordinal desc`;
  return rows.map(movementOf);
};
