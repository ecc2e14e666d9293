import type { AuditHead } from '../../../lib/ledger/audit-chain.ts';
import type { Result } from '../../../lib/result.ts';
import { Secret } from '../../secret.ts';
import { type AuditVerdict, verifyAuditLog } from '../../store/audit/audit-reads.ts';
import { openBotDatabase } from '../../store/database.ts';
import { asDatabaseResult } from '../../store/database-failure.ts';

export type AuditLog = {
  /** The first broken row, if any; `kept` = a head that was written down elsewhere. */
  readonly verify: (kept: AuditHead | null) => Promise<Result<AuditVerdict>>;
  readonly close: () => Promise<void>;
};

/** Opens the audit log for whoever checks it. */
export const openAuditLog = (botUrl: string): AuditLog => {
  const database = openBotDatabase({ url: new Secret(botUrl), connectionsMax: 1 });
  return {
    verify: (kept) => asDatabaseResult(() => verifyAuditLog(database, kept)),
    close: database.close,
  };
};
