import type { SettlePorts } from '../../intents/settle-withdrawals.ts';
import {
  askAboutShare,
  endShareWithNothing,
  leaveWithShare,
  noteUnshown,
  readWaitingWithdrawals,
  type WaitingWithdrawal,
} from '../../store/indexes/index-share-withdrawals.ts';
import type { InDatabase } from '../tick/bot-store.ts';

/** In one tick; those beyond have their turn in the next, since these are settled or wait for their owner. */
const WITHDRAWALS_MAX = 500;

/** Withdrawals of a share in their table; what is noted of one is noted as it was seen, or not at all. */
export const shareJournal = (run: InDatabase): Pick<SettlePorts<WaitingWithdrawal>, 'waiting' | 'note'> => ({
  waiting: () => run((sql) => readWaitingWithdrawals(sql, { limit: WITHDRAWALS_MAX })),
  note: (one, step, nowSeconds) =>
    run(async (sql) => {
      if (step.kind === 'leave')
        return leaveWithShare(sql, one, { amountUnits: step.amountUnits, plannedAtSeconds: nowSeconds });
      if (step.kind === 'nothing') return endShareWithNothing(sql, one);
      if (step.kind === 'ask') return askAboutShare(sql, { id: one.id, why: step.why });
      await noteUnshown(sql, { id: one.id, sinceSeconds: nowSeconds });
      return true;
    }),
});
