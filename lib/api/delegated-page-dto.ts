import type { DelegationDto } from './delegations.ts';

/** A contract that serves an account, and what the account has granted to it. */
export type DelegatedAccountDto = {
  readonly chainId: number;
  readonly chainName: string;
  readonly account: string;
  readonly clone: string;
  readonly guardian: string;
  readonly pause: DelegationDto['pause'];
  /** Null where the chain can't be asked now; so with the rest. */
  readonly paused: boolean | null;
  /** What a thief of the bot's key could cost at most in 24 hours, of what the account holds. */
  readonly lossPercent: string | null;
  /** The same in dollars, of what is held now; null where a price isn't known. */
  readonly worstDayUsd: string | null;
  readonly pricesAtSeconds: number | null;
  readonly delegations: readonly DelegationDto[];
};

/** What is shown of accounts that delegate. `accounts` null: nobody is signed in. */
export type DelegatedPageDto = {
  readonly readAtSeconds: number;
  readonly accounts: readonly DelegatedAccountDto[] | null;
};
