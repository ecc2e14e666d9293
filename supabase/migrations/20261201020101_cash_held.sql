-- Shifts that a decision wanted and that wait, since the marks of their vaults lag: chain, vault, units, and what the contract would count as
-- lost beside what may be. None: nothing waits.
alter table cash_decisions add column held jsonb check (jsonb_typeof(held) = 'array' and octet_length(held::text) <= 65536);
