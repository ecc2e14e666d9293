/**
 * The one clock of a simulated database: `now()` of every statement, function and default is a row that the scenario sets.
 * The schema stands before `pg_catalog` in the search path of database and functions alike, so no statement is written for it.
 */
export const CLOCK_SQL = `
create schema simulated;
create table simulated.clock (at timestamptz not null);
insert into simulated.clock values ('2030-03-17 17:46:40+00');
create function simulated.now() returns timestamptz language sql stable security definer as 'select at from simulated.clock';
grant usage on schema simulated to public;
grant execute on function simulated.now() to public;
do $$
declare found record;
begin
  for found in select c.oid::regclass as relation, a.attname, pg_get_expr(d.adbin, d.adrelid) as expression
    from pg_attrdef d join pg_class c on c.oid = d.adrelid join pg_attribute a on a.attrelid = d.adrelid and a.attnum = d.adnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and pg_get_expr(d.adbin, d.adrelid) like '%now()%'
  loop
    execute format('alter table %s alter column %I set default %s', found.relation, found.attname,
      replace(found.expression, 'now()', 'simulated.now()'));
  end loop;
  for found in select p.oid::regprocedure as routine from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proconfig::text like '%search_path=public%' and p.prosrc like '%now()%'
  loop
    execute format('alter function %s set search_path = simulated, pg_catalog, public, pg_temp', found.routine);
  end loop;
end $$;
update leases set visible_at = simulated.now();
update accounts set refresh_after = simulated.now();`;

/**
 * Writes down who wrote without holding the lease, that facts were undone, and where the index stood when a contract became a portfolio,
 * at the moment of the write: the tick itself can't say it.
 */
export const WITNESS_SQL = `
create table simulated.breaches (words text not null);
create function simulated.witness_look() returns trigger language plpgsql security definer as $$
begin
  insert into simulated.breaches select 'I3 a look was stored by a tick that had lost the lease'
  from leases l where l.id = new.portfolio_id and l.lease_owner is distinct from new.tick_id::text;
  return null;
end $$;
create trigger witnessed after insert on snapshots for each row execute function simulated.witness_look();
create function simulated.witness_end() returns trigger language plpgsql security definer as $$
begin
  insert into simulated.breaches values ('I3 a lease was ended that nobody held');
  return null;
end $$;
create trigger witnessed after update on leases for each row
  when (old.lease_owner is null and new.looked_at is distinct from old.looked_at) execute function simulated.witness_end();
create table simulated.served (portfolio_id bigint not null, after_block bigint not null);
create function simulated.witness_served() returns trigger language plpgsql security definer as $$
begin
  insert into simulated.served select new.id, coalesce(max(block_number), 0) from cursors;
  return null;
end $$;
create trigger witnessed after insert on portfolios for each row execute function simulated.witness_served();
create table simulated.undone (fact text not null);
create function simulated.witness_undone() returns trigger language plpgsql security definer as $$
begin
  insert into simulated.undone values (tg_table_name);
  return null;
end $$;
create trigger witnessed after delete on fills for each row execute function simulated.witness_undone();
create function simulated.witness_flow_undone() returns trigger language plpgsql security definer as $$
begin
  -- What a fill moved was a flow of nobody's for as long as the fill was not known.
  insert into simulated.undone select tg_table_name where not exists (
    select from fills f where f.portfolio_id = old.portfolio_id and f.tx_hash = old.tx_hash and f.block_hash = old.block_hash);
  return null;
end $$;
create trigger witnessed after delete on cash_flows for each row execute function simulated.witness_flow_undone();
create trigger witnessed after delete on chain_events for each row execute function simulated.witness_undone();`;
