import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import {
  isAfter,
  type PlacedEvent,
  type StreamBatch,
  type StreamPlace,
  TOPICS,
} from '../../lib/api/events.ts';

/** How long an event is kept; one more stays as the end of the history. */
const KEPT_SECONDS = 3_600;
/** Rows of one read; a longer way is gone in several. */
const EVENTS_MAX = 500;

const headRow = z.object({
  transactionId: z.string().nullable(),
  id: z.string().nullable(),
  unsettled: z.boolean(),
});

const eventRow = z.object({
  transactionId: z.string(),
  id: z.string(),
  topic: z.enum(TOPICS),
  portfolioId: z.string().nullable(),
  subject: z.string(),
  atSeconds: z.coerce.number().int(),
});

const placeOf = (transactionId: string, id: string): StreamPlace => ({
  transactionId: BigInt(transactionId),
  id: BigInt(id),
});

/** Before all events. */
const START: StreamPlace = { transactionId: 0n, id: 0n };

/** Where the settled events end: whoever begins here misses nothing that comes. */
export const readStreamHead = async (
  sql: TransactionSql,
): Promise<{ readonly head: StreamPlace; readonly unsettled: boolean }> => {
  const [row] = await sql`
    select transaction_id::text as "transactionId", id::text, unsettled from stream_head()`;
  const { transactionId, id, unsettled } = headRow.parse(row);
  return { head: transactionId === null || id === null ? START : placeOf(transactionId, id), unsettled };
};

/** Whether all that came after this place is still there. */
export const hasStreamPlace = async (
  sql: TransactionSql,
  { transactionId, id }: StreamPlace,
): Promise<boolean> => {
  const [row] = await sql<{ has: boolean }[]>`
    select stream_has(${transactionId.toString()}::bigint, ${id.toString()}::bigint) as has`;
  return row?.has === true;
};

const readVisible = (sql: TransactionSql, viewer: Address | null) => sql<{ id: string }[]>`
  select p.id::text from portfolios p join accounts a on a.id = p.account_id
  where a.kind in ('balancer', 'delegated') and (p.shared or ${viewer} in (a.owner, a.guardian))`;

/** What the viewer may see after a place, in its order, each event once. Row level security decides what that is. */
export const readStreamEvents = async (
  sql: TransactionSql,
  { viewer, after }: { readonly viewer: Address | null; readonly after: StreamPlace },
): Promise<StreamBatch> => {
  const { head, unsettled } = await readStreamHead(sql);
  const next = unsettled ? 'soon' : 'on-call';
  if (!isAfter(head, after)) return { events: [], end: after, next };
  // Named, because asking row level security of every event of everybody costs more than it does of one's own.
  const visible = (await readVisible(sql, viewer)).map(({ id }) => id);
  const rows = await sql`
    select transaction_id::text as "transactionId", id::text, topic, portfolio_id::text as "portfolioId", subject,
      floor(extract(epoch from at))::bigint as "atSeconds"
    from stream_events e
    where (transaction_id, id) > (${after.transactionId.toString()}::bigint, ${after.id.toString()}::bigint)
      and (transaction_id, id) <= (${head.transactionId.toString()}::bigint, ${head.id.toString()}::bigint)
      and (portfolio_id is null or portfolio_id = any(${visible}::bigint[]))
    order by e.transaction_id, e.id limit ${EVENTS_MAX}`;
  const events = rows.map((row): PlacedEvent => {
    const { transactionId, id, ...event } = eventRow.parse(row);
    return { ...event, place: placeOf(transactionId, id) };
  });
  const last = events.at(-1);
  const isFull = events.length === EVENTS_MAX && last !== undefined;
  return isFull ? { events, end: last.place, next: 'now' } : { events, end: head, next };
};

/** Takes away what is older than an hour, but for the latest of all: a place that is still there has lost nothing after it. */
export const sweepStreamEvents = async (sql: TransactionSql): Promise<void> => {
  await sql`
    delete from stream_events where at < now() - make_interval(secs => ${KEPT_SECONDS})
      and (transaction_id, id) < (
        select transaction_id, id from stream_events where at < now() - make_interval(secs => ${KEPT_SECONDS})
        order by transaction_id desc, id desc limit 1)`;
};
