import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { decodeCashPolicy } from '../../../lib/cash/cash-codec.ts';
import { CASH_PROFILES } from '../../../lib/cash/cash-policy.ts';
import type { DueCash } from '../../../lib/cash/moves/due-cash.ts';
import type { Failure } from '../../../lib/result.ts';

const anchorSchema = z.array(z.object({ chainId: z.int(), vault: z.string(), shareBps: z.int() }));

const dueRow = z
  .object({
    ...{ id: z.string(), owner: z.string(), profile: z.enum(CASH_PROFILES), policy: z.unknown() },
    ...{ anchor: anchorSchema.nullable(), lead: z.string(), token: z.string() },
  })
  .transform(
    (row): DueCash => ({
      ...{ ownerId: row.id, owner: row.owner as Address, token: BigInt(row.token) },
      ...{ policy: decodeCashPolicy(row.policy), anchor: row.anchor ?? [], leadE18: BigInt(row.lead) },
    }),
  );

export type CashClaim = {
  readonly holder: string;
  readonly limit: number;
  readonly leaseSeconds: number;
  /** Database time as text: what comes due later waits, so that a short interval can't keep one tick going for ever. */
  readonly dueBefore: string;
};

/** The database's time, as claims compare it. */
export const readClaimTime = async (sql: TransactionSql): Promise<string> => {
  const [row] = await sql<{ now: string }[]>`select now()::text as now`;
  return row?.now ?? '-infinity';
};

/**
 * Claims owners whose cash is due for a look, oldest first, in one statement; claimants that overlap get different ones. Whose last moves may
 * still come is not looked at before they have come or can't any more: what is burnt is seen by the look itself.
 */
export const claimCashOwners = async (
  sql: TransactionSql,
  { holder, limit, leaseSeconds, dueBefore }: CashClaim,
): Promise<readonly DueCash[]> => {
  const rows = await sql`
    with due as (
      select o.id from cash_owners o
      where o.archived_at is null and o.visible_at <= least(now(), ${dueBefore}::text::timestamptz) and not exists (
        select from cash_decisions d join cash_moves m on m.decision_id = d.id left join transfers t on t.id = m.transfer_id
        where d.owner_id = o.id and m.status = 'wanted' and (t.id is null or t.status = 'wanted'))
      order by o.visible_at, o.id limit ${limit} for update of o skip locked
    )
    update cash_owners o
    set visible_at = now() + make_interval(secs => ${leaseSeconds}), lease_owner = ${holder}, lease_token = o.lease_token + 1
    from due where o.id = due.id
    returning o.id::text, o.owner, o.profile, o.policy, o.anchor, o.lead_e18::text as lead, o.lease_token::text as token`;
  return rows
    .map((row) => dueRow.parse(row))
    .toSorted((one, other) => Number(one.ownerId) - Number(other.ownerId));
};

/** Whose cash a dry run looks at: longest due first, whether or not the time has come. Claims nothing. */
export const peekCashOwners = async (sql: TransactionSql, limit: number): Promise<readonly DueCash[]> => {
  const rows = await sql`
    select o.id::text, o.owner, o.profile, o.policy, o.anchor, o.lead_e18::text as lead, o.lease_token::text as token
    from cash_owners o where o.archived_at is null order by o.visible_at, o.id limit ${limit}`;
  return rows.map((row) => dueRow.parse(row));
};

/** Failures of its own in a row after which an owner's cash is set aside. */
const FAILURES_MAX = 3;
const AGAIN_SECONDS_MAX = 3_600;

export type FailedLook = {
  readonly due: Pick<DueCash, 'ownerId' | 'token'>;
  readonly failure: Failure;
  /** Of the surroundings' trouble until the next try; the own one doubles it each time. */
  readonly againSeconds: number;
};

/**
 * Ends a look that failed: it is tried again later, and after some failures of its own in a row no more. Null = somebody else holds it by now.
 */
export const failCashLook = async (
  sql: TransactionSql,
  { due, failure, againSeconds }: FailedLook,
): Promise<'again' | 'set-aside' | null> => {
  const isOwn = failure.whose === 'own';
  const [row] = await sql<{ aside: boolean }[]>`
    update cash_owners
    set lease_owner = null, looked_at = now(), failure_code = ${failure.code}, failures = case when ${isOwn} then failures + 1 else failures end,
      visible_at = case when ${isOwn} and failures + 1 >= ${FAILURES_MAX} then 'infinity'::timestamptz
        else now() + make_interval(secs => least(${againSeconds}::float8 * case when ${isOwn} then 2 ^ failures else 1 end, ${AGAIN_SECONDS_MAX}))
        end
    where id = ${due.ownerId} and lease_token = ${`${due.token}`}::bigint
    returning visible_at = 'infinity' as aside`;
  return row === undefined ? null : row.aside ? 'set-aside' : 'again';
};

/** Gives an owner back unworked: due again at once. */
export const releaseCashOwner = async (
  sql: TransactionSql,
  { ownerId, token }: Pick<DueCash, 'ownerId' | 'token'>,
): Promise<void> => {
  await sql`
    update cash_owners set lease_owner = null, visible_at = now() where id = ${ownerId} and lease_token = ${`${token}`}::bigint`;
};

/** Which of these portfolios are set aside: by their operator, or by what failed. */
export const readAside = async (
  sql: TransactionSql,
  portfolioIds: readonly string[],
): Promise<ReadonlySet<string>> => {
  const rows = await sql<{ id: string }[]>`
    select id::text from portfolios where id = any(${[...portfolioIds]}::bigint[]) and quarantined_at is not null order by id`;
  return new Set(rows.map(({ id }) => id));
};
