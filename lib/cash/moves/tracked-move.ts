import type { Address, Hex } from 'viem';
import type { TransferStatus } from '../../cctp/transfer.ts';
import type { CashMove } from '../cash-decision.ts';
import type { MoveFacts, OpenMove } from './next-move-step.ts';

/** A signed move that is not over, and what the journal knows of it. */
export type TrackedMove = Pick<MoveFacts, 'paid' | 'isBeingSent' | 'hasReverted'> & {
  /** What was signed: its portfolio's events call it by that. */
  readonly id: Hex;
  readonly decisionId: string;
  readonly index: number;
  readonly kind: CashMove['kind'];
  readonly stored: OpenMove;
  readonly portfolioId: string;
  readonly chainId: number;
  readonly account: Address;
  readonly signer: Address;
  /** Null of a bridge, as shares but of a redemption. */
  readonly vault: Address | null;
  readonly shares: bigint | null;
  readonly toChainId: number | null;
  readonly sibling: Address | null;
  readonly units: bigint;
  /** Shares of a deposit, USDC of a redemption; of a bridge the most that it may be charged. */
  readonly least: bigint;
  readonly nonce: bigint;
  readonly signature: Hex;
  readonly fromBlock: bigint;
  /** Calls for it that are over. */
  readonly rounds: number;
  /** All moves are stopped, or this portfolio is set aside. */
  readonly isHeld: boolean;
  /** Of a bridge that is on its way. */
  readonly transfer: { readonly status: TransferStatus; readonly minted: boolean } | null;
  /** It was noted that its money is there. */
  readonly hasArrived: boolean;
};
