import type { Sql } from 'postgres';
import { z } from 'zod';

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
