-- What is wrong with an index account is its owner's business, who has no portfolio by it.
alter table alerts add column index_account_id uuid references index_accounts on delete cascade;
alter table alerts add constraint alerts_of_one check (portfolio_id is null or index_account_id is null);
create index alerts_index_account on alerts (index_account_id, id desc) where index_account_id is not null;
create policy "an owner reads what is wrong with their own index account" on alerts for select to balancer_app
  using (exists (select from index_accounts i where i.id = alerts.index_account_id and i.owner = (select viewer_address())));
