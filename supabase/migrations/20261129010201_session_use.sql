-- Whose session it is, in one statement and without naming a viewer first: like use_api_token, and so that both can stand in the
-- statement that takes a request from its caller's allowance.
create function use_session(of_session uuid, of_address text)
  returns table (user_id bigint, address text, role text, stepped_up_at_seconds double precision)
  language sql volatile security definer set search_path = public, pg_temp
  as $$
    with found as (
      select s.id, s.user_id, u.address, u.role, s.stepped_up_at, s.last_seen_at from sessions s join users u on u.id = s.user_id
      where s.id = of_session and u.address = of_address and s.revoked_at is null and s.expires_at > now()
    ), noted as (
      update sessions s set last_seen_at = now() from found f
      where s.id = f.id and f.last_seen_at < now() - interval '1 minute'
    )
    select f.user_id, f.address::text, f.role, floor(extract(epoch from f.stepped_up_at))::float8 from found f
  $$;
grant execute on function use_session(uuid, text) to balancer_app;

select close_to_strangers();
