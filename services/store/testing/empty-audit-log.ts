import type { Sql } from 'postgres';

/** Empties the audit log, which nobody can: as superuser, with its guards taken down and put up again in one transaction. */
export const emptyAuditLog = async (admin: Sql): Promise<void> => {
  await admin.begin(async (sql) => {
    await sql`alter table audit_log disable trigger user`;
    await sql`alter table audit_heads disable trigger user`;
    await sql`truncate audit_log, audit_heads`;
    for (const table of ['audit_log', 'audit_heads'])
      await sql`alter table ${sql(table)} enable trigger user`;
    for (const guard of ['audit_log_append_only', 'audit_log_never_emptied'])
      await sql`alter table audit_log enable always trigger ${sql(guard)}`;
    for (const guard of ['audit_heads_guarded', 'audit_heads_never_emptied'])
      await sql`alter table audit_heads enable always trigger ${sql(guard)}`;
  });
};
