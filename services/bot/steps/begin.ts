import type { Settled } from '../../../lib/ledger/chain-facts.ts';
import type { DuePortfolio } from '../../../lib/ledger/tick-record.ts';
import { ok, type Result } from '../../../lib/result.ts';
import type { TickDeps } from '../tick-deps.ts';

/** Most portfolios that are worked on together. */
export const BATCH_MAX = 1_000;

/**
 * What is claimed and as much more as is due, up to the batch that there is room for. A reorganisation that takes a contract away and
 * brings it back ends its lease: claimed again, it counts once, by the lease that holds.
 */
export const claim = async (
  { claimDue }: Pick<TickDeps, 'claimDue'>,
  claimed: readonly DuePortfolio[],
  room: number,
): Promise<Result<readonly DuePortfolio[]>> => {
  const free = Math.min(room, BATCH_MAX) - claimed.length;
  if (free <= 0) return ok(claimed);
  const more = await claimDue(free);
  if (!more.ok) return more;
  const anew = new Set(more.value.map(({ portfolioId }) => portfolioId));
  return ok([...claimed.filter(({ portfolioId }) => !anew.has(portfolioId)), ...more.value]);
};

/** Leases that nobody worked on come due again at once. */
export const giveBack = async (
  { journal }: Pick<TickDeps, 'journal'>,
  unworked: readonly DuePortfolio[],
): Promise<void> => {
  if (unworked.length === 0) return;
  await journal.release(unworked.map(({ portfolioId, token }) => ({ portfolioId, token })));
};

/** Brings the database to the chain's head, and tells when it isn't there. */
export const settle = async (
  deps: Pick<TickDeps, 'settle' | 'log'>,
  timeIsUp: () => boolean,
): Promise<Result<Settled>> => {
  const settled = await deps.settle(timeIsUp);
  if (!settled.ok) return settled;
  const { state, reorganised, head } = settled.value;
  if (state !== 'settled' || reorganised)
    deps.log.warn({ state, reorganised, head: `${head.number}` }, 'index-not-at-head');
  return settled;
};
