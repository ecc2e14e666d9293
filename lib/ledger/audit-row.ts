import { type Hex, sha256, stringToBytes } from 'viem';
import { z } from 'zod';

const hex = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable();
const text = z.string().nullable();
const digits = z.string().regex(/^\d+$/);

/** A row of the audit log as text, each column as the database writes it: only so can its hash be told again. */
export const auditRowSchema = z.object({
  position: z.string().regex(/^-?\d+$/),
  previousHash: hex,
  portfolioPosition: z
    .string()
    .regex(/^-?\d+$/)
    .nullable(),
  portfolioPreviousHash: hex,
  id: digits,
  atMicros: digits,
  actorKind: z.string(),
  actor: z.string(),
  portfolioId: digits.nullable(),
  action: z.string(),
  details: z.string(),
  before: text,
  after: text,
  ip: text,
  userAgent: text,
  chainId: text,
  txHash: text,
  logIndex: text,
  blockNumber: text,
  blockHash: text,
  hash: z.string(),
});

export type AuditRow = z.output<typeof auditRowSchema>;

/** The columns under the hash, in their order. */
const HASHED = [
  ...(['position', 'previousHash', 'portfolioPosition', 'portfolioPreviousHash', 'id', 'atMicros'] as const),
  ...([
    'actorKind',
    'actor',
    'portfolioId',
    'action',
    'details',
    'before',
    'after',
    'ip',
    'userAgent',
  ] as const),
  ...(['chainId', 'txHash', 'logIndex', 'blockNumber', 'blockHash'] as const),
] satisfies readonly (keyof AuditRow)[];

const fieldOf = (value: string | null): string =>
  value === null ? '-' : `${stringToBytes(value).length}:${value}`;

/** The bytes under a row's hash; the same as `audit_row_bytes` of the database. */
export const auditRowBytes = (row: AuditRow): Uint8Array =>
  stringToBytes(['audit-row/1', ...HASHED.map((name) => row[name])].map(fieldOf).join(''));

/** SHA-256 of {@link auditRowBytes}, 64 hex digits without 0x. */
export const auditRowHash = (row: AuditRow): string => (sha256(auditRowBytes(row)) satisfies Hex).slice(2);
