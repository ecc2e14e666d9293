import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { fail, ok, type Result } from '../../lib/result.ts';
import { appendAudit } from './audit/audit-log.ts';

/** Why a portfolio is set aside that its operator has paused. A new policy of its owner's leaves it so. */
export const PAUSED_BY_OPERATOR = 'paused by the operator';

type Aside = { readonly id: string; readonly reason: string | null; readonly is_aside: boolean };

/** Of every chain that has one at this address. Its lease first, as ticks lock them. */
const holdPortfolios = async (sql: TransactionSql, address: Address): Promise<readonly Aside[]> => {
  await sql`
    select from leases l join portfolios p on p.id = l.id join accounts a on a.id = p.account_id
    where a.address = ${address} order by l.id for update of l`;
  return sql<Aside[]>`
    select p.id::text, p.quarantine_reason as reason, p.quarantined_at is not null as is_aside
    from portfolios p join accounts a on a.id = p.account_id
    where a.address = ${address} and p.archived_at is null order by p.id for update of p`;
};

/** Has the cash of an account's owner looked at again that was set aside; answers why it was, or null where it was not. */
const resumeCash = async (sql: TransactionSql, address: Address): Promise<string | null> => {
  const [row] = await sql<{ code: string | null }[]>`
    with aside as (
      select distinct o.id, o.failure_code as code from cash_owners o join accounts a on a.owner = o.owner
      where a.kind = 'cash' and a.address = ${address} and o.visible_at = 'infinity' and o.archived_at is null
    )
    update cash_owners o set visible_at = now(), failures = 0, failure_code = null from aside where o.id = aside.id
    returning coalesce(aside.code, 'unknown') as code`;
  return row?.code ?? null;
};

const none = (address: Address): Result<never> => fail('not-found', `No portfolio at ${address}.`);

/** Takes shown orders of these portfolios out of public view; who has seen one can fill it. Answers how many. */
const hideOrders = async (sql: TransactionSql, ids: readonly string[]): Promise<number> => {
  const hidden = await sql`
    update orders set status = 'unfillable', status_reason = 'hidden'
    where portfolio_id = any(${[...ids]}::bigint[]) and status in ('open', 'partially-filled') returning id`;
  return hidden.length;
};

export type Paused = { readonly isNew: boolean; readonly hiddenOrders: number };

/**
 * Sets a portfolio aside by the operator's word: it is not looked at, whatever a tick has in hand of it is void, and its shown orders are
 * shown no more. Pausing again hides what was shown meanwhile and changes nothing else. Fails with `not-found`.
 */
export const pausePortfolio = async (sql: TransactionSql, address: Address): Promise<Result<Paused>> => {
  const found = await holdPortfolios(sql, address);
  if (found.length === 0) return none(address);
  const ids = found.map(({ id }) => id);
  const news = found.filter(({ reason }) => reason !== PAUSED_BY_OPERATOR);
  await sql`
    update portfolios set quarantined_at = now(), quarantine_reason = ${PAUSED_BY_OPERATOR}
    where id = any(${news.map(({ id }) => id)}::bigint[])`;
  await sql`
    update leases set visible_at = 'infinity', lease_owner = null, lease_token = lease_token + 1
    where id = any(${news.map(({ id }) => id)}::bigint[])`;
  const hiddenOrders = await hideOrders(sql, ids);
  for (const { id, reason } of news)
    await appendAudit(sql, {
      ...{ actor: 'operator', action: 'portfolio-paused', portfolioId: id, origin: null },
      before: reason === null ? null : { reason },
      after: { reason: PAUSED_BY_OPERATOR },
    });
  return ok({ isNew: news.length > 0, hiddenOrders });
};

/**
 * Has a portfolio looked at again at once that was paused, or set aside by its own failures, and so its owner's cash; answers why it was, or null where it was
 * neither. Fails with `not-found`.
 */
export const resumePortfolio = async (
  sql: TransactionSql,
  address: Address,
): Promise<Result<string | null>> => {
  const found = await holdPortfolios(sql, address);
  if (found.length === 0) return none(address);
  const aside = found.filter(({ is_aside }) => is_aside);
  const ids = aside.map(({ id }) => id);
  await sql`
    update portfolios set quarantined_at = null, quarantine_reason = null, failures = 0 where id = any(${ids}::bigint[])`;
  await sql`update leases set visible_at = now() where id = any(${ids}::bigint[])`;
  for (const { id, reason } of aside)
    await appendAudit(sql, {
      ...{ actor: 'operator', action: 'portfolio-resumed', portfolioId: id, origin: null },
      ...{ before: reason === null ? null : { reason }, after: null },
    });
  const cash = await resumeCash(sql, address);
  return ok(aside[0] === undefined ? cash : (aside[0].reason ?? 'unknown'));
};

/** Whether the operator has paused the portfolio at this address. */
export const isPaused = async (sql: TransactionSql, address: Address): Promise<boolean> => {
  const found = await sql`
    select from portfolios p join accounts a on a.id = p.account_id
    where a.address = ${address} and p.quarantine_reason = ${PAUSED_BY_OPERATOR}`;
  return found.length > 0;
};

/** Takes every shown order of one portfolio, or of all (null), out of public view by the operator's word. Answers how many. */
export const hideShownOrders = async (sql: TransactionSql, portfolio: Address | null): Promise<number> => {
  const rows = await sql<{ id: string }[]>`
    select p.id::text from portfolios p join accounts a on a.id = p.account_id
    where ${portfolio}::text is null or a.address = ${portfolio} order by p.id`;
  const hidden = await hideOrders(
    sql,
    rows.map(({ id }) => id),
  );
  if (hidden > 0)
    await appendAudit(sql, {
      ...{ actor: 'operator', action: 'orders-hidden', portfolioId: null, origin: null },
      ...{ before: null, after: { orders: hidden, portfolio } },
    });
  return hidden;
};
