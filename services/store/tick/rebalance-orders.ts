import type { PendingQuery, Row, TransactionSql } from 'postgres';
import { z } from 'zod';
import { TRIGGER_KINDS } from '../../../lib/engine/policy.ts';
import { CHAIN_VENUE_IDS } from '../../../lib/engine/venue-id.ts';
import { LIVE_ORDER_STATUSES, ORDER_STATUSES } from '../../../lib/ledger/lifecycle.ts';
import { executionOf } from '../../../lib/performance/execution.ts';
import type { StrategyOrder } from '../../../lib/reports/strategies.ts';

const uint = z.string().regex(/^\d+$/).transform(BigInt);
const count = z.coerce.number().int();

/** Decisions to act that one answer is worked out from. */
const REBALANCES_MAX = 2_000;
const LIVE: readonly string[] = LIVE_ORDER_STATUSES;

/** What the database called the order book before there was one vocabulary. */
const FORMER_BOOK = 'book';
/** Venues whose takers pay for the gas, by both words of the order book. */
const GAS_FREE = ['order-book', FORMER_BOOK, 'oneinch'];

const orderOfSpan = z
  .object({
    decision_id: z.string(),
    triggered: count,
    status: z.enum(ORDER_STATUSES),
    venue: z.enum([...CHAIN_VENUE_IDS, FORMER_BOOK]),
    trigger: z.enum(TRIGGER_KINDS).nullable().catch(null),
    sell_units: uint,
    filled_sell_units: uint,
    filled_buy_units: uint,
    leg_sell_units: uint,
    expected_buy_units: uint,
    sell_value_usd_e18: uint,
    buy_price_usd_e18: uint,
    buy_decimals: count,
    last_fill: count.nullable(),
    fill_count: count,
    unpriced: count,
    average_bps: z.number().nullable(),
    best_bps: z.number().nullable(),
    worst_bps: z.number().nullable(),
  })
  .transform(
    (row): StrategyOrder => ({
      decisionId: row.decision_id,
      ...({ trigger: row.trigger, venue: row.venue === FORMER_BOOK ? 'order-book' : row.venue } as const),
      triggeredAtSeconds: row.triggered,
      isLive: LIVE.includes(row.status),
      sellUnits: row.sell_units,
      filledSellUnits: row.filled_sell_units,
      execution: executionOf(
        {
          sellUnits: row.leg_sell_units,
          expectedBuyUnits: row.expected_buy_units,
          sellValueUsdE18: row.sell_value_usd_e18,
          buyPriceUsdE18: row.buy_price_usd_e18,
          buyDecimals: row.buy_decimals,
        },
        { sellUnits: row.filled_sell_units, buyUnits: row.filled_buy_units },
      ),
      // {usdE18} = {usdE18 of the leg} × {units of the order} ÷ {units of the leg}
      offeredUsdE18: (row.sell_value_usd_e18 * row.sell_units) / row.leg_sell_units,
      fills: {
        ...{ count: row.fill_count, unpriced: row.unpriced },
        ...{ averageBps: row.average_bps, bestBps: row.best_bps, worstBps: row.worst_bps },
      },
      isSwap: row.venue === 'proposal',
      lastFillAtSeconds: row.last_fill,
      isGasFree: GAS_FREE.includes(row.venue),
    }),
  );

// `price_known_at` and `loss_at_fill_bps` of the database word for word, where the decision's documents are already at hand: called for each fill
// they read all of them again, which took most of what a fleet's facts took.

const priceKnown = (sql: TransactionSql, asset: PendingQuery<Row[]>) => sql`
  select p.price_usd_e18 from price_points p
  where p.asset = ${asset} ->> 'symbol' and p.source = 'recorded ' || o.chain_id || ' ' || (${asset} -> 'price' ->> 'source')
    and p.time_seconds <= f.block_time_seconds and p.time_seconds > f.block_time_seconds - 172800
  order by p.time_seconds desc limit 1`;

/** What was given − what was got, ÷ what was given; an order's fills sell and buy its own two tokens. */
const lossOfFill = (sql: TransactionSql) => sql`
  round((f.sell_units * sold_at.price_usd_e18 / 10::numeric ^ (sold.one ->> 'decimals')::int
    - f.buy_units * bought_at.price_usd_e18 / 10::numeric ^ (bought.one ->> 'decimals')::int) * 10000
    / nullif(f.sell_units * sold_at.price_usd_e18 / 10::numeric ^ (sold.one ->> 'decimals')::int, 0), 2)`;

