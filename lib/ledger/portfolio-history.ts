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

/** Old looks that found nothing to do, of which only their number is kept; times are of their blocks. */
export type HeldBefore = {
  readonly looks: number;
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
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

/** What a chart marks beside its line. `change`: of the contract's targets, limits, assets, signer, or a pause. */
export const CHART_MARK_KINDS = ['deposit', 'withdrawal', 'fill', 'change'] as const;
export type ChartMarkKind = (typeof CHART_MARK_KINDS)[number];

/** Transactions of one kind that lie too close together to be drawn apart, at the last one's block time. */
export type ChartMark = {
  readonly kind: ChartMarkKind;
  readonly timeSeconds: UnixSeconds;
  readonly count: number;
};
