import type { Address } from 'viem';
import type { OwnerCall } from './owner-call.ts';
import type { PortfolioFacts } from './read-portfolio.ts';

/** One thing an owner can do, ready to be tried and sent. */
export type OwnerAct = {
  readonly id: string;
  readonly title: string;
  /** What the transaction is for, in the list of transactions. */
  readonly intent: string;
  readonly call: OwnerCall;
  /** What it does, a line each. */
  readonly effects: readonly string[];
  /** Has to be typed before it is sent; null: nothing has to. */
  readonly confirmBy: string | null;
  readonly grave: boolean;
};

/** What an act is made from once it is pressed: the newest facts, and who presses. */
export type ActMaker = (facts: PortfolioFacts, account: Address) => OwnerAct;
