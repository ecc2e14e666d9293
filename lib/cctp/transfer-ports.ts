import type { Address, Hex } from 'viem';
import type { Result } from '../result.ts';
import type { Attesters, Offered } from './attested.ts';
import type { Settled } from './next-transfer-step.ts';
import type { Burn, Mint, Transfer } from './transfer.ts';

/** A transfer that one worker holds for a while, and what the journal knows beside it. */
export type ClaimedTransfer = {
  readonly transfer: Transfer;
  /** What it writes counts only while this is the row's. */
  readonly token: bigint;
  /** Since its burn, or since it was journaled. */
  readonly ageSeconds: number;
  readonly isOverdue: boolean;
  readonly isBeingMinted: boolean;
  readonly isBeingBurnt: boolean;
  /** What asks the portfolio to burn. */
  readonly burn: { readonly target: Address; readonly data: Hex };
  /** Calls to burn that are over. */
  readonly burnRounds: number;
  /** Calls to mint it that are over. */
  readonly mintRounds: number;
  /** `transaction:log` of burns that are other transfers'. */
  readonly takenBurns: ReadonlySet<string>;
};

/** A chain, as a transfer's two ends need it. */
export type CctpEnd = {
  readonly head: () => Promise<Result<Settled>>;
  /** The newest block that is not known to be taken back. */
  readonly settled: () => Promise<Result<Settled>>;
  /** The first burn of these terms in the present chain that is nobody else's. */
  readonly findBurn: (claimed: ClaimedTransfer) => Promise<Result<Burn | null>>;
  /** Whether a nonce is used at a block, and where. */
  readonly findMint: (
    nonce: Hex,
    span: { readonly fromBlock: bigint; readonly toBlock: bigint },
  ) => Promise<Result<{ readonly isUsed: boolean; readonly mint: Mint | null }>>;
  /** Who attests messages for this chain. */
  readonly attesters: () => Promise<Result<Attesters>>;
  /** Why a contract refuses a call now, be it the transmitter; null = it takes it. */
  readonly refusalOf: (
    call: { readonly target: Address | 'transmitter'; readonly data: Hex },
    block: bigint,
  ) => Promise<Result<string | null>>;
};

/** Circle's attestation API, as far as it is asked. */
export type AttestationApi = {
  /** Everything a transaction has emitted, in its order; empty = it is not known. */
  readonly offers: (domain: number, txHash: Hex) => Promise<Result<readonly Offered[]>>;
  /** What a transfer of this finality costs now: share of the amount in 7 decimals, rounded up. */
  readonly feeShareE7: (
    pair: { readonly source: number; readonly destination: number },
    minFinality: number,
  ) => Promise<Result<bigint>>;
  /** Has a message attested once more. */
  readonly reattest: (nonce: Hex) => Promise<Result<null>>;
};
