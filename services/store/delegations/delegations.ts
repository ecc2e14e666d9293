import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import type { GrantedTerms } from '../../../lib/delegations/judge-grant.ts';
import { DELEGATION_STATUSES, type Standing, statusOf } from '../../../lib/delegations/standing.ts';
import { type ActorId, appendAudit, type Origin } from '../audit/audit-log.ts';
import { address, hex, uint } from '../pages/columns.ts';

/** What a chain said of a delegation, and when. Of a period that isn't known nothing is said to be left. */
export type SeenStanding = {
  readonly standing: Standing;
  readonly leftUnits: bigint | null;
  readonly blockNumber: bigint;
  readonly timeSeconds: number;
};

export type NewDelegation = {
  /** The account row of the clone that it names. */
  readonly accountId: string;
  readonly hash: Hex;
  readonly delegator: Address;
  readonly delegate: Address;
  readonly manager: Address;
  readonly terms: GrantedTerms;
  /** How the chain calls and counts its token; null where that can't be shown. */
  readonly symbol: string | null;
  readonly decimals: number;
  /** The delegation with its signature. */
  readonly context: Hex;
  readonly seen: SeenStanding;
  readonly actor: ActorId;
  readonly origin: Origin | null;
};

/**
 * Keeps a delegation that was judged good, with a line in the audit log. One that is there already, by its hash, gets the new signature and
 * is used again if it had been dropped; the same signature once more changes nothing and answers false.
 */
export const saveDelegation = async (sql: TransactionSql, one: NewDelegation): Promise<boolean> => {
  const { accountId, hash, delegator, delegate, manager, terms, context, seen } = one;
  const written = await sql`
    insert into delegations as d (account_id, hash, delegator, delegate, manager, token, amount_units, period_seconds, start_seconds,
      expires_at_seconds, context, status, standing, left_units, seen_block, seen_at_seconds, symbol, decimals)
    values (${accountId}::bigint, ${hash}, ${delegator}, ${delegate}, ${manager}, ${terms.token}, ${`${terms.amountUnits}`}::numeric,
      ${terms.periodSeconds}, ${terms.startSeconds}, ${terms.expiresAtSeconds}, ${context}, ${statusOf(seen.standing)}, ${seen.standing},
      ${seen.leftUnits === null ? null : `${seen.leftUnits}`}::numeric, ${`${seen.blockNumber}`}::bigint, ${seen.timeSeconds},
      ${one.symbol}, ${one.decimals})
    on conflict (account_id, hash) do update set context = excluded.context, status = excluded.status, standing = excluded.standing,
      left_units = excluded.left_units, seen_block = excluded.seen_block, seen_at_seconds = excluded.seen_at_seconds, dropped_at = null
      where d.status not in ('expired', 'superseded') and (d.context <> excluded.context or d.dropped_at is not null)
    returning id`;
  if (written.length === 0) return false;
  const { actor, origin } = one;
  await appendAudit(sql, {
    ...{ actor, origin, action: 'delegation-granted', portfolioId: null, before: null },
    after: { hash, account: delegator, clone: delegate, ...terms },
  });
  return true;
};

const idRow = z.object({ id: z.string() });

/** The account row of a contract that serves an account, as far as whoever asks may see it; null = there is none. */
export const readCloneId = async (
  sql: TransactionSql,
  { chainId, address: clone }: { readonly chainId: number; readonly address: Address },
): Promise<string | null> => {
  const [row] = await sql`
    select id::text from accounts
    where chain_id = ${chainId} and address = ${clone} and kind = 'delegated' and (viewer_address() is null or viewer_address() in (owner, guardian))`;
  return row === undefined ? null : idRow.parse(row).id;
};

export type DroppedDelegation = {
  readonly hash: Hex;
  readonly actor: ActorId;
  readonly origin: Origin | null;
};

/** No longer moves anything by a delegation, from the owner's wish on; on chain it holds until the account revokes it. False = none is there. */
export const dropDelegation = async (
  sql: TransactionSql,
  { hash, actor, origin }: DroppedDelegation,
): Promise<boolean> => {
  const dropped = await sql`
    update delegations d set dropped_at = now() from accounts a
    where a.id = d.account_id and d.hash = ${hash} and d.dropped_at is null
      and (viewer_address() is null or viewer_address() in (a.owner, a.guardian))
    returning d.id`;
  if (dropped.length === 0) return false;
  await appendAudit(sql, {
    ...{ actor, origin, action: 'delegation-dropped', portfolioId: null },
    before: { hash },
    after: null,
  });
  return true;
};

const toTryRow = z
  .object({ id: z.string(), hash: hex, delegator: address, delegate: address, token: address, context: hex })
  .readonly();

/** A delegation as the chain is asked for it. */
export type DelegationToTry = z.output<typeof toTryRow>;

