import type { IndexAccount } from '../intents/index-account.ts';
import type { Result, UnixSeconds } from '../result.ts';
import type { Index } from './index-policy.ts';
import type { LastPrice } from './listed-price.ts';

/** An index whose turn a look is, as its row has it. */
export type DueIndex = {
  readonly accountId: string;
  readonly account: IndexAccount;
  readonly version: number;
  /** Fails with `policy-invalid` where the row can't be read. */
  readonly index: Result<Index>;
  /** What fences the look's writes. */
  readonly token: bigint;
  readonly lastRebalanceAtSeconds: UnixSeconds | null;
  readonly tradedTodayUsdE18: bigint;
  /** What the last look saw: asked for again, whether or not the provider lists it still. */
  readonly lastTokens: readonly string[];
  /** Of the last look, by token. */
  readonly lastPrices: ReadonlyMap<string, LastPrice>;
};
