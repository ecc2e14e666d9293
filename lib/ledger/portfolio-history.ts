import type { Address, Hex } from 'viem';
import type { Decision } from '../engine/decision.ts';
import type { Reason } from '../engine/reasons.ts';
import type { UnixSeconds } from '../result.ts';
import type { LookRecord } from './fleet-record.ts';

/** A run of looks with the same outcome, told by the newest. */
export type DecisionRun = {
  readonly id: string;
  readonly kind: 'act' | 'hold';
  readonly reason: Reason | null;
  /** The database's clock. */
  readonly atSeconds: UnixSeconds;
  readonly blockNumber: bigint;
  readonly blockTimeSeconds: UnixSeconds;
  readonly looks: number;
  /** Null when this build can't read it. */
  readonly decision: Decision | null;
};

/** One look of a portfolio as it was journaled. */
export type DecisionRecord = {
  readonly look: LookRecord;
  readonly tickId: string;
  readonly policyVersion: number;
};

type LogPlace = { readonly txHash: Hex; readonly logIndex: number; readonly blockNumber: bigint };

/** Money that came or went without a trade. */
export type FlowRecord = LogPlace & {
  readonly blockTimeSeconds: UnixSeconds;
  readonly token: Address;
  readonly direction: 'in' | 'out';
  readonly units: bigint;
  readonly counterparty: Address;
};

/** An event of the contract itself. */
export type EventRecord = LogPlace & {
  /** Null in rows that were kept before times were. */
  readonly blockTimeSeconds: UnixSeconds | null;
  readonly name: string;
  readonly details: Readonly<Record<string, unknown>>;
};

/** What one look found a portfolio to be worth, and how far from its targets. */
export type PointRecord = {
  readonly timeSeconds: UnixSeconds;
  /** Null while something had no price. */
  readonly navUsdE18: bigint | null;
  readonly trackingErrorBps: number | null;
};
