import type { Sql, TransactionSql } from 'postgres';
import type { Address } from 'viem';
import type { Caller, Role } from '../../lib/api/caller.ts';
import type { ActorId } from './audit/audit-log.ts';
import { APP_STATEMENT_MS_MAX } from './database.ts';
import { inTransaction } from './transaction.ts';

/** An address that has proven itself, and what it may do. */
export type Viewer = {
  readonly address: Address;
  readonly role: Role;
  /** Where it has not come itself but sent a program: its token. */
  readonly tokenId?: string;
};

/** What the audit log calls the viewer. */
export const actorOf = ({ address, tokenId }: Viewer): ActorId =>
  tokenId === undefined ? `user:${address}` : `token:${tokenId}`;

/** Whose rows are seen: an anonymous caller sees what is shared. */
const viewerOf = (caller: Caller): Viewer | null => (caller.kind === 'anonymous' ? null : caller);

/** No quote is among them, nor anything else that could end a literal. */
const LITERAL = /^[\w:-]*$/;

const settingOf = (name: string, value: string): string => {
  if (!LITERAL.test(value)) throw new Error(`${name} can't be written into a statement`);
  return `set_config('${name}', '${value}', true)`;
};

/** Local to the transaction: the next one on this connection is somebody else's. */
const naming = (viewer: Viewer | null): string =>
  `select ${[
    settingOf('role', 'balancer_app'),
    settingOf('app.viewer', viewer?.address ?? ''),
    settingOf('app.holder_owned', ''),
    settingOf('app.role', viewer?.role ?? ''),
    settingOf('statement_timeout', String(APP_STATEMENT_MS_MAX)),
    settingOf('app.actor', viewer === null ? '' : actorOf(viewer)),
  ].join(', ')}`;

/**
 * Runs `work` in one transaction as `balancer_app` with the viewer named in it: row level security shows and takes what is theirs, whatever
 * login the connection has. @throws what the database says against it, and what `work` throws: then nothing is stored
 */
export const asNamedViewer = <T>(
  sql: Sql,
  viewer: Viewer | null,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> =>
  inTransaction(sql, async (transaction) => {
    // Without parameters it travels with the first statement of `work`: one that fails ends the transaction, and that statement with it.
    const named = transaction.unsafe(naming(viewer)).execute();
    const [done] = await Promise.all([work(transaction), named]);
    return done;
  });

/** From here on the transaction is this viewer's: of one that has found out within it who asks. */
export const becomeViewer = async (sql: TransactionSql, viewer: Viewer): Promise<void> => {
  await sql.unsafe(naming(viewer));
};

/** {@link asNamedViewer} for whoever a request has proven to be. */
export const asViewer = <T>(
  sql: Sql,
  caller: Caller,
  work: (sql: TransactionSql) => Promise<T>,
): Promise<T> => asNamedViewer(sql, viewerOf(caller), work);

/** {@link asNamedViewer} for pages that anybody may see: nobody's rows, and those that an owner shows in per cent. */
export const asCardReader = <T>(sql: Sql, work: (sql: TransactionSql) => Promise<T>): Promise<T> =>
  asNamedViewer(sql, null, async (transaction) => {
    await transaction`select set_config('app.reading', 'card', true)`;
    return work(transaction);
  });
