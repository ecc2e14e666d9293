import type { Sql } from 'postgres';

type Rights = { readonly isSuper: boolean; readonly passesRowSecurity: boolean; readonly isBot: boolean };

const CURE = 'Set APP_DB_URL to the login balancer_app_login, which `db logins` makes.';

/**
 * Why the web app may not work on these connections: their login is above row level security, or could act as the bot. Null when neither
 * is so. Asked of the session's own login, whatever role it has taken since.
 */
export const tooStrongFor = async (sql: Sql): Promise<string | null> => {
  const [rights] = await sql<Rights[]>`
    select l.rolsuper as "isSuper", l.rolbypassrls as "passesRowSecurity",
      exists (select from pg_roles b where b.rolname = 'balancer_bot' and pg_has_role(l.oid, b.oid, 'member')) as "isBot"
    from pg_roles l where l.rolname = session_user`;
  if (rights === undefined) throw new Error('the session has no login');
  if (rights.isSuper || rights.passesRowSecurity)
    return `The web app’s database login is above row level security: it would show everything to anybody. ${CURE}`;
  return rights.isBot ? `The web app’s database login could act as the bot. ${CURE}` : null;
};
