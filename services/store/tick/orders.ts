import type { Row, Sql, TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import {
  ACTION_COLUMNS,
  type Holds,
  LIFE_COLUMNS,
  type NamedColumn,
  type Placed,
  placedOf,
} from '../../../lib/ledger/action.ts';
import { isLive, type OrderStatus } from '../../../lib/ledger/lifecycle.ts';
import type { MarkedPlaced, PlacingState, VenueOrderStatus } from '../../../lib/ledger/venue.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { PAUSED_BY_OPERATOR } from '../pauses.ts';

const TYPES: Readonly<Record<Holds, string>> = { text: 'text', uint: 'numeric', count: 'bigint' };

/** Numbers are read as text: a double can't hold them. */
const selected = ({ name, holds }: NamedColumn): string =>
  holds === 'text' && name !== 'portfolio_id' ? `o.${name}` : `o.${name}::text`;

/** The portfolio is the one whose lease the statement holds, not what the row says. */
const JOURNALED = ACTION_COLUMNS.filter(({ name }) => name !== 'portfolio_id');

const PLACED = [
  ...[...ACTION_COLUMNS, ...LIFE_COLUMNS].map(selected),
  '(extract(epoch from o.placed_at) * 1000000)::bigint::text as placed_at_micros',
].join(', ');

/** All of a placed action, from `orders o`. */
export const placedColumns = (sql: Sql | TransactionSql) => sql.unsafe(PLACED);

/** What an action writes, but for the portfolio. */
export const journaledColumns = (sql: TransactionSql) =>
  sql.unsafe(JOURNALED.map(({ name }) => name).join(', '));

/** The same as the columns of a recordset. */
export const journaledRecord = (sql: TransactionSql) =>
  sql.unsafe(JOURNALED.map(({ name, holds }) => `${name} ${TYPES[holds]}`).join(', '));

/** A live order of a portfolio, or why its row can't be read. */
export type LiveOrder = { readonly portfolioId: string; readonly order: Result<Placed> };

const liveOrderOf = (row: Row): LiveOrder => {
  const portfolioId = String(row['portfolio_id']);
  try {
    return { portfolioId, order: ok(placedOf(row)) };
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const columns = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
    const message = `Its order ${row['id']} can't be read: ${columns}.`;
    return { portfolioId, order: fail('portfolio-unreadable', message, { when: 'next-tick' }) };
  }
};

/** Orders of these portfolios that somebody may still fill, oldest first. */
export const readLiveOrders = async (
  sql: TransactionSql,
  portfolioIds: readonly string[],
): Promise<readonly LiveOrder[]> => {
  const rows = await sql`
    select ${placedColumns(sql)} from orders o
    where portfolio_id = any(${[...portfolioIds]}::bigint[])
      and status in ('signed', 'open', 'partially-filled', 'unfillable')
    order by signed_at, id`;
  return rows.map(liveOrderOf);
};

/** Why an order that is journaled was not shown just now. */
const unshown = (found: { readonly status: OrderStatus; readonly is_placed: boolean }): MarkedPlaced => {
  if (!isLive(found.status)) return 'closed';
  return found.is_placed ? 'already-placed' : 'halted';
};

/**
 * Shows journaled orders, each once; never revives a closed one. One answer each, in their order. The statement itself asks whether
 * trading is stopped, or their portfolio paused: a tick that began before shows nothing after.
 */
export const markPlaced = async (
  sql: TransactionSql,
  orderIds: readonly Hex[],
): Promise<readonly MarkedPlaced[]> => {
  const ids = [...orderIds];
  const shown = await sql<{ id: Hex }[]>`
    with asked as (
      select id from orders where id = any(${ids}::text[]) order by id for update
    )
    update orders o set placed_at = now(), status = case when o.status = 'signed' then 'open' else o.status end
    from asked a
    where o.id = a.id and o.placed_at is null and o.status in ('signed', 'open', 'partially-filled', 'unfillable')
      and not (select trading_is_halted()) and not exists (
        select from portfolios p where p.id = o.portfolio_id and p.quarantine_reason = ${PAUSED_BY_OPERATOR})
    returning o.id`;
  const placed = new Set(shown.map(({ id }) => id));
  const others = ids.filter((id) => !placed.has(id));
  if (others.length === 0) return ids.map(() => 'placed');
  // By a statement of its own: it sees what was committed while the first one waited for its rows.
  const rows = await sql<{ id: Hex; status: OrderStatus; is_placed: boolean }[]>`
    select id, status, placed_at is not null as is_placed from orders where id = any(${others}::text[])`;
  const found = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => {
    if (placed.has(id)) return 'placed';
    const row = found.get(id);
    return row === undefined ? 'unknown' : unshown(row);
  });
};

/** Whether journaled orders may be shown by a venue that is not the journal itself. One answer each, in their order. */
export const readPlaceable = async (
  sql: TransactionSql,
  orderIds: readonly Hex[],
): Promise<readonly PlacingState[]> => {
  const rows = await sql<{ id: Hex; status: OrderStatus; is_placed: boolean; is_halted: boolean }[]>`
    select id, status, placed_at is not null as is_placed, trading_is_halted() or exists (
        select from portfolios p where p.id = orders.portfolio_id and p.quarantine_reason = ${PAUSED_BY_OPERATOR}) as is_halted
    from orders where id = any(${[...orderIds]}::text[])`;
  const found = new Map(rows.map((row) => [row.id, row]));
  return orderIds.map((id): PlacingState => {
    const row = found.get(id);
    if (row === undefined) return 'unknown';
    if (!isLive(row.status)) return 'closed';
    if (row.is_placed) return 'already-placed';
    return row.is_halted ? 'halted' : 'placeable';
  });
};

/** Takes an order out of public view: `unfillable` is not shown, yet counts as live, since who has seen it can fill it. */
export const hideOrder = async (sql: TransactionSql, orderId: Hex): Promise<boolean> => {
  const rows = await sql`
    update orders set status = 'unfillable', status_reason = 'hidden'
    where id = ${orderId} and status in ('open', 'partially-filled') returning id`;
  return rows.length > 0;
};

/** What the journal, as a venue, says of an order. */
export const readOrderStatus = async (sql: TransactionSql, orderId: Hex): Promise<VenueOrderStatus> => {
  const [row] = await sql`select ${placedColumns(sql)} from orders o where o.id = ${orderId}`;
  const placed = row === undefined ? null : placedOf(row);
  if (placed === null || placed.placedAtMicros === null) return { status: 'unknown' };
  const remainingSellUnits = placed.body.order.makingAmount - placed.filledSellUnits;
  return { status: isLive(placed.status) ? 'open' : 'closed', remainingSellUnits };
};

/** An order that was never shown anywhere and never will be. One that has been shown stays live. */
export const rejectOrder = async (
  sql: TransactionSql,
  { orderId, reason }: { readonly orderId: Hex; readonly reason: string },
): Promise<void> => {
  await sql`
    update orders set status = 'rejected', status_reason = ${reason}, closed_at = now()
    where id = ${orderId} and status = 'signed' and placed_at is null and filled_sell_units = 0`;
};
