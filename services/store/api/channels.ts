import { randomUUID } from 'node:crypto';
import type { TransactionSql } from 'postgres';
import { hintOf } from '../../../lib/alerts/channel.ts';
import {
  type ChannelRow,
  channelRowSchema,
  type DeliveryRow,
  deliveryRow,
  type NewChannel,
} from '../../../lib/api/alerts.ts';
import { countInTurn } from '../count-in-turn.ts';
import type { SecretRow } from '../secrets.ts';

const columns = (sql: TransactionSql) => sql`
  c.id, c.kind, c.name, c.hint, c.for_operators as "forOperators",
  case when c.quiet_from_minute is not null
    then json_build_object('fromMinute', c.quiet_from_minute, 'toMinute', c.quiet_to_minute) end as quiet,
  floor(extract(epoch from c.created_at))::float8 as "createdAtSeconds",
  floor(extract(epoch from c.confirmed_at))::float8 as "confirmedAtSeconds"`;

/** The viewer's channels, the latest first. */
export const readChannels = async (sql: TransactionSql): Promise<readonly ChannelRow[]> => {
  const rows = await sql`
    select ${columns(sql)}, (select json_build_object('status', d.status,
      'atSeconds', floor(extract(epoch from coalesce(d.ended_at, d.created_at))))
      from alert_deliveries d where d.channel_id = c.id order by d.created_at desc, d.content_id limit 1) as "lastDelivery"
    from alert_channels c order by c.created_at desc, c.id`;
  return rows.map((row) => channelRowSchema.parse(row));
};

/** How many the viewer has. */
export const countChannels = async (sql: TransactionSql): Promise<number> => {
  await countInTurn(sql, 'channels');
  const [row] = await sql<{ count: number }[]>`select count(*)::int as count from alert_channels`;
  return row?.count ?? 0;
};

/** For a channel that is yet to be made: its address is sealed for this very row. */
export const newChannelId = (): string => randomUUID();

/** What is known of a channel's address outside of its seal, none of it to be read back; each null where its kind has none. */
export type ChannelHashes = {
  readonly target: Buffer | null;
  readonly commandSecret: Buffer | null;
  readonly commandChat: Buffer | null;
};

/** Makes the viewer's channel and seals its address into it; by the app, which never reads it again. */
export const insertChannel = async (
  sql: TransactionSql,
  { name, address, quiet: given, forOperators }: NewChannel,
  { secret, hashes }: { readonly secret: SecretRow; readonly hashes: ChannelHashes },
): Promise<ChannelRow> => {
  const quiet = given?.fromMinute === given?.toMinute ? null : given;
  const [row] = await sql`
    insert into alert_channels as c (id, owner, kind, name, hint, for_operators, quiet_from_minute, quiet_to_minute,
      target_hash, command_secret_hash, command_chat_hash)
    values (${secret.rowId}, viewer_address(), ${address.kind}, ${name === '' ? address.kind : name}, ${hintOf(address)}, ${forOperators},
      ${quiet?.fromMinute ?? null}, ${quiet?.toMinute ?? null}, ${hashes.target}, ${hashes.commandSecret}, ${hashes.commandChat})
    returning ${columns(sql)}`;
  await sql`
    insert into secrets (table_name, row_id, column_name, key_version, wrapped_key, sealed)
    values (${secret.table}, ${secret.rowId}, ${secret.column}, ${secret.keyVersion}, ${secret.wrappedKey}, ${secret.sealed})`;
  return channelRowSchema.parse({ ...row, lastDelivery: null });
};

/** False when the viewer has none of this id. */
export const deleteChannel = async (sql: TransactionSql, id: string): Promise<boolean> =>
  (await sql`delete from alert_channels where id = ${id}::uuid returning id`).length === 1;

type Known = { readonly kind: string; readonly name: string; readonly told: boolean };

/** Its kind and name, and whether anything may be sent to it; null when the viewer has none of this id. */
export const readChannel = async (sql: TransactionSql, id: string): Promise<Known | null> => {
  const [row] = await sql<Known[]>`
    select c.kind, c.name, c.is_told as told from alert_channels c where c.id = ${id}::uuid`;
  return row ?? null;
};

/** Puts a code for a channel of the viewer's into the outbox; null where none may be asked for now, or nothing is to be confirmed. */
export const askForCode = async (sql: TransactionSql, channelId: string): Promise<string | null> => {
  const [row] = await sql<{ made: string | null }[]>`select ask_for_confirmation(${channelId}::uuid) as made`;
  return row?.made ?? null;
};

/** Whether the code was one that this channel of the viewer's was sent, good and not used; then it is confirmed. */
export const takeCode = async (
  sql: TransactionSql,
  { channelId, codeHash }: { readonly channelId: string; readonly codeHash: Buffer },
): Promise<boolean> => {
  const [row] = await sql<{ taken: boolean }[]>`
    select confirm_channel(${channelId}::uuid, ${codeHash}) as taken`;
  return row?.taken ?? false;
};

/** Puts a test into the outbox, one a minute at most; null where there has been one. */
export const askForTest = async (sql: TransactionSql, channelId: string): Promise<string | null> => {
  const [row] = await sql<{ content_id: string }[]>`
    insert into alert_deliveries (content_id, channel_id, phase)
    select '0x' || encode(sha256(convert_to('test ' || ${channelId}::text || ' ' || floor(extract(epoch from now()) / 60), 'UTF8')), 'hex'),
      ${channelId}::uuid, 'test'
    on conflict do nothing returning content_id`;
  return row?.content_id ?? null;
};

const DELIVERIES = 50;

/** What a channel of the viewer's was told, the latest first. */
export const readDeliveries = async (
  sql: TransactionSql,
  channelId: string,
): Promise<readonly DeliveryRow[]> => {
  const rows = await sql`
    select d.content_id as id, d.phase, a.kind, d.status, d.attempts, d.last_error as "lastError",
      floor(extract(epoch from d.created_at))::float8 as "createdAtSeconds",
      floor(extract(epoch from d.ended_at))::float8 as "endedAtSeconds"
    from alert_deliveries d left join alerts a on a.id = d.alert_id
    where d.channel_id = ${channelId}::uuid order by d.created_at desc, d.content_id limit ${DELIVERIES}`;
  return rows.map((row) => deliveryRow.parse(row));
};
