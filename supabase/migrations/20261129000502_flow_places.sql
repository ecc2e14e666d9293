-- In which order a block's flows came: what lay idle in between is told by what was there before the first and after the last.
alter table flow_values add column place integer not null default 0;

select close_to_strangers();
