-- A clock that needs no other machine, where the database is Supabase's: pg_cron calls every minute, pg_net asks /api/balance as often as
-- it is told, and Vault keeps the address and the secret. Anywhere else this does nothing. Nothing is asked until `balancer_clock.start`
-- is called (docs/scaling.md).
do $guard$
declare
  extension text;
begin
  if (select count(*) from pg_available_extensions where name in ('pg_cron', 'pg_net', 'supabase_vault')) = 3 then
    foreach extension in array array['pg_cron', 'pg_net', 'supabase_vault'] loop
      begin
        execute format('create extension if not exists %I', extension);
      exception when others then
        raise notice '% could not be switched on: %', extension, sqlerrm;
      end;
    end loop;
  end if;
  if to_regprocedure('cron.schedule(text,text,text)') is null or to_regprocedure('cron.unschedule(text)') is null
    or to_regprocedure('net.http_post(text,jsonb,jsonb,jsonb,integer)') is null or to_regclass('vault.decrypted_secrets') is null then
    return;
  end if;

  create schema if not exists balancer_clock;
  revoke all on schema balancer_clock from public;

  -- Of the two secrets that it needs: balancer_tick_url, the whole address of /api/balance, and balancer_cron_secret, its CRON_SECRET.
  create or replace function balancer_clock.secret_of(secret_name text) returns text
    language plpgsql stable set search_path = pg_catalog, pg_temp
    as $$
    declare
      found_secret text;
    begin
      select s.decrypted_secret into found_secret from vault.decrypted_secrets s where s.name = secret_name;
      if coalesce(found_secret, '') = '' then
        raise exception 'Vault has no secret named %', secret_name using errcode = 'no_data_found';
      end if;
      return found_secret;
    end
    $$;

  -- Ticks share the work, so any number of calls may come at once.
  create or replace function balancer_clock.ask(calls integer) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
    declare
      tick_url text := balancer_clock.secret_of('balancer_tick_url');
      authorization_header text := 'Bearer ' || balancer_clock.secret_of('balancer_cron_secret');
      minute text := to_char(now() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI"Z"');
    begin
      for number in 1..calls loop
        perform net.http_post(
          url := tick_url,
          body := '{}'::jsonb,
          headers := jsonb_build_object('Content-Type', 'application/json', 'Authorization', authorization_header,
            'X-Scheduler-Execution-Id', format('pg_cron %s %s/%s', minute, number, calls)),
          timeout_milliseconds := 60000
        );
      end loop;
    end
    $$;

  create or replace function balancer_clock.start(calls_a_minute integer default 1) returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
    begin
      if calls_a_minute is null or calls_a_minute not between 1 and 60 then
        raise exception 'calls_a_minute: must be from 1 to 60' using errcode = 'invalid_parameter_value';
      end if;
      if balancer_clock.secret_of('balancer_tick_url') !~ '^https?://[^[:space:]]+$' then
        raise exception 'balancer_tick_url: must be the address of /api/balance' using errcode = 'invalid_parameter_value';
      end if;
      perform balancer_clock.secret_of('balancer_cron_secret');
      -- A job of this name takes the place of the one before it.
      perform cron.schedule('balancer-tick', '* * * * *', format('select balancer_clock.ask(%s)', calls_a_minute));
    end
    $$;

  create or replace function balancer_clock.stop() returns void
    language plpgsql set search_path = pg_catalog, pg_temp
    as $$
    begin
      if exists (select from cron.job where jobname = 'balancer-tick') then
        perform cron.unschedule('balancer-tick');
      end if;
    end
    $$;

  revoke all on all functions in schema balancer_clock from public;
end
$guard$;
