import type { RecordedDecision } from '../../../lib/ledger/replay.ts';
import type { Result } from '../../../lib/result.ts';
import { Secret } from '../../secret.ts';
import { openBotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';
import {
  readRecordedCash,
  readRecordedCashAfter,
  readRecordedDecision,
  readRecordedDecisionsAfter,
} from '../../store/tick/recorded-decisions.ts';

/** Stored decisions with everything they were made from. */
export type Records = {
  /** Null when there is no decision with this id. */
  readonly decision: (id: string) => Promise<Result<RecordedDecision | null>>;
  /** The next ones after an id, in the order they were made. */
  readonly decisionsAfter: (id: string, rowsMax: number) => Promise<Result<readonly RecordedDecision[]>>;
  readonly close: () => Promise<void>;
};

/** Opens the records of portfolios, or of owners' cash, on the bot's login. Each call is one short transaction. */
export const openRecords = (botUrl: string, of: 'portfolios' | 'cash' = 'portfolios'): Records => {
  const database = openBotDatabase({
    url: new Secret(botUrl),
    connectionsMax: 1,
    statementTimeoutMs: 120_000,
  });
  const [read, readAfter] =
    of === 'cash'
      ? [readRecordedCash, readRecordedCashAfter]
      : [readRecordedDecision, readRecordedDecisionsAfter];
  return {
    decision: (id) => asDatabaseResult(() => database.run((sql) => read(sql, id))),
    decisionsAfter: (id, rowsMax) =>
      asDatabaseResult(() => database.run((sql) => readAfter(sql, { id, rowsMax }))),
    close: database.close,
  };
};
