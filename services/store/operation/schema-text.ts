import type { Sql } from 'postgres';

const linesOf = async (rows: Promise<readonly { readonly line: string }[]>): Promise<string> =>
  (await rows).map(({ line }) => line).join('\n');

const tables = (sql: Sql) => sql<{ line: string }[]>`
  select format(E'create table %I (\n%s\n);', c.relname, string_agg(part.line, E',\n' order by part.kind, part.place, part.line)) as line
  from pg_class c
  cross join lateral (
    select 1 as kind, a.attnum::int as place, format('  %I %s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
      case when a.attnotnull then ' not null' else '' end,
      case a.attidentity when 'a' then ' generated always as identity' else '' end,
      coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), '')) as line
    from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    union all
    select 2, 0, format('  constraint %I %s', k.conname, pg_get_constraintdef(k.oid))
    from pg_constraint k where k.conrelid = c.oid and k.contype <> 'n'
  ) part
  where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
  group by c.relname order by c.relname`;

const indexes = (sql: Sql) => sql<{ line: string }[]>`
  select pg_get_indexdef(i.indexrelid) || ';' as line
  from pg_index i join pg_class c on c.oid = i.indexrelid
  where c.relnamespace = 'public'::regnamespace
    and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
  order by c.relname`;

const domains = (sql: Sql) => sql<{ line: string }[]>`
  select format('create domain %I as %s%s;', t.typname, format_type(t.typbasetype, t.typtypmod),
    coalesce(' ' || (select string_agg(pg_get_constraintdef(k.oid), ' ' order by k.conname) from pg_constraint k
      where k.contypid = t.oid and k.contype = 'c'), '')) as line
  from pg_type t where t.typtype = 'd' and t.typnamespace = 'public'::regnamespace order by t.typname`;

const functions = (sql: Sql) => sql<{ line: string }[]>`
  select pg_get_functiondef(p.oid) || ';' as line
  from pg_proc p where p.pronamespace = 'public'::regnamespace order by p.proname`;

const policies = (sql: Sql) => sql<{ line: string }[]>`
  select format('create policy %I on %I for %s to %s%s%s;', policyname, tablename, lower(cmd),
    array_to_string(roles, ', '), coalesce(' using (' || qual || ')', ''), coalesce(' with check (' || with_check || ')', '')) as line
  from pg_policies where schemaname = 'public' order by tablename, policyname`;

const grants = (sql: Sql) => sql<{ line: string }[]>`
  select format('grant %s on %I to %I;', string_agg(lower(privilege_type), ', ' order by privilege_type), table_name, grantee) as line
  from information_schema.role_table_grants
  where table_schema = 'public' and grantee in ('balancer_bot', 'balancer_app')
  group by table_name, grantee order by table_name, grantee`;

/** What is granted by column, beyond whole tables. */
const columnGrants = (sql: Sql) => sql<{ line: string }[]>`
  select format('grant %s (%s) on %I to %I;', lower(c.privilege_type), string_agg(c.column_name::text, ', ' order by a.attnum),
    c.table_name, c.grantee) as line
  from information_schema.column_privileges c
  join pg_attribute a on a.attrelid = format('public.%I', c.table_name)::regclass and a.attname = c.column_name
  where c.table_schema = 'public' and c.grantee in ('balancer_bot', 'balancer_app') and not exists (
    select from information_schema.role_table_grants t where t.table_schema = c.table_schema and t.table_name = c.table_name
      and t.grantee = c.grantee and t.privilege_type = c.privilege_type)
  group by c.table_name, c.grantee, c.privilege_type order by c.table_name, c.grantee, c.privilege_type`;

const triggers = (sql: Sql) => sql<{ line: string }[]>`
  select pg_get_triggerdef(t.oid) || ';' || case t.tgenabled when 'A' then ' -- always' else '' end as line
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal order by c.relname, t.tgname`;

/** The schema as the database itself tells it, in an order that doesn't change: what a reviewer reads instead of all migrations. */
export const schemaText = async (sql: Sql): Promise<string> => {
  const parts: readonly (readonly [string, string])[] = [
    ['Domains', await linesOf(domains(sql))],
    ['Tables', await linesOf(tables(sql))],
    ['Indexes', await linesOf(indexes(sql))],
    ['Functions', await linesOf(functions(sql))],
    ['Triggers', await linesOf(triggers(sql))],
    ['Row level security: enabled on every table', await linesOf(policies(sql))],
    ['Grants', `${await linesOf(grants(sql))}\n${await linesOf(columnGrants(sql))}`],
  ];
  const head =
    '-- Written by scripts/dump-schema.ts from a migrated database, for review. Nothing runs it; the migrations count.';
  return `${[head, ...parts.map(([title, text]) => `-- ${title}\n\n${text}`)].join('\n\n')}\n`;
};
