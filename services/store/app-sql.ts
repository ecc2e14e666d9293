import postgres, { type Sql } from 'postgres';
import type { Secret } from '../secret.ts';

/**
 * Connections of the web app: few, without prepared statements (a transaction pooler has no session to keep them in), and given
 * up quickly, since a page that says "the database does not answer" is better than one that never comes.
 */
export function openAppSql(dbUrl: Secret): Sql {
  return postgres(dbUrl.reveal(), {
    prepare: false,
    max: 4,
    connect_timeout: 5,
    idle_timeout: 30,
    connection: { application_name: '1balancer-web', statement_timeout: 10_000 },
    onnotice: () => undefined,
  });
}
