import type { Sql } from 'postgres';
import { Secret } from '../../secret.ts';
import { openDirectConnection } from '../database.ts';

/** The logins made by {@link provisionRoles}. */
export const BOT_LOGIN = 'balancer_bot_login';
export const APP_LOGIN = 'balancer_app_login';

export type RolePasswords = { readonly bot: Secret; readonly app: Secret };

/** Connection URLs of the two logins, on the server and database of the administrator's URL. */
export type RoleUrls = { readonly bot: Secret; readonly app: Secret };

const PLAIN = 'login nosuperuser nobypassrls nocreatedb nocreaterole noreplication inherit';

const ensureLogin = async (sql: Sql, name: string, password: Secret): Promise<void> => {
  const [found] = await sql`select from pg_roles where rolname = ${name}`;
  // A password can't be a parameter of this statement: the server quotes it for us.
  const [quoted] = await sql<{ text: string }[]>`select quote_literal(${password.reveal()}) as text`;
  if (quoted === undefined) throw new Error('the server quoted nothing');
  await sql.unsafe(
    `${found === undefined ? 'create' : 'alter'} role ${name} ${PLAIN} password ${quoted.text}`,
  );
};

const urlOf = (admin: Secret, login: string, password: Secret): Secret => {
  const url = new URL(admin.reveal());
  url.username = login;
  url.password = encodeURIComponent(password.reveal());
  return new Secret(url.toString());
};

/**
 * Makes (or resets) the two logins, neither of which is superuser or bypasses row level security. The app's login sees what
 * `balancer_app` sees. The bot's login sees the same until it takes the role `balancer_bot`, which the store does for each
 * transaction: so one login can serve pages and ticks without showing a page more than it may. (Before Postgres 16 a
 * membership can't be held back like that, and the bot's login sees all.) The migrations must have been applied.
 */
export const provisionRoles = async (url: Secret, passwords: RolePasswords): Promise<RoleUrls> => {
  const sql = openDirectConnection(url);
  try {
    await ensureLogin(sql, BOT_LOGIN, passwords.bot);
    await ensureLogin(sql, APP_LOGIN, passwords.app);
    const [server] = await sql<{ major: number }[]>`
      select current_setting('server_version_num')::int / 10000 as major`;
    const held = (server?.major ?? 0) >= 16 ? ' with inherit false, set true' : '';
    await sql.unsafe(`grant balancer_app to ${BOT_LOGIN}, ${APP_LOGIN}`);
    await sql.unsafe(`grant balancer_bot to ${BOT_LOGIN}${held}`);
  } finally {
    await sql.end({ timeout: 5 });
  }
  return { bot: urlOf(url, BOT_LOGIN, passwords.bot), app: urlOf(url, APP_LOGIN, passwords.app) };
};
