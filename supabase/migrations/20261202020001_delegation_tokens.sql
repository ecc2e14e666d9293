-- What a delegation is told in: its token as the chain called it when it was granted. Null of what was granted before.
alter table delegations add column symbol text check (length(symbol) between 1 and 80);
alter table delegations add column decimals smallint check (decimals between 0 and 255);
grant insert (symbol, decimals) on delegations to balancer_app;
