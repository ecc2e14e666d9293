import type { Address, Hex } from 'viem';
import type { Decision } from '../engine/decision.ts';
import type { Reason } from '../engine/reasons.ts';
import type { UnixSeconds } from '../result.ts';

type Place = {
  /** Second, kind and key: unique, and what the timeline is ordered by. */
  readonly place: string;
  readonly atSeconds: UnixSeconds;
};
type OnChain = Place & { readonly txHash: Hex; readonly blockNumber: bigint };

/** What happened to a portfolio, as chain, journal and audit log have it. */
export type TimelineRecord =
  | (OnChain & {
      readonly kind: 'money';
      readonly actor: 'owner' | 'anyone';
      readonly direction: 'in' | 'out';
      readonly token: Address;
      readonly units: bigint;
      readonly counterparty: Address;
    })
  | (OnChain & {
      readonly kind: 'fill';
      readonly actor: 'taker' | 'bot';
      readonly taker: Address;
      readonly sellToken: Address;
      readonly sellUnits: bigint;
      readonly buyToken: Address;
      readonly buyUnits: bigint;
    })
  | (OnChain & {
      readonly kind: 'event';
      readonly actor: 'owner' | 'bot';
      readonly name: string;
      readonly details: Readonly<Record<string, unknown>>;
      /** Of the contract's event of this name before it; null where it was the first. */
      readonly before: Readonly<Record<string, unknown>> | null;
    })
  | (Place & {
      readonly kind: 'audit';
      readonly actor: 'owner' | 'bot' | 'operator';
      /** The actor's id in the log. */
      readonly by: string;
      readonly action: string;
      readonly before: unknown;
      readonly after: unknown;
    })
  | (Place & {
      readonly kind: 'decision';
      readonly actor: 'bot';
      readonly decisionId: string;
      readonly tickId: string;
      readonly blockNumber: bigint;
      /** Null when this build can't read it. */
      readonly decision: Decision | null;
    })
  | (Place & {
      readonly kind: 'check';
      readonly actor: 'bot';
      /** Looks of one day that came to the same. */
      readonly looks: number;
      readonly reason: Reason;
      readonly lastDecisionId: string;
      /** Null where only their number is kept. */
      readonly lastTickId: string | null;
    });
