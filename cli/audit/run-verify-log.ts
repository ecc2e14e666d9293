import type { AuditHead } from '../../lib/ledger/audit-chain.ts';
import { openAuditLog } from '../../services/wire/operation/audit-log.ts';
import { EXIT, type Run, UsageError } from '../command/command.ts';
import { environment } from '../environment.ts';
import type { VERIFY_LOG_OPTIONS } from './options.ts';

const headOf = (text: string): AuditHead => {
  const [, position = '', hash = ''] = /^([1-9]\d{0,17}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (hash === '')
    throw new UsageError('--head: a position, a colon and 64 hex digits, as verify-log prints it');
  return { position: BigInt(position), hash };
};

const textOf = (head: AuditHead | null): string | null =>
  head === null ? null : `${head.position}:${head.hash}`;

/** Verifies the audit log of the database at DB_URL. */
export const runVerifyLog: Run<typeof VERIFY_LOG_OPTIONS> = async ({ values }, { out, error }) => {
  const kept = values.head === undefined ? null : headOf(values.head);
  const { dbUrl } = environment();
  if (dbUrl === null) {
    error('DB_URL is not set: there is no database to work on.');
    return EXIT.usage;
  }
  const log = openAuditLog(dbUrl.reveal());
  try {
    const verified = await log.verify(kept);
    if (!verified.ok) {
      error(verified.error.message);
      return EXIT.refused;
    }
    const { broken, head } = verified.value;
    if (values.json)
      out(
        JSON.stringify({
          whole: broken === null,
          head: textOf(head),
          broken: broken === null ? null : { ...broken, position: broken.position.toString() },
        }),
      );
    else if (broken === null) out(head === null ? 'The log is empty.' : `Whole. Head: ${textOf(head)}`);
    else
      out(
        `Broken at position ${broken.position}${broken.id === null ? '' : ` (id ${broken.id})`}: ${broken.why}.` +
          ` Good up to: ${textOf(head) ?? 'nothing'}`,
      );
    return broken === null ? EXIT.done : EXIT.found;
  } finally {
    await log.close();
  }
};
