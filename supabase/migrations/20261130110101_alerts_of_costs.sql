-- How far an asset may be from its target, as a share of the target, before its owner is told; null: as far as for everybody.
alter table portfolios add column high_drift_bps integer check (high_drift_bps between 100 and 100000);
grant update (high_drift_bps) on portfolios to balancer_app;

-- Swaps that have ended lately: what each cost in gas is told beside what was expected.
create index calls_swaps_closed on calls (chain_id, closed_at) where order_id is not null and closed_at is not null;
-- Orders that fills come to while they are open.
create index orders_partly_filled on orders (chain_id) where status = 'partially-filled';

-- What the last turn of a portfolio failed with, its own fault or not; null: it went well. A venue that doesn't answer is known by it.
alter table leases add column failure_code text check (length(failure_code) <= 60);
create index leases_failed on leases (id) where failure_code is not null;
