import type { UnixSeconds } from '../result.ts';

/** Where money comes from and goes to: on a chain, or in an account of the verifier. */
export type DepositSide = 'ORIGIN_CHAIN' | 'INTENTS';
export type RecipientSide = 'DESTINATION_CHAIN' | 'INTENTS';

/** Whether an address alone tells whose a deposit is, or only with the memo that a quote gives beside it. */
export type DepositMode = 'SIMPLE' | 'MEMO';

/** Chains whose deposits are told apart by memo alone: the provider's document says so of Stellar; of all others it takes none but `SIMPLE`. */
const MEMO_CHAINS = ['stellar'];
export const depositModeOf = (chain: string): DepositMode =>
  MEMO_CHAINS.includes(chain) ? 'MEMO' : 'SIMPLE';

/** A swap as it is asked for. What is quoted is compared with it, field by field. */
export type AskedSwap = {
  readonly originAsset: string;
  readonly destinationAsset: string;
  readonly amountUnits: bigint;
  readonly slippageBps: number;
  /** Less is not taken, whatever is quoted: of the plan's own prices, in units of the destination's asset. */
  readonly leastOutUnits: bigint;
  readonly depositType: DepositSide;
  /** Default `SIMPLE`, as the provider's is. */
  readonly depositMode?: DepositMode;
  readonly refundType: DepositSide;
  readonly recipientType: RecipientSide;
  readonly refundTo: string;
  readonly recipient: string;
  /** When a refund begins if it isn't done. */
  readonly deadlineSeconds: UnixSeconds;
};

/** A value of JSON that is no list and no object. */
export type Plain = string | number | boolean;

/** A quote as it came back: what was read out of it, and the fields under its signature as they were written. */
export type OfferedQuote = {
  /** The question as the other side says that it was. */
  readonly request: {
    readonly dry: boolean;
    readonly swapType: string;
    readonly slippageBps: number;
    readonly originAsset: string;
    readonly destinationAsset: string;
    readonly amount: string;
    readonly depositType: string;
    readonly depositMode: string;
    readonly refundType: string;
    readonly recipientType: string;
    readonly refundTo: string;
    readonly recipient: string;
    readonly deadline: string;
  };
  /** Names of fields of question and answer that were not asked for and would change where money goes or how much of it. */
  readonly additions: readonly string[];
  readonly depositAddress: string | null;
  readonly depositMemo: string | null;
  readonly amountInUnits: bigint;
  readonly minAmountInUnits: bigint;
  readonly amountOutUnits: bigint;
  readonly minAmountOutUnits: bigint;
  /** From then on the deposit address is dead, and what is sent to it may be lost. */
  readonly deadline: string | null;
  /** From then on it is slow. */
  readonly timeWhenInactive: string | null;
  readonly timestamp: string;
  readonly signature: string;
  readonly written: {
    readonly request: Readonly<Record<string, Plain>>;
    readonly quote: Readonly<Record<string, Plain>>;
  };
};

/** What is sent to `POST /v0/quote`. A dry quote has no deposit address: nothing can be sent by it. */
export const quoteRequest = (
  asked: AskedSwap,
  { dry, deadline }: { readonly dry: boolean; readonly deadline: string },
): Readonly<Record<string, Plain>> => ({
  dry,
  swapType: 'EXACT_INPUT',
  slippageTolerance: asked.slippageBps,
  originAsset: asked.originAsset,
  depositType: asked.depositType,
  ...(asked.depositMode === undefined ? {} : { depositMode: asked.depositMode }),
  destinationAsset: asked.destinationAsset,
  amount: asked.amountUnits.toString(),
  refundTo: asked.refundTo,
  refundType: asked.refundType,
  recipient: asked.recipient,
  recipientType: asked.recipientType,
  deadline,
});
