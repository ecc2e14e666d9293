import { systemClock } from '../../clock.ts';
import { onChain } from '../on-chain.ts';
import type { TickRequest } from '../tick/tick-chain.ts';
import type { Parts } from '../tick/tick-ports.ts';
import { tendDeposits } from './deposit-turn.ts';
import { openIntents } from './intents.ts';

/** What watches deposits of index accounts within a tick and beside its chains: nobody's tick is worse for it. Null while they are switched off. */
export const openDepositTurn = ({ env, run, log }: Pick<Parts, 'env' | 'run' | 'log'>) => {
  if (env.intents === null) return null;
  const { api } = openIntents(env.intents, run);
  return async ({ budgetMs, dryRun }: TickRequest): Promise<void> => {
    if (dryRun) return;
    const endMs = systemClock.monotonicMs() + budgetMs;
    const isOver = () => systemClock.monotonicMs() > endMs;
    const watched = await onChain({ log }, () =>
      tendDeposits(run, { status: api.status, isOver, nowSeconds: systemClock.nowSeconds }),
    );
    if (!watched.ok)
      log.warn({ code: watched.error.code, why: watched.error.message }, 'deposits-not-watched');
  };
};
