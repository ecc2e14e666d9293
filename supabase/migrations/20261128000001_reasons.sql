-- Reasons that told a person something untrue get words of their own; every word there was stays, so that no row changes.
alter domain reason drop constraint reason_check;
alter domain reason add constraint reason_check check (value in (
  'in-band', 'cooldown', 'below-minimum', 'over-daily-volume', 'order-open', 'price-missing', 'price-stale',
  'prices-disagree', 'impact-too-high', 'gas-too-high', 'cost-exceeds-benefit', 'allowance-low', 'asset-locked',
  'asset-unhealthy', 'paused', 'signer-not-authorised', 'budget-exhausted', 'unfunded', 'venue-unavailable',
  'chain-lagging', 'halted', 'outside-window', 'no-key', 'not-registered', 'quarantined', 'value-absurd',
  'snapshot-contradiction', 'legs-max', 'token-changed', 'signer-too-strong'));
