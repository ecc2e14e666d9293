import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { type Placed, placedOf } from '../../../lib/ledger/action.ts';
import {
  afterOrderEvent,
  isLive,
  LIVE_ORDER_STATUSES,
  type OrderEvent,
} from '../../../lib/ledger/lifecycle.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { placedColumns } from './orders.ts';

const uint = z.string().transform(BigInt);

/** What else the database knows of an order whose life goes on. */
const factsRow = z.object({
  current_generation: uint,
  cancelled: z.boolean(),
  revived: z.boolean(),
  sold: uint,
  bought: uint,
});

type Facts = z.output<typeof factsRow>;

/** What the settled chain says of an order. Without a settled head nothing is said to be over. */
const eventsOf = (
  { generation, body }: Placed,
  facts: Facts,
  headTimeSeconds: UnixSeconds | null,
): readonly OrderEvent[] => {
  const { makingAmount } = body.order;
  const sold = facts.sold > makingAmount ? makingAmount : facts.sold;
  const events: OrderEvent[] = [{ kind: 'filled-to', filledSellUnits: sold }];
  if (headTimeSeconds === null) return events;
  if (facts.cancelled) events.push({ kind: 'cancelled' });
  if (facts.current_generation > generation) events.push({ kind: 'superseded' });
  // The protocol still fills in the block whose time equals the expiry.
  if (headTimeSeconds > body.expiresAtSeconds) events.push({ kind: 'expired' });
  return events;
};

/** Of two rows of orders, `x` and `me`: another order of the same leg. */
const isOfSameLeg = (sql: TransactionSql) => sql`
  x.portfolio_id = me.portfolio_id and x.generation = me.generation and x.sell_token = me.sell_token
    and x.buy_token = me.buy_token and x.slice_number = me.slice_number and x.id <> me.id`;

/**
 * An order that somebody has seen comes before one that nobody has. What is signed for 1inch may have been handed over and not been
 * noted yet, and keeps its place.
 */
const clearItsPlace = (sql: TransactionSql, { id }: Placed) => sql`
  update orders x
  set status = 'superseded', status_reason = 'an order of its leg that was shown before is live again', closed_at = now()
  from orders me
  where me.id = ${id} and me.placed_at is not null and ${isOfSameLeg(sql)}
    and x.status = 'signed' and x.placed_at is null and x.filled_sell_units = 0 and x.venue <> 'oneinch'`;

const write = async (sql: TransactionSql, before: Placed, next: Placed): Promise<void> => {
  const reopened = isLive(next.status) && !isLive(before.status);
  if (reopened) await clearItsPlace(sql, next);
  // Its place may have been taken meanwhile: two live orders of one leg are never shown.
  await sql`
    update orders o
    set status = case when blocked.yes then 'superseded' else ${next.status} end,
      status_reason = case when blocked.yes then 'reopened by a reorganisation while another order of its leg is live'
        else o.status_reason end,
      closed_at = case when blocked.yes or ${!isLive(next.status)} then coalesce(o.closed_at, now()) end,
      filled_sell_units = ${next.filledSellUnits.toString()}::numeric, filled_buy_units = ${next.filledBuyUnits.toString()}::numeric
    from (
      select ${reopened} and exists (
        select from orders x join orders me on me.id = ${next.id}
        where ${isOfSameLeg(sql)} and x.status = any(${[...LIVE_ORDER_STATUSES]}::text[])
      ) as yes
    ) blocked
    where o.id = ${next.id}`;
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
    select ${placedColumns(sql)}, a.generation::text as current_generation,
      exists (select from chain_events e where e.chain_id = o.chain_id and e.name = 'CancelSent'
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
  for (const row of rows) {
    const before = placedOf(row);
    const facts = factsRow.parse(row);
    const reopen = before.status !== 'filled' && (advance.reopen || facts.revived);
    const start = reopen ? afterOrderEvent(before, { kind: 'reopened' }) : before;
    const moved = eventsOf(before, facts, advance.headTimeSeconds).reduce(afterOrderEvent<Placed>, start);
    const next = { ...moved, filledBuyUnits: facts.bought };
    const same =
      next.status === before.status &&
      next.filledSellUnits === before.filledSellUnits &&
      next.filledBuyUnits === before.filledBuyUnits;
    if (!same) await write(sql, before, next);
  }
};
