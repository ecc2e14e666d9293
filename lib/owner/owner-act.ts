import type { Address } from 'viem';
import type { OwnerCall } from './owner-call.ts';
import type { PortfolioFacts } from './read-portfolio.ts';

type ActWords = {
  readonly id: string;
  readonly title: string;
  /** What it is for, in the list of transactions. */
  readonly intent: string;
  /** What it does, a line each. */
  readonly effects: readonly string[];
  /** Has to be typed before it is sent; null: nothing has to. */
  readonly confirmBy: string | null;
  readonly grave: boolean;
};

/** One thing an owner can do by one call, ready to be tried and sent. */
export type OwnerAct = ActWords & { readonly call: OwnerCall };

/** Several calls that a wallet carries out as one, in order, all or nothing. */
export type BatchAct = ActWords & { readonly calls: readonly OwnerCall[] };

/** Something to be signed first, without sending; `sign` asks the wallet and gives the act that comes next, or null. */
export type SignedAct = ActWords & { readonly sign: () => Promise<OwnerAct | SignedAct | null> };

/** Whatever a wallet can be asked for. */
export type WalletAct = OwnerAct | BatchAct | SignedAct;

/** What an act is made from once it is pressed: the newest facts, and who presses. */
export type ActMaker = (facts: PortfolioFacts, account: Address) => OwnerAct;
