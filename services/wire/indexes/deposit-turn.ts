import { ok, type Result } from '../../../lib/result.ts';
import { type WatchPorts, watchDeposits } from '../../intents/watch-deposits.ts';
import {
  claimIndexDeposits,
  type IndexDepositRow,
  noteIndexDeposit,
} from '../../store/indexes/index-deposits.ts';
import type { InDatabase } from '../tick/bot-store.ts';

/** Whoever claims and dies is followed by another after that. */
const LEASE_SECONDS = 60;

type TendPorts = Pick<WatchPorts, 'status' | 'isOver' | 'nowSeconds'>;

const watchedOf = ({ id, address, report, ...row }: IndexDepositRow) => ({
  ...{ id, address, report, leastUnits: row.leastUnits, memo: row.memo },
  ...{ fromSeconds: row.createdAtSeconds, deadSeconds: row.deadSeconds },
  ...{ state: row.state, isLate: row.isLate },
});

/** Deposits as their table keeps them; what has been noted is there after any crash, and a claim is over by itself. */
const depositPorts = (run: InDatabase, { status, isOver, nowSeconds }: TendPorts): WatchPorts => ({
  ...{ status, isOver, nowSeconds },
  claim: async (limit) => {
    const claimed = await run((sql) => claimIndexDeposits(sql, { limit, leaseSeconds: LEASE_SECONDS }));
    return claimed.ok ? ok(claimed.value.map(watchedOf)) : claimed;
  },
  note: (seen) =>
    run(async (sql) => {
      await noteIndexDeposit(sql, seen);
      return null;
    }),
});

/** Brings open deposits one look further. */
export const tendDeposits = (run: InDatabase, ports: TendPorts): Promise<Result<number>> =>
  watchDeposits(depositPorts(run, ports));
