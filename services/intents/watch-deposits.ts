import {
  type AwaitedDeposit,
  type DepositState,
  depositLookAgainSeconds,
  depositState,
} from '../../lib/intents/deposit.ts';
import type { SwapReport } from '../../lib/intents/swap.ts';
import { ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { OneClick } from './one-click-client.ts';

/** A deposit that something may still come of, claimed by whoever looks. */
export type WatchedDeposit = AwaitedDeposit & {
  readonly id: string;
  readonly address: string;
  /** What the provider said last; null = nothing yet. */
  readonly report: SwapReport | null;
  /** At the last look. */
  readonly state: DepositState['state'];
};

export type SeenState = {
  readonly id: string;
  readonly report: SwapReport | null;
  readonly state: DepositState['state'];
  readonly isLate: boolean;
  readonly lookAgainSeconds: number;
};

export type WatchPorts = {
  readonly status: OneClick['status'];
  readonly claim: (limit: number) => Promise<Result<readonly WatchedDeposit[]>>;
  readonly note: (seen: SeenState) => Promise<Result<null>>;
  readonly nowSeconds: () => UnixSeconds;
  readonly isOver: () => boolean;
};

/** Looked at together; each is one request. */
const AT_ONCE = 10;

const isSeen = (report: SwapReport | null): boolean => report !== null && report.status !== 'PENDING_DEPOSIT';

const lookAt = async (
  { status, note, nowSeconds }: WatchPorts,
  deposit: WatchedDeposit,
): Promise<Result<null>> => {
  const asked = await status(deposit.address, deposit.memo);
  // What was seen once stays seen while the provider is away, or denies it.
  const report = (asked.ok ? asked.value : null) ?? deposit.report;
  const now = nowSeconds();
  const isLate = deposit.isLate || (deposit.state === 'address-dead' && isSeen(report));
  const { state, ageSeconds } = depositState({ ...deposit, isLate }, report, now);
  const noted = await note({
    ...{ id: deposit.id, report, state, isLate },
    lookAgainSeconds: depositLookAgainSeconds(ageSeconds, now > deposit.deadSeconds),
  });
  return asked.ok ? noted : asked;
};

/**
 * Looks at every deposit whose turn it is, as far as there is time. It signs nothing and sends nothing; what it notes may be noted again. One
 * that can't be seen holds up no other. @returns how many were looked at; fails like the first that failed, after all have had their turn
 */
export const watchDeposits = async (ports: WatchPorts): Promise<Result<number>> => {
  let looked = 0;
  let failed: Result<never> | null = null;
  while (!ports.isOver()) {
    const claimed = await ports.claim(AT_ONCE);
    if (!claimed.ok) return claimed;
    if (claimed.value.length === 0) break;
    const done = await Promise.all(claimed.value.map((deposit) => lookAt(ports, deposit)));
    looked += done.length;
    for (const one of done) if (!one.ok) failed ??= one;
    // Whoever doesn't answer is not pressed.
    if (failed !== null) break;
  }
  return failed ?? ok(looked);
};
