-- What nobody was given on purpose is closed, also where the host grants everything on every new table to its public key.

-- Run at the end of every migration, since default grants reach each new table anew. Doing it again changes nothing.
create function close_to_strangers() returns void language plpgsql set search_path = public, pg_temp
  as $$
    declare
      stranger text;
      routine regprocedure;
    begin
      foreach stranger in array array['anon', 'authenticated'] loop
        continue when not exists (select from pg_roles where rolname = stranger);
        execute format('revoke all on all tables in schema public from %I', stranger);
        execute format('revoke all on all sequences in schema public from %I', stranger);
        execute format('revoke all on all routines in schema public from %I', stranger);
        execute format('alter default privileges in schema public revoke all on tables from %I', stranger);
        execute format('alter default privileges in schema public revoke all on sequences from %I', stranger);
        execute format('alter default privileges in schema public revoke all on routines from %I', stranger);
      end loop;
      revoke all on all tables in schema public from public;
      revoke all on all sequences in schema public from public;
      revoke all on all routines in schema public from public;
      grant execute on function viewer_may_read(bigint) to balancer_app, balancer_bot;
      -- Neither login needs room of its own on the server's disk.
      execute format('revoke temporary on database %I from public', current_database());
      if (select rolsuper from pg_roles where rolname = current_user) then
        for routine in
          select oid::regprocedure from pg_proc
          where pronamespace = 'pg_catalog'::regnamespace and proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_open',
            'lo_put', 'lowrite', 'lo_truncate', 'lo_truncate64', 'lo_unlink', 'lo_get', 'loread')
        loop
          execute format('revoke execute on function %s from public', routine);
        end loop;
      end if;
    end
  $$;

-- It was made by whatever applies migrations, before anything here could close it.
do $$
begin
  if to_regclass('public.schema_migrations') is not null then
    alter table schema_migrations enable row level security;
    revoke all on schema_migrations from public, balancer_app, balancer_bot;
  end if;
end
$$;

select close_to_strangers();
