-- The bot's journal draws the ids of snapshots and decisions itself, so that one statement can write both without joining what it has
-- just written.
grant usage on sequence snapshots_id_seq, decisions_id_seq to balancer_bot;
