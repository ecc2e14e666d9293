import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { CHAIN_ACCOUNT_KINDS } from '../../../lib/engine/snapshot.ts';
import type { DuePortfolio, Lease, LeaseOutcome } from '../../../lib/ledger/tick-record.ts';
import { policyTextReader } from '../../../lib/policy/read-policy-text.ts';
import { fail } from '../../../lib/result.ts';

/** More are claimed in further batches. */
export const CLAIM_MAX = 1_000;

const NO_POLICY = fail('policy-invalid', 'policy: none is stored');

const readPolicy = policyTextReader();

const dueRow = z
  .object({
    id: z.string(),
    lease_token: z.string(),
    kind: z.enum(CHAIN_ACCOUNT_KINDS),
    chain_id: z.coerce.number(),
    address: z.string().transform((text) => text as Address),
    name: z.string(),
    version: z.number().nullable(),
    policy: z.string().nullable(),
    failures: z.number(),
  })
  .transform(
    (row): DuePortfolio => ({
      portfolioId: row.id,
      token: row.lease_token,
      account: { kind: row.kind, chainId: row.chain_id, address: row.address },
      name: row.name,
      policyVersion: row.version ?? 0,
      policy: row.policy === null ? NO_POLICY : readPolicy(row.policy),
      failures: row.failures,
    }),
  );

export type Claim = {
  readonly chainId: number;
  /** Who holds the lease, for a person who looks at the table. */
  readonly owner: string;
  readonly limit: number;
  readonly leaseSeconds: number;
  /** Database time as text: what came due later waits, so that a short interval can't keep one tick going for ever. */
  readonly dueBefore: string;
};

/**
 * Claims due portfolios, oldest first, in one statement. Claimants that overlap get different portfolios. A lease that is
 * neither completed nor released comes due again by itself after `leaseSeconds`, with a new token. A kind of account that this code
 * doesn't know is left to newer code that runs beside it.
 */
export const claimDue = async (sql: TransactionSql, claim: Claim): Promise<readonly DuePortfolio[]> => {
  // Joined with what is due, the whole table would be read for a thousand rows of some hundred thousand; an array is looked up.
  const rows = await sql`
    with due as (
      select l.id, a.kind, a.chain_id, a.address, p.name, p.failures
      from leases l join portfolios p on p.id = l.id join accounts a on a.id = p.account_id
      where l.visible_at <= ${claim.dueBefore}::text::timestamptz and l.visible_at <= now() and a.chain_id = ${claim.chainId}
        and a.kind = any(${[...CHAIN_ACCOUNT_KINDS]}::text[])
      order by l.visible_at, l.id
      limit ${Math.min(claim.limit, CLAIM_MAX)}
      for update of l skip locked
    ), claimed as (
      update leases l
      set visible_at = now() + make_interval(secs => ${claim.leaseSeconds}), lease_owner = ${claim.owner},
        lease_token = l.lease_token + 1
      where l.id = any(array(select id from due))
      returning l.id, l.lease_token
    )
    select c.id::text, c.lease_token::text, d.kind, d.chain_id::text, d.address, d.name, d.failures, v.version, v.policy::text
    from claimed c
    join due d on d.id = c.id
    left join lateral (
      select version, policy from policies where portfolio_id = c.id order by version desc limit 1
    ) v on true
    order by c.id`;
  return rows.map((row) => dueRow.parse(row));
};

type Peek = Pick<Claim, 'chainId' | 'limit'> & {
  /** This one alone; null = all. */
  readonly portfolio: Address | null;
};

/** The portfolios a dry run looks at: longest due first, whether or not their time has come. Claims nothing. */
export const peekDue = async (
  sql: TransactionSql,
  { chainId, limit, portfolio }: Peek,
): Promise<readonly DuePortfolio[]> => {
  const rows = await sql`
    select l.id::text, l.lease_token::text, a.kind, a.chain_id::text, a.address, p.name, p.failures, v.version, v.policy::text
    from leases l
    join portfolios p on p.id = l.id
    join accounts a on a.id = p.account_id
    left join lateral (
      select version, policy from policies where portfolio_id = l.id order by version desc limit 1
    ) v on true
    where a.chain_id = ${chainId} and p.archived_at is null and a.kind = any(${[...CHAIN_ACCOUNT_KINDS]}::text[])
      and (${portfolio}::text is null or a.address = ${portfolio})
    order by l.visible_at, l.id
    limit ${limit}`;
  return rows.map((row) => dueRow.parse(row));
};

export const countDue = async (
  sql: TransactionSql,
  { chainId, dueBefore }: Pick<Claim, 'chainId' | 'dueBefore'>,
): Promise<number> => {
  const [row] = await sql<{ due: number }[]>`
    select count(*)::int as due
    from leases l join portfolios p on p.id = l.id join accounts a on a.id = p.account_id
    where l.visible_at <= ${dueBefore}::text::timestamptz and a.chain_id = ${chainId}
      and a.kind = any(${[...CHAIN_ACCOUNT_KINDS]}::text[])`;
  return row?.due ?? 0;
};

