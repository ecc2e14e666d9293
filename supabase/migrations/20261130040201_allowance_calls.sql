-- The bot may send a third thing: how much of a token 1inch's router may take, within the ceiling that the owner has set.
alter table calls add column token evm_address;          -- whose allowance it sets; null otherwise
comment on column calls.generation is 'of the contract when it was wished';
alter table calls add constraint calls_one_purpose check (token is null or order_id is null) not valid;
-- One allowance is set at a time: another tick that wants the same writes nothing.
create unique index calls_allowance on calls (portfolio_id, token) where token is not null and status in ('wanted', 'pending');
