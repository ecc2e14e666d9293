-- Names and hashes of what this database was given, for a web app that compares them with what its build carries.
create function applied_migrations() returns json
  language sql stable security definer set search_path = public, pg_temp
  as $$ select coalesce(json_agg(json_build_array(name, sha256) order by name), '[]') from schema_migrations $$;
revoke all on function applied_migrations() from public;
grant execute on function applied_migrations() to balancer_app, balancer_bot;
