import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import type { Role } from '../../../lib/api/caller.ts';
import { ROLE_HOLDERS_MAX, type RoleHolder } from '../../../lib/api/roles.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { type ActorId, appendAudit, type Origin } from '../audit/audit-log.ts';

const addressRow = z.object({ address: z.string().transform((text) => text as Address) });
const roleRow = z.object({ role: z.enum(['user', 'operator', 'admin']) satisfies z.ZodType<Role> });
const holderRow = roleRow.extend(addressRow.shape);

/** Operators and admins by address, with those whom the environment names. */
export const readRoleHolders = async (
  sql: TransactionSql,
  named: readonly Address[],
): Promise<readonly RoleHolder[]> => {
  const rows = await sql`select address, role from users where role <> 'user'`;
  const stored = rows.map((row) => ({ ...holderRow.parse(row), isNamed: false }));
  return [
    ...stored.filter(({ address }) => !named.includes(address)),
    ...named.map((address) => ({ address, role: 'admin', isNamed: true }) as const),
  ].sort((a, b) => a.address.localeCompare(b.address));
};

export type RoleChange = {
  readonly address: Address;
  readonly role: Role;
  /** Admins by the environment's word, whatever the table says. */
  readonly named: readonly Address[];
  /** The admin who changes it; null = the operator, who can name admins in the environment and may leave none. */
  readonly by: Address | null;
  readonly actor: ActorId;
  readonly origin: Origin | null;
};

/** Those that the table calls admins. Whoever else changes roles waits here, so that no two admins end each other. */
const holdAdmins = async (sql: TransactionSql): Promise<readonly Address[]> => {
  const rows = await sql`select address from users where role = 'admin' order by id for update`;
  return rows.map((row) => addressRow.parse(row).address);
};

const tooManyHold = async (sql: TransactionSql): Promise<boolean> =>
  (await sql`select from users where role <> 'user' limit ${ROLE_HOLDERS_MAX}`).length === ROLE_HOLDERS_MAX;

/** Null = nothing is in the way. `held` is the role as stored. */
const obstacleTo = async (
  sql: TransactionSql,
  { address, role, named, by }: RoleChange,
  { held, admins }: { readonly held: Role | null; readonly admins: readonly Address[] },
): Promise<Result<never> | null> => {
  if (by !== null && !named.includes(by) && !admins.includes(by))
    return fail('forbidden', 'Roles are given by admins, and you are none any more.');
  if (named.includes(address) && role !== 'admin')
    return fail('role-fixed', `${address} is an admin for as long as ADMIN_ADDRESSES names it.`);
  if (held === null)
    return fail('not-found', `${address} has not logged in here yet: a role is given to who has.`);
  const leavesNone = named.length === 0 && role !== 'admin' && admins.every((one) => one === address);
  if (by !== null && held === 'admin' && leavesNone)
    return fail('last-admin', `${address} is the last admin: make another one first.`);
  if (held === 'user' && role !== 'user' && (await tooManyHold(sql)))
    return fail('too-many', `${ROLE_HOLDERS_MAX} people are operators or admins; take a role first.`);
  return null;
};

/**
 * Gives a role and says so in the audit log; answers the role as it was stored before. The same again changes nothing. Fails with
 * `forbidden` when `by` is no admin any more, `role-fixed`, `not-found`, `last-admin` or `too-many`; then nothing has changed.
 */
export const saveRole = async (sql: TransactionSql, change: RoleChange): Promise<Result<Role>> => {
  const { address, role, actor, origin } = change;
  const admins = await holdAdmins(sql);
  const [row] = await sql`select role from users where address = ${address} for update`;
  const held = row === undefined ? null : roleRow.parse(row).role;
  const obstacle = await obstacleTo(sql, change, { held, admins });
  if (obstacle !== null) return obstacle;
  if (held === null || held === role) return ok(role);
  await sql`update users set role = ${role} where address = ${address}`;
  await appendAudit(sql, {
    ...{ actor, action: 'role-changed', portfolioId: null, origin },
    before: { address, role: held },
    after: { address, role },
  });
  return ok(held);
};
