/**
 * Why a portfolio, an asset or a leg is not traded. The set is closed and used word for word in SQL, API, UI and
 * documentation; adding one changes all four, and its words in `REASON_WORDS`, in one commit.
 */
export const REASONS = [
  'in-band',
  'cooldown',
  'below-minimum',
  'over-daily-volume',
  'order-open',
  'price-missing',
  'price-stale',
  'prices-disagree',
  'impact-too-high',
  'gas-too-high',
  'cost-exceeds-benefit',
  'allowance-low',
  'asset-locked',
  'asset-unhealthy',
  'paused',
  'signer-not-authorised',
  'budget-exhausted',
  'unfunded',
  'venue-unavailable',
  'chain-lagging',
  'halted',
  'outside-window',
  'no-key',
  'not-registered',
  'quarantined',
  'value-absurd',
  'snapshot-contradiction',
  'legs-max',
  'token-changed',
  'signer-too-strong',
  'part-traded',
  'delegation-missing',
  'delegation-revoked',
  'delegation-expired',
  'delegation-exhausted',
  'delegation-superseded',
  'delegation-refused',
  'delegations-paused',
] as const;

export type Reason = (typeof REASONS)[number];

/** Reasons of the closed list why nothing of a token can be moved by what its account has granted: one for each cause. */
export const DELEGATION_REASONS = [
  'delegation-missing',
  'delegation-revoked',
  'delegation-expired',
  'delegation-exhausted',
  'delegation-superseded',
  'delegation-refused',
  'delegations-paused',
] as const satisfies readonly Reason[];
