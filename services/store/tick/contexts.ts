import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import type { Placed } from '../../../lib/ledger/action.ts';
import type { Contexts, PortfolioContext } from '../../../lib/ledger/tick-record.ts';
import { ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { readGranted } from '../delegations/granted.ts';
import { type LiveOrder, readLiveOrders } from './orders.ts';

const address = z.string().transform((text) => text as Address);
const lastFillRow = z.object({ id: z.string(), last: z.coerce.number() });
const unitsRow = z.object({ id: z.string(), token: address, units: z.string().transform(BigInt) });
const askingRow = z.object({
  id: z.string(),
  sell_token: address,
  buy_token: address,
  since: z.coerce.number(),
  last_sell: z.string().transform(BigInt),
  last_buy: z.string().transform(BigInt),
  last_at: z.coerce.number(),
});

const programmeRow = z.object({
  id: z.string(),
  sell_token: address,
  buy_token: address,
  started: z.coerce.number(),
  fills: z.array(z.object({ at: z.number(), units: z.string().transform(BigInt) })),
});

const DAY_SECONDS = 86_400;

// What a snapshot is made of has one order, whatever plan Postgres has for a statement: rows of a group would come as they are hashed.
const lastFills = (sql: TransactionSql, ids: readonly string[]) => sql`
  select portfolio_id::text as id, max(block_time_seconds)::text as last from fills
  where portfolio_id = any(${[...ids]}::bigint[]) group by portfolio_id order by portfolio_id`;

const soldSince = (sql: TransactionSql, ids: readonly string[], since: UnixSeconds) => sql`
  select portfolio_id::text as id, sell_token as token, sum(sell_units)::text as units from fills
  where portfolio_id = any(${[...ids]}::bigint[]) and block_time_seconds >= ${since}
  group by portfolio_id, sell_token order by portfolio_id, sell_token`;

const flowsSinceLastFill = (sql: TransactionSql, ids: readonly string[]) => sql`
  select c.portfolio_id::text as id, c.token,
    sum(case when c.direction = 'in' then c.units else -c.units end)::text as units
  from cash_flows c
  where c.portfolio_id = any(${[...ids]}::bigint[]) and c.block_number > coalesce(
    (select max(f.block_number) from fills f where f.portfolio_id = c.portfolio_id), -1)
  group by c.portfolio_id, c.token order by c.portfolio_id, c.token`;

// An ask ends with a fill of its pair, or with a look that found the portfolio in band.
const asksSince = (sql: TransactionSql, ids: readonly string[]) => sql`
  select o.portfolio_id::text as id, o.sell_token, o.buy_token, min(s.block_time_seconds)::text as since,
    max(s.block_time_seconds)::text as last_at,
    (array_agg(o.sell_units::text order by d.id desc, o.leg_index desc))[1] as last_sell,
    (array_agg(o.buy_units::text order by d.id desc, o.leg_index desc))[1] as last_buy
  from orders o
  join decisions d on d.id = o.decision_id
  join snapshots s on s.id = d.snapshot_id
  where o.portfolio_id = any(${[...ids]}::bigint[]) and o.placed_at is not null
    and s.block_time_seconds > coalesce((select max(f.block_time_seconds) from fills f
      where f.portfolio_id = o.portfolio_id and f.sell_token = o.sell_token and f.buy_token = o.buy_token), -1)
    and d.id > coalesce((select max(h.id) from decisions h
      where h.portfolio_id = o.portfolio_id and h.reason = 'in-band'), 0)
  group by o.portfolio_id, o.sell_token, o.buy_token order by o.portfolio_id, o.sell_token, o.buy_token`;

// A programme is over once a look found the portfolio in band; how long it may last is the policy's.
const programmesOf = (sql: TransactionSql, ids: readonly string[]) => sql`
  select distinct on (d.portfolio_id, l.sell_token, l.buy_token) d.portfolio_id::text as id, l.sell_token, l.buy_token,
    l.part_started_at_seconds::text as started,
    (select coalesce(jsonb_agg(jsonb_build_object('at', f.block_time_seconds, 'units', f.sell_units::text)
      order by f.block_number, f.log_index), '[]') from fills f where f.portfolio_id = d.portfolio_id
      and f.sell_token = l.sell_token and f.buy_token = l.buy_token and f.block_time_seconds >= l.part_started_at_seconds) as fills
  from legs l join decisions d on d.id = l.decision_id
  where l.part_started_at_seconds is not null and d.portfolio_id = any(${[...ids]}::bigint[])
    and d.id > coalesce((select max(h.id) from decisions h
      where h.portfolio_id = d.portfolio_id and h.reason = 'in-band'), 0)
  order by d.portfolio_id, l.sell_token, l.buy_token, d.id desc`;

export type ContextQuery = {
  readonly portfolioIds: readonly string[];
  /** Time of the observed block; its UTC day is today. */
  readonly nowSeconds: UnixSeconds;
};

type Told = {
  readonly live: readonly LiveOrder[];
  readonly last: readonly z.output<typeof lastFillRow>[];
  readonly sold: readonly z.output<typeof unitsRow>[];
  readonly flows: readonly z.output<typeof unitsRow>[];
  readonly asks: readonly z.output<typeof askingRow>[];
  readonly programmes: readonly z.output<typeof programmeRow>[];
  readonly granted: Awaited<ReturnType<typeof readGranted>>;
};

const groupedBy = <T>(rows: readonly T[], idOf: (row: T) => string): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(idOf(row));
    if (group === undefined) groups.set(idOf(row), [row]);
    else group.push(row);
  }
  return groups;
};

