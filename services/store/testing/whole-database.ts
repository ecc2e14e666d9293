import type { Sql } from 'postgres';

/** A line for each table of ours with a digest of all its rows: two that are equal were of the same rows. `but`: tables that aren't looked at. */
export const wholeDatabase = async (admin: Sql, but: readonly string[] = []): Promise<string> => {
  const tables = await admin<{ name: string; quoted: string }[]>`
    select tablename as name, quote_ident(tablename) as quoted from pg_tables where schemaname = 'public' order by tablename`;
  const sums = tables
    .filter(({ name }) => !but.includes(name))
    .map(
      ({ name, quoted }) =>
        `select '${name} ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '-') as sum from ${quoted} t`,
    );
  const rows = await admin.unsafe<{ sum: string }[]>(sums.join(' union all '));
  return rows
    .map(({ sum }) => sum)
    .sort()
    .join('\n');
};
