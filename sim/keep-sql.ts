/**
 * A database that goes back to how it was kept: every scenario begins with the same rows, and with the numbers that come next.
 * Rows are put back in one call, since cloning a database costs many times what a tick does.
 */
export const KEEP_SQL = `
create table simulated.kept_sequences (name regclass, value bigint, called boolean);
create function simulated.tables() returns table (relation regclass, kept text, columns text) language sql stable as $$
  select c.oid::regclass, format('simulated.kept_%s', c.oid),
    (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '')
  from pg_class c
  where c.relkind = 'r' and (c.relnamespace = 'public'::regnamespace or c.oid in (
    'simulated.clock'::regclass, 'simulated.breaches'::regclass, 'simulated.undone'::regclass, 'simulated.served'::regclass))
  order by c.oid
$$;
create procedure simulated.keep() language plpgsql as $$
declare
  kept record;
  current record;
  goes_back text := '';
begin
  for kept in select * from simulated.tables() loop
    execute format('create table %s as select %s from %s', kept.kept, kept.columns, kept.relation);
    goes_back := goes_back || format('delete from %s; insert into %s (%s) overriding system value select %s from %s; ',
      kept.relation, kept.relation, kept.columns, kept.columns, kept.kept);
  end loop;
  for kept in select c.oid::regclass as name from pg_class c where c.relkind = 'S' and c.relnamespace = 'public'::regnamespace loop
    execute format('select last_value, is_called from %s', kept.name) into current;
    insert into simulated.kept_sequences values (kept.name, current.last_value, current.is_called);
  end loop;
  -- Written out, its statements are planned once and not for every scenario.
  -- Neither triggers nor foreign keys see it: it is no deed of anybody's.
  execute format('create procedure simulated.restore() language plpgsql as %L', format(
    'begin set local session_replication_role = replica; %s perform setval(name, value, called) from simulated.kept_sequences; end', goes_back));
end $$;
-- Some triggers watch even a replica; for whoever else writes they are no different.
do $$
declare found record;
begin
  for found in select t.tgrelid::regclass as relation, t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid
    where t.tgenabled = 'A' and c.relnamespace = 'public'::regnamespace
  loop
    execute format('alter table %s enable trigger %I', found.relation, found.tgname);
  end loop;
end $$;
call simulated.keep();`;