/** All of them, or the first that can't be read: a portfolio of which an order is unknown must not trade. */
const allRead = (live: readonly LiveOrder[]): Result<readonly Placed[]> => {
  const orders: Placed[] = [];
  for (const { order } of live) {
    if (!order.ok) return order;
    orders.push(order.value);
  }
  return ok(orders);
};

const contextsOf = (
  ids: readonly string[],
  { live, last, sold, flows, asks, programmes, granted }: Told,
): Contexts => {
  const idOf = (row: { readonly id: string }) => row.id;
  const [soldBy, flowsBy, asksBy] = [groupedBy(sold, idOf), groupedBy(flows, idOf), groupedBy(asks, idOf)];
  const programmesBy = groupedBy(programmes, idOf);
  const liveBy = groupedBy(live, ({ portfolioId }) => portfolioId);
  const lastBy = new Map(last.map((row) => [row.id, row.last]));
  const contextOf = (id: string): Result<PortfolioContext> => {
    const liveOrders = allRead(liveBy.get(id) ?? []);
    if (!liveOrders.ok) return liveOrders;
    return ok({
      liveOrders: liveOrders.value,
      lastRebalanceAtSeconds: lastBy.get(id) ?? null,
      soldToday: (soldBy.get(id) ?? []).map(({ token, units }) => ({ token, units })),
      cashFlows: (flowsBy.get(id) ?? []).map(({ token, units }) => ({ token, units })),
      asking: (asksBy.get(id) ?? []).map((row) => ({
        sellToken: row.sell_token,
        buyToken: row.buy_token,
        sinceSeconds: row.since,
        last: { sellUnits: row.last_sell, buyUnits: row.last_buy, atSeconds: row.last_at },
      })),
      programmes: (programmesBy.get(id) ?? []).map((row) => ({
        ...{ sellToken: row.sell_token, buyToken: row.buy_token, startedAtSeconds: row.started },
        fills: row.fills.map(({ at, units }) => ({ atSeconds: at, soldUnits: units })),
      })),
      ...(granted.has(id) ? { granted: granted.get(id) ?? [] } : {}),
      // No action that is stored moves anything elsewhere.
      inFlight: [],
      // Prices are recorded, and no portfolio's history is valued with them.
      recentVolatilityBps: null,
    });
  };
  return new Map(ids.map((id) => [id, contextOf(id)]));
};

/** What a batch of decisions depends on beside the chain, in seven statements whatever their number. Whose rows can't be read fails alone. */
export const readContexts = async (
  sql: TransactionSql,
  { portfolioIds: ids, nowSeconds }: ContextQuery,
): Promise<Contexts> => {
  const [live, last, sold, flows, asks, programmes, granted] = await Promise.all([
    readLiveOrders(sql, ids),
    lastFills(sql, ids).then((rows) => rows.map((row) => lastFillRow.parse(row))),
    soldSince(sql, ids, nowSeconds - (nowSeconds % DAY_SECONDS)).then((rows) =>
      rows.map((row) => unitsRow.parse(row)),
    ),
    flowsSinceLastFill(sql, ids).then((rows) => rows.map((row) => unitsRow.parse(row))),
    asksSince(sql, ids).then((rows) => rows.map((row) => askingRow.parse(row))),
    programmesOf(sql, ids).then((rows) => rows.map((row) => programmeRow.parse(row))),
    readGranted(sql, ids),
  ]);
  return contextsOf(ids, { live, last, sold, flows, asks, programmes, granted });
};