/** What may still be redeemed, as far as rows tell; what was seen the longest ago comes first. */
export const readDelegationsToTry = async (
  sql: TransactionSql,
  {
    chainId,
    manager,
    limit,
    notSeenAt,
  }: {
    readonly chainId: number;
    readonly manager: Address;
    readonly limit: number;
    /** What was seen at this block is left out. */
    readonly notSeenAt: bigint;
  },
): Promise<readonly DelegationToTry[]> => {
  const rows = await sql`
    select d.id::text, d.hash, d.delegator, d.delegate, d.token, d.context
    from delegations d join accounts a on a.id = d.account_id
    where a.chain_id = ${chainId} and d.manager = ${manager} and d.dropped_at is null and d.status not in ('expired', 'superseded')
      and d.seen_block <> ${`${notSeenAt}`}::bigint
    order by d.seen_block, d.id limit ${limit}`;
  return rows.map((row) => toTryRow.parse(row));
};

export type TriedDelegation = SeenStanding & { readonly id: string };

const changedRow = z
  .object({ hash: hex, status: z.enum(DELEGATION_STATUSES), standing: z.string() })
  .readonly();

/**
 * Stores what a look found, one statement for all, and answers those whose status it changed. What has expired or was superseded stays so:
 * nothing makes it good again.
 */
export const saveStandings = async (
  sql: TransactionSql,
  tried: readonly TriedDelegation[],
): Promise<readonly z.output<typeof changedRow>[]> => {
  const input = tried.map(({ id, standing, leftUnits, blockNumber, timeSeconds }) => ({
    ...{ id, standing, status: statusOf(standing), block: `${blockNumber}`, seconds: timeSeconds },
    left_units: leftUnits === null ? null : `${leftUnits}`,
  }));
  const rows = await sql`
    with look as (
      select * from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb)
        as i(id bigint, standing text, status text, left_units numeric, block bigint, seconds bigint)
    ), former as (
      select d.id, d.status from delegations d join look i on i.id = d.id order by d.id for no key update of d
    ), written as (
      update delegations d set status = i.status, standing = i.standing, left_units = i.left_units, seen_block = i.block,
        seen_at_seconds = i.seconds
      from look i join former f on f.id = i.id
      where d.id = i.id and f.status not in ('expired', 'superseded')
      returning d.id, d.hash, d.status, d.standing, f.status as former
    )
    select hash, status, standing from written where status <> former order by written.id`;
  return rows.map((row) => changedRow.parse(row));
};

const hashRow = z.object({ hash: hex });

/** Ends, for good, what was granted to clones that are no longer their account's current one. @returns the hashes of what that ended */
export const supersedeDelegations = async (
  sql: TransactionSql,
  { chainId, clones }: { readonly chainId: number; readonly clones: readonly Address[] },
): Promise<readonly Hex[]> => {
  const rows = await sql`
    with ended as (
      update delegations d set status = 'superseded' from accounts a
      where a.id = d.account_id and a.chain_id = ${chainId} and a.kind = 'delegated' and a.address = any(${[...clones]}::text[])
        and d.status not in ('expired', 'superseded')
      returning d.id, d.hash
    )
    select hash from ended order by id`;
  return rows.map((row) => hashRow.parse(row).hash);
};

const ownRow = z
  .object({
    chain_id: z.number(),
    hash: hex,
    account: address,
    clone: address,
    guardian: address,
    manager: address,
    token: address,
    amount: uint,
    period: z.number(),
    start: z.number(),
    expires: z.number(),
    context: hex,
    status: z.enum(DELEGATION_STATUSES),
    standing: z.string(),
    left: uint.nullable(),
    seen_at: z.number(),
    dropped: z.boolean(),
    symbol: z.string().nullable(),
    decimals: z.number().nullable(),
  })
  .transform(
    ({ chain_id: chainId, amount, left, period, start, expires, seen_at: seenAtSeconds, ...row }) => ({
      ...{ ...row, chainId, amountUnits: amount, leftUnits: left, seenAtSeconds },
      ...{ periodSeconds: period, startSeconds: start, expiresAtSeconds: expires },
    }),
  );

/** A delegation as its owner is shown it. */
export type OwnDelegation = Readonly<z.output<typeof ownRow>>;

/** All that was granted by accounts that somebody owns or guards, the newest first. */
export const readOwnDelegations = async (
  sql: TransactionSql,
  viewer: Address,
): Promise<readonly OwnDelegation[]> => {
  const rows = await sql`
    select a.chain_id::float8 as chain_id, d.hash, d.delegator as account, d.delegate as clone, a.guardian, d.manager, d.token,
      d.amount_units::text as amount, d.period_seconds::float8 as period, d.start_seconds::float8 as start,
      d.expires_at_seconds::float8 as expires, d.context, d.status, d.standing, d.left_units::text as left,
      d.seen_at_seconds::float8 as seen_at, d.dropped_at is not null as dropped, d.symbol,
      d.decimals::float8 as decimals
    from delegations d join accounts a on a.id = d.account_id
    where ${viewer} in (a.owner, a.guardian) order by d.id desc`;
  return rows.map((row) => ownRow.parse(row));
};
