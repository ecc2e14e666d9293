-- What the native coin was worth in the block that a transaction of the bot's came into, or why that is not known. Both null: not in a
-- block, or noted before this was.
alter table transactions add column native_usd_e18 uint256;
alter table transactions add column native_usd_missing text check (length(native_usd_missing) <= 400);
alter table transactions add constraint transactions_native_usd_one check (native_usd_e18 is null or native_usd_missing is null) not valid;