export type Rebalances = { readonly portfolioId: string; readonly fromSnapshotId: string };

/**
 * Every order of the decisions to act from a look on, the latest {@link REBALANCES_MAX} decisions at most, of each of these portfolios, in one
 * statement. Of the stored documents only the numbers that are needed leave the database.
 */
export const readOrdersOfRebalances = async (
  sql: TransactionSql,
  wanted: readonly Rebalances[],
): Promise<ReadonlyMap<string, readonly StrategyOrder[]>> => {
  const rows = await sql`
    with acts as materialized (
      select w.portfolio_id, d.*
      from unnest(${wanted.map(({ portfolioId }) => portfolioId)}::bigint[], ${wanted.map(({ fromSnapshotId }) => fromSnapshotId)}::bigint[])
        as w(portfolio_id, from_snapshot)
      cross join lateral (
        select d.id, d.decision ->> 'trigger' as trigger, d.decision -> 'plan' -> 'legs' as legs, s.snapshot -> 'assets' as assets,
          s.snapshot -> 'asking' as asking, s.block_time_seconds
        from decisions d
        join snapshots s on s.id = d.snapshot_id
        join ticks t on t.id = d.tick_id and not t.dry_run
        where d.portfolio_id = w.portfolio_id and d.kind = 'act' and d.snapshot_id >= w.from_snapshot
        order by d.snapshot_id desc limit ${REBALANCES_MAX}
      ) d
    )
    select a.portfolio_id::text, a.id::text as decision_id, a.trigger, o.status, o.venue, o.sell_units::text, o.filled_sell_units::text, o.filled_buy_units::text,
      leg.one ->> 'sellUnits' as leg_sell_units, leg.one ->> 'expectedBuyUnits' as expected_buy_units,
      leg.one ->> 'sellValueUsdE18' as sell_value_usd_e18, leg.one ->> 'buyPriceUsdE18' as buy_price_usd_e18,
      bought.one ->> 'decimals' as buy_decimals,
      coalesce(least(asked.since, a.block_time_seconds), a.block_time_seconds)::text as triggered, filled.last::text as last_fill,
      filled.count as fill_count, filled.unpriced, filled.average_bps, filled.best_bps, filled.worst_bps
    from acts a
    join orders o on o.decision_id = a.id
    cross join lateral (
      select leg as one from jsonb_array_elements(a.legs) leg where (leg ->> 'index')::int = o.leg_index
    ) leg
    cross join lateral (
      select asset as one from jsonb_array_elements(a.assets) asset where asset ->> 'token' = o.buy_token limit 1
    ) bought
    left join lateral (
      select asset as one from jsonb_array_elements(a.assets) asset where asset ->> 'token' = o.sell_token limit 1
    ) sold on true
    cross join lateral (
      select min((ask ->> 'sinceSeconds')::bigint) as since from jsonb_array_elements(a.asking) ask
      where ask ->> 'sellToken' = o.sell_token and ask ->> 'buyToken' = o.buy_token
    ) asked
    cross join lateral (
      select max(f.block_time_seconds) as last, count(*)::int as count, (count(*) - count(f.loss_bps))::int as unpriced,
        round(sum(f.loss_bps * f.sell_units) / nullif(sum(f.sell_units) filter (where f.loss_bps is not null), 0), 2)::float8
          as average_bps,
        min(f.loss_bps)::float8 as best_bps, max(f.loss_bps)::float8 as worst_bps
      from (
        select f.block_time_seconds, f.sell_units, ${lossOfFill(sql)} as loss_bps
        from fills f
        left join lateral (${priceKnown(sql, sql`sold.one`)}) sold_at on true
        left join lateral (${priceKnown(sql, sql`bought.one`)}) bought_at on true
        where f.order_hash = o.order_hash
      ) f
    ) filled
    order by a.portfolio_id, a.id, o.leg_index, o.signed_at`;
  const orders = new Map<string, StrategyOrder[]>();
  for (const row of rows) {
    const portfolioId = String(row['portfolio_id']);
    const order = orderOfSpan.parse(row);
    const known = orders.get(portfolioId);
    if (known === undefined) orders.set(portfolioId, [order]);
    else known.push(order);
  }
  return orders;
};

/** The same of one portfolio. */
export const readRebalanceOrders = async (
  sql: TransactionSql,
  wanted: Rebalances,
): Promise<readonly StrategyOrder[]> =>
  (await readOrdersOfRebalances(sql, [wanted])).get(wanted.portfolioId) ?? [];
