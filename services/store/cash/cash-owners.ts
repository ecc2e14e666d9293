import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { decodeCashPolicy, decodeCashSnapshot, encodeCashPolicy } from '../../../lib/cash/cash-codec.ts';
import { CASH_PROFILES, type CashPolicy, type CashProfile } from '../../../lib/cash/cash-policy.ts';
import type { CashSnapshot } from '../../../lib/cash/cash-snapshot.ts';
import type { Result } from '../../../lib/result.ts';
import { type ActorId, appendAudit, type Origin } from '../audit/audit-log.ts';

const chosenRow = z
  .object({ profile: z.enum(CASH_PROFILES), policy: z.unknown(), version: z.number() })
  .transform(({ policy, ...row }) => ({ ...row, policy: decodeCashPolicy(policy) }));

/** By which profile an owner's cash is moved, and the policy that it stands for, from 1 on one version more with each change. */
export type ChosenCash = {
  readonly profile: CashProfile;
  readonly policy: Result<CashPolicy>;
  readonly version: number;
};

/** What an owner has chosen; null = nothing yet, and nothing is moved. */
export const readChosenCash = async (sql: TransactionSql, owner: Address): Promise<ChosenCash | null> => {
  const [row] = await sql`
    select profile, policy, policy_version as version from cash_owners where owner = ${owner} and archived_at is null`;
  return row === undefined ? null : chosenRow.parse(row);
};

export type CashChoice = {
  readonly owner: Address;
  readonly profile: CashProfile;
  /** What the profile stands for here. */
  readonly policy: CashPolicy;
  readonly actor: ActorId;
  readonly origin: Origin | null;
};

/**
 * Notes by which profile an owner's cash is moved from now on, with a line in the audit log; their next look is due at once. Choosing the
 * same again changes nothing, and answers false.
 */
export const chooseCashProfile = async (
  sql: TransactionSql,
  { owner, profile, policy, actor, origin }: CashChoice,
): Promise<boolean> => {
  const before = await readChosenCash(sql, owner);
  const stored = JSON.stringify(encodeCashPolicy(policy));
  const changed = await sql`
    insert into cash_owners as o (owner, profile, policy) values (${owner}, ${profile}, ${stored}::text::jsonb)
    on conflict (owner) do update set profile = excluded.profile, policy = excluded.policy,
      policy_version = o.policy_version + 1, visible_at = now(), archived_at = null
      where (o.profile, o.policy) is distinct from (excluded.profile, excluded.policy) or o.archived_at is not null
    returning id`;
  if (changed.length === 0) return false;
  await appendAudit(sql, {
    ...{ actor, origin, action: 'cash-profile-chosen', portfolioId: null },
    before: before === null ? null : { profile: before.profile, version: before.version },
    after: { owner, profile },
  });
  return true;
};

const lookRow = z
  .object({ owner_id: z.string(), snapshot: z.unknown() })
  .transform((row) => ({ ownerId: row.owner_id, snapshot: decodeCashSnapshot(row.snapshot) }));

/** What the last look at each of these owners' cash saw; who was never looked at, or in a form that can't be read, is not there. */
export const readLastCashLooks = async (
  sql: TransactionSql,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, CashSnapshot>> => {
  const rows = await sql`
    select w.id::text as owner_id, d.snapshot from unnest(${[...ownerIds]}::bigint[]) w(id)
    cross join lateral (select snapshot from cash_decisions where owner_id = w.id order by id desc limit 1) d
    order by w.id`;
  const looks = new Map<string, CashSnapshot>();
  for (const row of rows) {
    const { ownerId, snapshot } = lookRow.parse(row);
    if (snapshot.ok) looks.set(ownerId, snapshot.value);
  }
  return looks;
};
