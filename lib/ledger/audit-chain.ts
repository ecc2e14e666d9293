import { type AuditRow, auditRowHash } from './audit-row.ts';

/** The end of the log, or the place it had when somebody wrote it down. */
export type AuditHead = { readonly position: bigint; readonly hash: string };

/** The first place at which the log isn't what was written, and what is wrong there. */
export type AuditBreak = { readonly position: bigint; readonly id: string | null; readonly why: string };

export type AuditCheck = {
  /** Takes the rows in the order of their positions. Answers the break at this row, or null; after a break nothing more is told. */
  readonly take: (row: AuditRow) => AuditBreak | null;
  /** What is missing at the end: `head` = the database's own word, null = it has none. */
  readonly end: (head: AuditHead | null) => AuditBreak | null;
  readonly last: () => AuditHead | null;
};

type Link = { readonly position: bigint; readonly hash: string | null };
const START: Link = { position: 0n, hash: null };

const linkFault = (
  before: Link,
  position: bigint,
  previousHash: string | null,
): 'gap' | 'twice' | 'other' | null => {
  if (position > before.position + 1n) return 'gap';
  if (position <= before.position) return 'twice';
  return previousHash === before.hash ? null : 'other';
};

const at = (
  { position, id }: { readonly position: bigint; readonly id: string },
  why: string,
): AuditBreak => ({
  position,
  id,
  why,
});

/** The fault of one row, given what came before it in the whole log and in its portfolio's part. */
const faultOf = (row: AuditRow, log: Link, part: Link): AuditBreak | null => {
  const place = { position: BigInt(row.position), id: row.id };
  switch (linkFault(log, place.position, row.previousHash)) {
    case 'gap':
      return { position: log.position + 1n, id: null, why: 'a row is missing' };
    case 'twice':
      return at(place, 'a row stands at a place that is taken');
    case 'other':
      return at(place, 'the row before it is not the one it was written after');
    case null:
  }
  if (auditRowHash(row) !== row.hash) return at(place, 'the row is not as it was written');
  if (row.portfolioId === null) return null;
  const inPart = linkFault(part, BigInt(row.portfolioPosition ?? '0'), row.portfolioPreviousHash);
  return inPart === null
    ? null
    : at(place, `the row doesn’t follow the one before it of portfolio ${row.portfolioId}`);
};

/**
 * Goes along the log once. `kept` is a head that was written down outside the database: only it shows a log that was cut off, or made anew
 * as a whole, together with its own head.
 */
export const auditCheck = (kept: AuditHead | null): AuditCheck => {
  let log: Link = START;
  const parts = new Map<string, Link>();
  return {
    take: (row) => {
      const part = row.portfolioId === null ? START : (parts.get(row.portfolioId) ?? START);
      const fault = faultOf(row, log, part);
      if (fault !== null) return fault;
      log = { position: BigInt(row.position), hash: row.hash };
      if (row.portfolioId !== null)
        parts.set(row.portfolioId, { position: BigInt(row.portfolioPosition ?? '0'), hash: row.hash });
      return kept !== null && kept.position === log.position && kept.hash !== row.hash
        ? at({ position: log.position, id: row.id }, 'the row is another than the kept head says')
        : null;
    },
    end: (head) => {
      const next = { position: log.position + 1n, id: null };
      if (kept !== null && kept.position > log.position)
        return { ...next, why: `the log is cut off: the kept head is ${kept.position}` };
      const headPosition = head?.position ?? 0n;
      if (headPosition > log.position)
        return { ...next, why: `the log is cut off: its head is ${headPosition}` };
      if (headPosition < log.position)
        return {
          position: headPosition + 1n,
          id: null,
          why: `rows were added past its head, which is ${headPosition}`,
        };
      return head === null || head.hash === log.hash
        ? null
        : { position: log.position, id: null, why: 'its head is another row than the last' };
    },
    last: () => (log.hash === null ? null : { position: log.position, hash: log.hash }),
  };
};
