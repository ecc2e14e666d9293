import type { Address } from 'viem';
import { judgeAlerts } from '../../../lib/alerts/judge-alerts.ts';
import type { Result } from '../../../lib/result.ts';
import { writeAlerts } from '../../store/alerts/alerts.ts';
import { readIndexAlerts } from '../../store/indexes/index-alerts.ts';
import type { InDatabase } from '../tick/bot-store.ts';

/** Writes down what is wrong with swaps of index accounts, and what no longer is, for owners and operators to be told by the tick's end. */
export const alertOfIndexes = (run: InDatabase, admins: readonly Address[]): Promise<Result<null>> =>
  run(async (sql) => {
    const { conditions, open } = await readIndexAlerts(sql);
    if (conditions.length > 0 || open.length > 0)
      await writeAlerts(sql, judgeAlerts(conditions, open), admins);
    return null;
  });
