import type { TransactionSql } from 'postgres';
import type { Caller } from '../../../lib/api/caller.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { fail, ok } from '../../../lib/result.ts';
import type { InDatabase } from '../../api/handle.ts';
import { actAsOwnerOf } from '../../store/api/holder-owned.ts';
import { readStanding } from '../../store/api/portfolio-rows.ts';
import { holderOwnedBy } from './holder-owned.ts';

/** The same for one that isn't there and one that the viewer may not see. */
export const unknownPortfolio = fail('not-found', 'There is no portfolio of this id that you may see.');

const whereOwned = async <T>(
  sql: TransactionSql,
  id: string,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> => {
  const { seen, owned, told } = await readStanding(sql, id);
  if (owned) return work();
  if (!seen) return unknownPortfolio;
  return fail(
    'not-owner',
    told
      ? 'You guard this account: you read it, and may pause it on chain; only the account itself, or the key that owns it on chain, may change this.'
      : 'The portfolio is shared; only its owner may change it.',
  );
};

/**
 * Does what is for the owner alone, in one transaction. Others are told so only of what they may see. Whom the rows call a guardian and no
 * more may own the smart account that they guard: the chain is asked, each time, and its word holds for this transaction.
 */
export const asOwner = async <T>(
  { caller, inDatabase }: { readonly caller: Caller; readonly inDatabase: InDatabase<TransactionSql> },
  id: string,
  work: (sql: TransactionSql) => Promise<Outcome<T>>,
): Promise<Outcome<T>> => {
  const byRows = await inDatabase((sql) => whereOwned(sql, id, () => work(sql)));
  if (byRows.ok || byRows.error.code !== 'not-owner') return byRows;
  const holder = await holderOwnedBy(caller, { id });
  if (!holder.ok) return holder;
  const { value } = holder;
  if (value === null) return byRows;
  return inDatabase(async (sql) => {
    await actAsOwnerOf(sql, value);
    return whereOwned(sql, id, () => work(sql));
  });
};

/** Reads what is told to the owner alone, and to the guardian of an account that keeps its own tokens. */
export const whereTold = async <T>(
  sql: TransactionSql,
  id: string,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> => {
  const { seen, told } = await readStanding(sql, id);
  if (told) return work();
  return seen
    ? fail('not-owner', 'The portfolio is shared; this is told to its owner alone.')
    : unknownPortfolio;
};

/** Does what is for whoever may see the portfolio. */
export const whereSeen = async <T>(
  sql: TransactionSql,
  id: string,
  work: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> => ((await readStanding(sql, id)).seen ? work() : unknownPortfolio);

/**
 * Rows of one portfolio that row level security shows to whoever may see it, and to nobody else: only where there are none it has to be
 * asked whether there is a portfolio at all.
 */
export const rowsWhereSeen = async <T>(
  sql: TransactionSql,
  id: string,
  read: () => Promise<readonly T[]>,
): Promise<Outcome<readonly T[]>> => {
  const rows = await read();
  return rows.length > 0 ? ok(rows) : whereSeen(sql, id, async () => ok(rows));
};