export type Completion = {
  readonly outcomes: readonly LeaseOutcome[];
  /** Failures in a row after which a portfolio is set aside. */
  readonly failuresMax: number;
};

export type Completed = { readonly portfolioId: string; readonly quarantined: boolean };

/** What is worth nothing is looked at that often, until something comes in. */
const UNFUNDED_INTERVAL_SECONDS = 86_400;

/**
 * Ends leases: each portfolio comes due again when its outcome says. Who has lost the lease changes nothing, and is missing in the
 * answer. The failures a portfolio is to blame for are counted; after `failuresMax` in a row, or one that is never to be tried again,
 * it is set aside with its reason, and comes due no more. One that was worth nothing comes due once a day, unless something has come in
 * since the block it was seen at.
 */
export const completeLeases = async (
  sql: TransactionSql,
  completion: Completion,
): Promise<readonly Completed[]> => {
  const input = completion.outcomes.map(({ lease, failure, blame, dueInSeconds, unfundedAt }) => ({
    id: lease.portfolioId,
    token: lease.token,
    failed: failure !== null && blame,
    hopeless: failure !== null && blame && failure.retry.when === 'never',
    due_in_seconds: dueInSeconds,
    reason: failure === null ? null : `${failure.code}: ${failure.message}`,
    code: failure?.code ?? null,
    unfunded_at: unfundedAt === null ? null : unfundedAt.toString(),
  }));
  // First and by itself: the statement after it sees what came in while it waited for who was storing that.
  const unfunded = input.flatMap(({ id, unfunded_at }) => (unfunded_at === null ? [] : [id]));
  if (unfunded.length > 0)
    await sql`select from leases where id = any(${unfunded}::bigint[]) order by id for update`;
  const rows = await sql<{ id: string; quarantined: boolean }[]>`
    with input as (
      select * from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb)
        as i(id bigint, token bigint, failed boolean, hopeless boolean, due_in_seconds double precision, reason text, code text,
          unfunded_at bigint)
    ), judged as (
      select i.*, i.unfunded_at is not null and not exists (select from cash_flows c
        where c.portfolio_id = i.id and c.direction = 'in' and c.units > 0 and c.block_number > i.unfunded_at) as unfunded
      from input i
    ), done as (
      update leases l
      set lease_owner = null, looked_at = now(), failure_code = i.code, visible_at = case
        when i.hopeless or (i.failed and p.failures + 1 >= ${completion.failuresMax}) then 'infinity'::timestamptz
        when i.unfunded then now() + make_interval(secs => greatest(i.due_in_seconds, ${UNFUNDED_INTERVAL_SECONDS}))
        else now() + make_interval(secs => i.due_in_seconds) end
      from judged i join portfolios p on p.id = i.id
      where l.id = i.id and l.lease_token = i.token
      returning l.id, i.failed, i.reason, i.unfunded, l.visible_at = 'infinity' as quarantined
    ), counted as (
      update portfolios p
      set failures = case when d.failed then p.failures + 1 else 0 end,
        quarantined_at = case when d.quarantined then now() else null end,
        quarantine_reason = case when d.quarantined then d.reason else null end, unfunded = d.unfunded
      from done d
      where p.id = d.id and (d.failed or p.failures > 0 or p.quarantined_at is not null or p.unfunded <> d.unfunded)
    ), told as (
      insert into audit_log (actor_kind, actor, portfolio_id, action, details)
      select 'bot', 'bot:' || coalesce(a.signer, 'none'), d.id, 'quarantined', jsonb_build_object('reason', d.reason)
      from done d join portfolios p on p.id = d.id join accounts a on a.id = p.account_id where d.quarantined
      order by d.id
    )
    select d.id::text, d.quarantined from done d order by d.id`;
  return rows.map(({ id, quarantined }) => ({ portfolioId: id, quarantined }));
};

/** Gives portfolios back unworked: they are due again at once. Leases that were lost stay as they are. */
export const releaseLeases = async (sql: TransactionSql, leases: readonly Lease[]): Promise<void> => {
  const input = leases.map(({ portfolioId, token }) => ({ id: portfolioId, token }));
  await sql`
    update leases l set lease_owner = null, visible_at = now()
    from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(id bigint, token bigint)
    where l.id = i.id and l.lease_token = i.token`;
};

export type FundsIn = { readonly chainId: number; readonly addresses: readonly Address[] };

/** Something has come in: who waited for it is due at once. In the transaction that stores it. */
export const wakeUnfunded = async (sql: TransactionSql, { chainId, addresses }: FundsIn): Promise<void> => {
  if (addresses.length === 0) return;
  const rows = await sql<{ id: string }[]>`
    select l.id::text from leases l join portfolios p on p.id = l.id join accounts a on a.id = p.account_id
    where a.chain_id = ${chainId} and a.address = any(${[...addresses]}::text[])
    order by l.id for update of l`;
  await sql`
    update leases l set visible_at = now() from portfolios p
    where l.id = any(${rows.map(({ id }) => id)}::bigint[]) and p.id = l.id and p.unfunded
      and p.quarantined_at is null and l.lease_owner is null and l.visible_at > now() and l.visible_at < 'infinity'`;
};
