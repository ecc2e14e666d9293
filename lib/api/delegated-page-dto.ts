import type { DelegationDto } from './delegations.ts';

/** What somebody may take of a token that the account has granted, by an allowance that it gave before. */
export type OpenAllowanceDto = Pick<DelegationDto, 'token' | 'symbol' | 'decimals'> & {
  readonly spender: string;
  /** Who that is, in words. */
  readonly name: string;
  readonly units: string;
};

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
  /** What the account sends to let a paused contract go on; null where it isn't paused. */
  readonly unpause: DelegationDto['pause'] | null;
  /** What a thief of the bot's key could cost at most in 24 hours, of what the account holds. */
  readonly lossPercent: string | null;
  /** The same in dollars, of what is held now; null where a price isn't known. */
  readonly worstDayUsd: string | null;
  readonly pricesAtSeconds: number | null;
  /** What likely spenders may still take beside the contract; null where the chain can't be asked now. */
  readonly openAllowances: readonly OpenAllowanceDto[] | null;
  /** Whether it has pages as a portfolio: the bot has found its contract, and serves it. */
  readonly isPortfolio: boolean;
  readonly delegations: readonly DelegationDto[];
};

/** What is shown of accounts that delegate. `accounts` null: nobody is signed in. */
export type DelegatedPageDto = {
  readonly readAtSeconds: number;
  readonly accounts: readonly DelegatedAccountDto[] | null;
};
