import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { ALERT_KINDS } from '../../../lib/alerts/alert-kinds.ts';
import type { Told } from '../../../lib/alerts/alert-message.ts';
import { CHANNEL_KINDS, type ChannelKind } from '../../../lib/alerts/channel.ts';
import type { Pending, QuietHours } from '../../../lib/alerts/when-to-tell.ts';
import type { SecretRow } from '../secrets.ts';

/** A message that is due, with all that is needed to tell it. */
export type DueDelivery = Told & {
  readonly channel: { readonly id: string; readonly kind: ChannelKind };
  /** Null where none was kept. */
  readonly sealed: Pick<SecretRow, 'keyVersion' | 'wrappedKey' | 'sealed'> | null;
  readonly quiet: QuietHours | null;
  readonly raisedStatus: Pending['raisedStatus'];
  readonly sentLately: number;
  readonly attempts: number;
};

export type DueDeliveries = { readonly due: readonly DueDelivery[]; readonly minuteOfDay: number };

const dueRow = z
  .object({
    ...{
      content_id: z.string(),
      phase: z.enum(['raised', 'recovered', 'test', 'confirm']),
      attempts: z.number(),
    },
    ...{ channel_id: z.string(), channel_kind: z.enum(CHANNEL_KINDS) },
    ...{ quiet_from: z.number().nullable(), quiet_to: z.number().nullable(), sent_lately: z.number() },
    raised_status: z.enum(['pending', 'sent', 'failed', 'dropped']).nullable(),
    ...{ key_version: z.string().nullable(), wrapped_key: z.instanceof(Buffer).nullable() },
    ...{ sealed: z.instanceof(Buffer).nullable(), minute: z.number() },
    alert: z
      .object({
        ...{ kind: z.enum(ALERT_KINDS), sentence: z.string(), raised: z.number() },
        ...{ recovered: z.number().nullable(), count: z.number() },
        portfolio: z.object({ chainId: z.number(), address: z.string(), name: z.string() }).nullable(),
      })
      .nullable(),
  })
  .transform(({ alert, wrapped_key, sealed, key_version, ...row }) => ({
    minute: row.minute,
    delivery: {
      ...{ id: row.content_id, phase: row.phase, attempts: row.attempts, sentLately: row.sent_lately },
      channel: { id: row.channel_id, kind: row.channel_kind },
      sealed:
        wrapped_key === null || sealed === null || key_version === null
          ? null
          : { keyVersion: key_version, wrappedKey: wrapped_key, sealed },
      quiet:
        row.quiet_from === null || row.quiet_to === null
          ? null
          : { fromMinute: row.quiet_from, toMinute: row.quiet_to },
      raisedStatus: row.raised_status,
      alert:
        alert === null
          ? null
          : {
              ...{ kind: alert.kind, sentence: alert.sentence, count: alert.count },
              ...{ raisedAtSeconds: alert.raised, recoveredAtSeconds: alert.recovered },
              portfolio: alert.portfolio,
            },
    } satisfies DueDelivery,
  }));

/** Told by one tick at most. */
const CLAIMED_MAX = 20;
/** Whoever claims and dies is followed by the next tick after that. */
const CLAIM = '60 seconds';

/** Claims what is due, the longest waiting first; nobody else is given it for a minute. */
export const claimDeliveries = async (sql: TransactionSql): Promise<DueDeliveries> => {
  const rows = await sql`
    with due as (
      select d.content_id from alert_deliveries d where d.status = 'pending' and d.next_try_at <= now()
        and (d.phase = 'confirm' or exists (select from alert_channels c where c.id = d.channel_id and c.is_told))
      order by d.next_try_at, d.content_id limit ${CLAIMED_MAX} for update skip locked
    ), claimed as (
      update alert_deliveries set next_try_at = now() + ${CLAIM}::interval
      where content_id = any(array(select content_id from due))
      returning content_id, alert_id, channel_id, phase, attempts, created_at
    )
    select d.content_id, d.phase, d.attempts, d.channel_id, c.kind as channel_kind, c.quiet_from_minute as quiet_from,
      c.quiet_to_minute as quiet_to, s.key_version, s.wrapped_key, s.sealed,
      (select r.status from alert_deliveries r where r.alert_id = d.alert_id and r.channel_id = d.channel_id and r.phase = 'raised')
        as raised_status,
      (select count(*) from alert_deliveries r where r.channel_id = d.channel_id and r.status = 'sent'
        and r.ended_at > now() - interval '1 hour')::int as sent_lately,
      (extract(hour from now() at time zone 'UTC') * 60 + extract(minute from now()))::int as minute,
      case when a.id is not null then json_build_object('kind', a.kind, 'sentence', a.sentence, 'count', a.count,
        'raised', floor(extract(epoch from a.raised_at)), 'recovered', floor(extract(epoch from a.recovered_at)),
        'portfolio', case when p.id is not null then json_build_object('chainId', o.chain_id, 'address', o.address, 'name', p.name) end
      ) end as alert
    from claimed d
    join alert_channels c on c.id = d.channel_id
    left join alerts a on a.id = d.alert_id
    left join portfolios p on p.id = a.portfolio_id
    left join accounts o on o.id = p.account_id
    left join secrets s on s.table_name = 'alert_channels' and s.row_id = c.id::text and s.column_name = 'address'
    order by d.created_at, d.content_id`;
  const read = rows.map((row) => dueRow.parse(row));
  return { due: read.map(({ delivery }) => delivery), minuteOfDay: read[0]?.minute ?? 0 };
};

/** Keeps the hash of a code that is about to be sent to a channel; the code itself is nowhere. */
export const keepCode = async (
  sql: TransactionSql,
  { channelId, codeHash }: { readonly channelId: string; readonly codeHash: Buffer },
): Promise<void> => {
  await sql`delete from channel_codes where expires_at < now()`;
  await sql`insert into channel_codes (code_hash, channel_id) values (${codeHash}, ${channelId}::uuid)`;
};

/** How one turn of a message ended. */
export type DeliveryEnd = {
  readonly id: string;
  /** `pending` = it is tried again. */
  readonly status: 'pending' | 'sent' | 'failed' | 'dropped';
  readonly wasTried: boolean;
  readonly waitSeconds: number;
  /** Holds no address and nothing secret. */
  readonly error: string | null;
};

export const endDeliveries = async (sql: TransactionSql, ends: readonly DeliveryEnd[]): Promise<void> => {
  const rows = ends.map(({ id, status, wasTried, waitSeconds, error }) => ({
    ...{ content_id: id, status, tried: wasTried, wait: waitSeconds, error },
  }));
  await sql`
    update alert_deliveries d set status = e.status, attempts = d.attempts + e.tried::int, last_error = coalesce(e.error, d.last_error),
      next_try_at = now() + make_interval(secs => e.wait), ended_at = case when e.status <> 'pending' then now() end
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
      as e(content_id text, status text, tried boolean, wait integer, error text)
    where d.content_id = e.content_id and d.status = 'pending'`;
};
