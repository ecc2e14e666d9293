import type { Settled } from '../../../lib/ledger/chain-facts.ts';
import type { Result } from '../../../lib/result.ts';
import type { TickDeps } from '../tick-deps.ts';

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
