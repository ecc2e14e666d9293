-- A page for everybody that shows a portfolio in per cent: its owner's choice, beside sharing all of it.
alter table portfolios add column card_shared boolean not null default false;
grant update (card_shared) on portfolios to balancer_app;

-- Only the reader of cards says so, for one transaction: every other reading finds such a portfolio no more than before.
create function reading_a_card() returns boolean
  language sql stable
  as $$ select coalesce(current_setting('app.reading', true), '') = 'card' $$;
grant execute on function reading_a_card() to balancer_app;

alter policy "the app reads what its viewer may" on portfolios using (
  shared
  or (card_shared and archived_at is null and (select reading_a_card()))
  or exists (select from accounts a where a.id = portfolios.account_id and a.owner = (select viewer_address()))
);

create or replace function account_is_shared(of_account bigint) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select exists (select from portfolios p
      where p.account_id = of_account and (p.shared or (p.card_shared and p.archived_at is null and reading_a_card())))
  $$;
