import type { UnixSeconds } from '../result.ts';
import type { Policy } from './policy.ts';
import type { Reason } from './reasons.ts';
import type { Snapshot } from './snapshot.ts';

export const LIMIT_NAMES = [
  'band',
  'interval',
  'cooldown',
  'asset-cooldown',
  'min-trade',
  'min-fill',
  'max-trade',
  'legs-max',
  'daily-volume',
  'turnover-bucket',
  'loss-bucket',
  'price-age',
  'price-disagreement',
  'price-impact',
  'part',
  'gas-cost',
  'cost-share',
  'allowance',
  'weight-max',
  'lock',
  'granularity',
  'window',
  'delegation-period',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

/** The limit that was met. `unit` says how to read the two numbers: USD or a share in 18 decimals, else whole seconds, bps, units. */
export type LimitMet = {
  readonly name: LimitName;
  readonly unit: 'usd-e18' | 'share-e18' | 'bps' | 'seconds' | 'units';
  readonly actual: bigint;
  readonly allowed: bigint;
};

/** Why a portfolio, an asset or a leg is not traded now. */
export type Hold = {
  readonly reason: Reason;
  /** What the reason's own words leave out, as a plain clause without a full stop; null when nothing. */
  readonly detail: string | null;
  readonly limit: LimitMet | null;
  /** Always after the time of the decision. */
  readonly lookAgainAt: UnixSeconds;
};

/** A snapshot under a policy: all that a time to look again depends on. */
export type Situation = { readonly snapshot: Snapshot; readonly policy: Policy };

/** The policy's next regular look. */
export const regularLookAt = ({ snapshot, policy }: Situation): UnixSeconds =>
  snapshot.nowSeconds + policy.lookEverySeconds;

/** When the portfolio is looked at again: at the time a hold or plan names, never later than the policy's interval, always after now. */
export const nextLookAt = (situation: Situation, wishedAt: UnixSeconds): UnixSeconds =>
  Math.max(situation.snapshot.nowSeconds + 1, Math.min(wishedAt, regularLookAt(situation)));

/** A hold until the policy's next regular look. */
export const holdNow = (situation: Situation, reason: Reason, limit: LimitMet | null = null): Hold => ({
  reason,
  detail: null,
  limit,
  lookAgainAt: regularLookAt(situation),
});

/** An amount of USD that met its limit. */
export const usdLimit = (name: LimitName, actual: bigint, allowed: bigint): LimitMet => ({
  name,
  unit: 'usd-e18',
  actual,
  allowed,
});

/** A number of seconds that met its limit. */
export const secondsLimit = (name: LimitName, actual: number, allowed: number): LimitMet => ({
  name,
  unit: 'seconds',
  actual: BigInt(actual),
  allowed: BigInt(allowed),
});
