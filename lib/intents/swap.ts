import type { UnixSeconds } from '../result.ts';

/** What the 1Click API says of a swap; whatever else it says is `unknown` and never an end. */
export const REPORTED_STATUSES = [
  ...(['KNOWN_DEPOSIT_TX', 'PENDING_DEPOSIT', 'INCOMPLETE_DEPOSIT', 'PROCESSING'] as const),
  ...(['SUCCESS', 'REFUNDED', 'FAILED'] as const),
] as const;
export type ReportedStatus = (typeof REPORTED_STATUSES)[number] | 'unknown';

/** A swap as the API tells of it; amounts in units, null = not said. */
export type SwapReport = {
  readonly status: ReportedStatus;
  readonly amountInUnits: bigint | null;
  readonly amountOutUnits: bigint | null;
  readonly depositedUnits: bigint | null;
  readonly refundedUnits: bigint | null;
  readonly refundReason: string | null;
  /** Transactions in which what was bought has arrived: on its chain, or inside the verifier where it stays there. */
  readonly arrivals: number;
};

/** A swap whose intent is signed, as it is journaled. */
export type SignedSwap = {
  readonly amountUnits: bigint;
  /** Of the quote: less deposited is refunded, less given is short. */
  readonly minAmountInUnits: bigint;
  readonly minAmountOutUnits: bigint;
  /** From a final block of that time on the verifier takes the intent no more. */
  readonly intentDeadlineSeconds: UnixSeconds;
  /** Of its deposit address. */
  readonly quoteDeadlineSeconds: UnixSeconds;
};

type End = {
  /** What became of the money. */
  readonly moved: 'all' | 'part' | 'none' | 'unknown';
  /** The account may be planned for again, from what the verifier then says that it holds. */
  readonly mayPlan: boolean;
  readonly words: string;
};

/** How a swap ends, told apart by cause. Nothing else is an end. */
export const SWAP_ENDS = {
  swapped: { moved: 'all', mayPlan: true, words: 'It is swapped.' },
  'swapped-with-refund': {
    ...{ moved: 'part', mayPlan: true },
    words: 'A part of it is swapped, and the rest has come back.',
  },
  'swapped-short': {
    ...{ moved: 'all', mayPlan: false },
    words:
      'It is swapped for less than the least that was quoted. Keep the quote: the provider has signed it.',
  },
  refunded: {
    ...{ moved: 'none', mayPlan: true },
    words: 'The provider did not swap it and has sent it back.',
  },
  'refunded-too-little': {
    ...{ moved: 'none', mayPlan: true },
    words: 'Less than the least was deposited, and it has come back.',
  },
  'refunded-as-success': {
    ...{ moved: 'none', mayPlan: true },
    words: 'The provider calls it a success and names neither an amount nor an arrival: it is a refund.',
  },
  failed: {
    ...{ moved: 'unknown', mayPlan: false },
    words: 'The provider calls it failed. Where the money is, it does not say: a person has to ask.',
  },
  'not-sent': {
    ...{ moved: 'none', mayPlan: true },
    words: 'The verifier never took the transfer, and its time is over: nothing has moved.',
  },
} as const satisfies Readonly<Record<string, End>>;
export type SwapEnd = keyof typeof SWAP_ENDS;

/** What came of a swap that has ended so, by the provider's word; null where nothing was swapped, or nothing named. */
export const arrivedAtEnd = (end: SwapEnd, report: SwapReport | null): bigint | null =>
  end === 'swapped' || end === 'swapped-with-refund' || end === 'swapped-short'
    ? (report?.amountOutUnits ?? null)
    : null;
