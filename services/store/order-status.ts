import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import {
  afterOrderEvent,
  isLive,
  LIVE_ORDER_STATUSES,
  ORDER_STATUSES,
  type OrderEvent,
  type OrderState,
} from '../../lib/orders/lifecycle.ts';
import type { UnixSeconds } from '../../lib/result.ts';

const uint = z.string().transform(BigInt);

const orderRow = z.object({
  id: z.string(),
  status: z.enum(ORDER_STATUSES),
  placed: z.boolean(),
  sell_units: uint,
  filled_sell_units: uint,
  filled_buy_units: uint,
  generation: uint,
  current_generation: uint,
  expires_at_seconds: z.coerce.number(),
  cancelled: z.boolean(),
  revived: z.boolean(),
  sold: uint,
  bought: uint,
});

type Row = z.output<typeof orderRow>;

const stateOf = (row: Row): OrderState => ({
  status: row.status,
  placed: row.placed,
  sellUnits: row.sell_units,
  filledSellUnits: row.filled_sell_units,
});

/** What the settled chain says of an order. Without a settled head nothing is said to be over. */
const eventsOf = (row: Row, headTimeSeconds: UnixSeconds | null): readonly OrderEvent[] => {
  const sold = row.sold > row.sell_units ? row.sell_units : row.sold;
  const events: OrderEvent[] = [{ kind: 'filled-to', filledSellUnits: sold }];
  if (headTimeSeconds === null) return events;
  if (row.cancelled) events.push({ kind: 'cancelled' });
  if (row.current_generation > row.generation) events.push({ kind: 'superseded' });
  // The protocol still fills in the block whose time equals the expiry.
  if (headTimeSeconds > row.expires_at_seconds) events.push({ kind: 'expired' });
  return events;
};

const write = async (sql: TransactionSql, row: Row, next: OrderState): Promise<void> => {
  const reopened = isLive(next.status) && !isLive(row.status);
  // Its place may have been taken meanwhile: two live orders of one leg are never shown.
  await sql`
    update orders o
    set status = case when blocked.yes then 'superseded' else ${next.status} end,
      status_reason = case when blocked.yes then 'reopened by a reorganisation while another order of its leg is live'
        else o.status_reason end,
      closed_at = case when blocked.yes or ${!isLive(next.status)} then coalesce(o.closed_at, now()) end,
      filled_sell_units = ${next.filledSellUnits.toString()}::numeric, filled_buy_units = ${row.bought.toString()}::numeric
    from (
      select ${reopened} and exists (
        select from orders x join orders me on me.id = ${row.id}
        where x.portfolio_id = me.portfolio_id and x.generation = me.generation and x.sell_token = me.sell_token
          and x.buy_token = me.buy_token and x.slice_number = me.slice_number and x.id <> me.id
          and x.status = any(${[...LIVE_ORDER_STATUSES]}::text[])
      ) as yes
    ) blocked
    where o.id = ${row.id}`;
};

export type Advance = {
  readonly chainId: number;
  /** Time of the settled head, or of the block rolled back to; null while the index is on its way. */
  readonly headTimeSeconds: UnixSeconds | null;
  /** Orders to look at beside the live ones. */
  readonly hashes: readonly string[];
  /** Looks again at orders closed lately for a fact that is undone now. */
  readonly reopen: boolean;
};

/** Brings orders in line with the facts stored about them. Doing it again changes nothing. */
export const advanceOrders = async (sql: TransactionSql, advance: Advance): Promise<void> => {
  const rows = await sql`
    select o.id, o.status, o.placed_at is not null as placed, o.sell_units::text, o.filled_sell_units::text,
      o.filled_buy_units::text, o.generation::text, a.generation::text as current_generation,
      o.expires_at_seconds::text,
      exists (select from audit_log e where e.chain_id = o.chain_id and e.actor_kind = 'chain' and e.action = 'CancelSent'
        and e.portfolio_id = o.portfolio_id and e.details ->> 'orderHash' = o.order_hash
        and (e.details ->> 'done')::boolean) as cancelled,
      o.status = 'superseded' and o.status_reason is null and o.generation >= a.generation as revived,
      coalesce(f.sold, 0)::text as sold, coalesce(f.bought, 0)::text as bought
    from orders o
    join portfolios p on p.id = o.portfolio_id
    join accounts a on a.id = p.account_id
    left join lateral (
      select sum(sell_units) as sold, sum(buy_units) as bought from fills
      where order_hash = o.order_hash and chain_id = o.chain_id
    ) f on true
    where o.chain_id = ${advance.chainId} and (
      ${advance.headTimeSeconds !== null} and o.status in ('signed', 'open', 'partially-filled', 'unfillable')
      -- The generation that had ended it is undone.
      or ${advance.headTimeSeconds !== null} and o.status = 'superseded' and o.status_reason is null
        and o.generation >= a.generation and o.closed_at > now() - interval '1 day'
      or o.order_hash = any(${[...advance.hashes]}::text[])
      or ${advance.reopen} and o.status in ('filled', 'expired', 'cancelled', 'superseded')
        and o.closed_at > now() - interval '7 days')
    order by o.signed_at, o.id
    for update of o`;
  for (const raw of rows) {
    const row = orderRow.parse(raw);
    const before = stateOf(row);
    const reopen = before.status !== 'filled' && (advance.reopen || row.revived);
    const start = reopen ? afterOrderEvent(before, { kind: 'reopened' }) : before;
    const next = eventsOf(row, advance.headTimeSeconds).reduce(afterOrderEvent, start);
    const same =
      next.status === before.status &&
      next.filledSellUnits === before.filledSellUnits &&
      row.bought === row.filled_buy_units;
    if (!same) await write(sql, row, next);
  }
};
