import type { Sql, TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { CHANNEL_KINDS, type ChannelKind } from '../../../lib/alerts/channel.ts';
import { ACCOUNT_KINDS, type Account } from '../../../lib/engine/snapshot.ts';
import type { SecretRow } from '../secrets.ts';

const factsRow = z
  .object({
    ...{ version: z.number(), read_only: z.boolean(), above: z.boolean(), can_be_bot: z.boolean() },
    ...{ migrated: z.boolean(), now_seconds: z.number() },
  })
  .transform(({ version, read_only, above, can_be_bot, migrated, now_seconds }) => ({
    ...{ version, isReadOnly: read_only, isAbove: above, canBeBot: can_be_bot, isMigrated: migrated },
    nowSeconds: now_seconds,
  }));

/** What a server says of itself and of the session's login. `nowSeconds` has its fractions. */
export type ServerFacts = z.output<typeof factsRow>;

/** In one statement, which needs no table of ours. @throws what the database says against it */
export const readServerFacts = async (sql: Sql): Promise<ServerFacts> => {
  const [row] = await sql`
    select current_setting('server_version_num')::int / 10000 as version,
      current_setting('transaction_read_only') = 'on' as read_only,
      l.rolsuper or l.rolbypassrls as above,
      exists (select from pg_roles b where b.rolname = 'balancer_bot' and pg_has_role(l.oid, b.oid, 'member')) as can_be_bot,
      to_regclass('public.schema_migrations') is not null as migrated,
      extract(epoch from clock_timestamp())::float8 as now_seconds
    from pg_roles l where l.rolname = session_user`;
  return factsRow.parse(row);
};

/** A portfolio that is served. */
export type ServedPortfolio = {
  readonly id: string;
  readonly chainId: number;
  readonly kind: Account['kind'];
  readonly address: Address;
  readonly isQuarantined: boolean;
  /** Of its newest policy. */
  readonly venue: string | null;
};

const portfolioRow = z
  .object({
    ...{ id: z.string(), chain_id: z.number(), address: z.string(), quarantined: z.boolean() },
    kind: z.enum(ACCOUNT_KINDS),
    venue: z.string().nullable(),
  })
  .transform(
    (row): ServedPortfolio => ({
      ...{
        id: row.id,
        kind: row.kind,
        chainId: row.chain_id,
        isQuarantined: row.quarantined,
        venue: row.venue,
      },
      address: row.address as Address,
    }),
  );

/** Portfolios that are served, oldest first, at most so many. */
export const readServedPortfolios = async (
  sql: TransactionSql,
  limit: number,
): Promise<readonly ServedPortfolio[]> => {
  const rows = await sql`
    select p.id::text, a.kind, a.chain_id::int, a.address, p.quarantined_at is not null as quarantined,
      (select policy -> 'orderTerms' ->> 'venue' from policies where portfolio_id = p.id order by version desc limit 1) as venue
    from portfolios p join accounts a on a.id = p.account_id
    where a.kind in ('balancer', 'delegated') and p.archived_at is null and p.unserved_at is null order by p.id limit ${limit}`;
  return rows.map((row) => portfolioRow.parse(row));
};

/** A channel of alerts, and its address as it is sealed; null where it was never kept. */
export type SealedChannel = {
  readonly id: string;
  readonly kind: ChannelKind;
  readonly sealed: Pick<SecretRow, 'keyVersion' | 'wrappedKey' | 'sealed'> | null;
};

const channelRow = z
  .object({
    ...{ id: z.string(), kind: z.enum(CHANNEL_KINDS), key_version: z.string().nullable() },
    ...{ wrapped_key: z.instanceof(Buffer).nullable(), sealed: z.instanceof(Buffer).nullable() },
  })
  .transform(
    ({ id, kind, key_version: keyVersion, wrapped_key: wrappedKey, sealed }): SealedChannel => ({
      ...{ id, kind },
      sealed:
        keyVersion === null || wrappedKey === null || sealed === null
          ? null
          : { keyVersion, wrappedKey, sealed },
    }),
  );

/** Channels of alerts, at most so many. */
export const readSealedChannels = async (
  sql: TransactionSql,
  limit: number,
): Promise<readonly SealedChannel[]> => {
  const rows = await sql`
    select c.id::text, c.kind, s.key_version, s.wrapped_key, s.sealed from alert_channels c
    left join secrets s on s.table_name = 'alert_channels' and s.row_id = c.id::text and s.column_name = 'address'
    order by c.id limit ${limit}`;
  return rows.map((row) => channelRow.parse(row));
};
