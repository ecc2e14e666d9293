-- A claim takes what came due first, and among those of one moment the first id. In this order the index hands out a batch without
-- reading the thousands that are due as well.
drop index leases_visible;
create index leases_visible on leases (visible_at, id);
