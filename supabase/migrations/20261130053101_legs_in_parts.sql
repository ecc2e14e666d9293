-- Block time of the look that began the programme of which a leg is a part; null of a leg that is traded whole.
alter table legs add column part_started_at_seconds bigint check (part_started_at_seconds >= 0);
-- Which programmes a portfolio has begun, without a look at the legs of others.
create index legs_in_parts on legs (decision_id) where part_started_at_seconds is not null;
-- A part is done, and the next one comes at its time.
alter domain reason drop constraint reason_check;
alter domain reason add constraint reason_check check (value in ('in-band', 'cooldown', 'below-minimum', 'over-daily-volume', 'order-open',
  'price-missing', 'price-stale', 'prices-disagree', 'impact-too-high', 'gas-too-high', 'cost-exceeds-benefit', 'allowance-low',
  'asset-locked', 'asset-unhealthy', 'paused', 'signer-not-authorised', 'budget-exhausted', 'unfunded', 'venue-unavailable',
  'chain-lagging', 'halted', 'outside-window', 'no-key', 'not-registered', 'quarantined', 'value-absurd', 'snapshot-contradiction',
  'legs-max', 'token-changed', 'signer-too-strong', 'part-traded'));
