-- Administrators change settings through the web app, in their own name.

create policy "an admin sets what was not set" on settings for insert to balancer_app
  with check ((select viewer_role()) = 'admin');
create policy "an admin changes settings" on settings for update to balancer_app
  using ((select viewer_role()) = 'admin') with check ((select viewer_role()) = 'admin');
grant insert (key, value, updated_by), update (value, updated_by, updated_at, version) on settings to balancer_app;

select close_to_strangers();
