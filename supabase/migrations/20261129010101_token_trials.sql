-- What trial transfers of a portfolio's units have shown of a token: the last word of each holder, by the chain's time.
create table token_trials (
  chain_id         bigint not null check (chain_id > 0),
  token            evm_address not null,
  holder           evm_address not null,
  finding          text not null check (finding in ('whole', 'short', 'refused', 'unanswered')),
  tried_at_seconds unix_seconds not null,
  primary key (chain_id, token, holder)
);
alter table token_trials enable row level security;
create policy "the bot works on every row" on token_trials for all to balancer_bot using (true) with check (true);
grant select, insert, update, delete on token_trials to balancer_bot;

select close_to_strangers();
