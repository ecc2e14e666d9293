-- Who may sign in, what a session is, and what the web app may do in whose name. The app names its viewer, and the viewer's role, inside
-- each transaction (`app.viewer`, `app.role`); the policies here take nobody else's word.

alter table users
  add column role text not null default 'user' check (role in ('user', 'operator', 'admin'));

alter table sessions
  add column chain_id bigint check (chain_id > 0),          -- the chain that was signed in on
  add column last_seen_at timestamptz not null default now(), -- to about a minute
  add column stepped_up_at timestamptz,                     -- of the last fresh signature
  add constraint sessions_end_after_they_begin check (expires_at > created_at);

alter table login_nonces
  add column purpose text not null default 'login' check (purpose in ('login', 'step-up')),
  add column session_id uuid references sessions on delete cascade, -- whose fresh signature is asked for
  add constraint login_nonces_step_up_has_a_session check ((purpose = 'step-up') = (session_id is not null));
create index login_nonces_session on login_nonces (session_id) where session_id is not null;
create index login_nonces_expires on login_nonces (expires_at);

-- After a transaction that set them, settings are '' on the pooled connection and not null.
create function viewer_address() returns text language sql stable set search_path = public, pg_temp
  as $$ select nullif(current_setting('app.viewer', true), '') $$;
create function viewer_role() returns text language sql stable set search_path = public, pg_temp
  as $$ select coalesce(nullif(current_setting('app.role', true), ''), 'anonymous') $$;
create function viewer_id() returns bigint language sql stable security definer set search_path = public, pg_temp
  as $$ select id from users where address = viewer_address() $$;
grant execute on function viewer_address(), viewer_role(), viewer_id() to balancer_app, balancer_bot;

create policy "a person reads the user that is them" on users for select to balancer_app
  using (address = (select viewer_address()));
create policy "a proven address becomes a user without powers" on users for insert to balancer_app
  with check (address = (select viewer_address()) and role = 'user');
create policy "an admin reads every user" on users for select to balancer_app
  using ((select viewer_role()) = 'admin');
create policy "an admin gives roles" on users for update to balancer_app
  using ((select viewer_role()) = 'admin') with check ((select viewer_role()) = 'admin');
grant select, insert (address), update (role) on users to balancer_app;

create policy "a person reads their own sessions" on sessions for select to balancer_app
  using (user_id = (select viewer_id()));
create policy "a person who has signed in gets a session" on sessions for insert to balancer_app
  with check (user_id = (select viewer_id()) and revoked_at is null and stepped_up_at is null);
create policy "a person marks and ends their own sessions" on sessions for update to balancer_app
  using (user_id = (select viewer_id())) with check (user_id = (select viewer_id()));
grant select, insert (user_id, user_agent, chain_id, expires_at), update (last_seen_at, stepped_up_at, revoked_at)
  on sessions to balancer_app;

create policy "a nonce is found by whoever brings it" on login_nonces for select to balancer_app using (true);
create policy "a nonce lives for minutes" on login_nonces for insert to balancer_app
  with check (consumed_at is null and expires_at <= now() + interval '15 minutes');
create policy "a nonce is used once" on login_nonces for update to balancer_app
  using (consumed_at is null) with check (consumed_at is not null);
create policy "what has expired is swept away" on login_nonces for delete to balancer_app using (expires_at < now());
grant select, insert (nonce, purpose, session_id, expires_at), update (consumed_at), delete on login_nonces to balancer_app;

select close_to_strangers();
