import type { TransactionSql } from 'postgres';
import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { canonicalJson } from '../../lib/policy/registration.ts';
import type { KeptRegistration } from '../../lib/policy/registration-file.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import { type PolicyRegistration, savePolicyRegistration } from './policies.ts';

type Key = Pick<PolicyRegistration, 'chainId' | 'address'>;

export type OwnersWord = {
  /** Lower-cased. */
  readonly owner: Address;
  readonly signature: Hex;
  readonly signedAtSeconds: UnixSeconds;
  /** The policy as the text that was signed. */
  readonly text: string;
};

/** When the registration in force was signed; null = it isn't signed, or there is none. */
export const readSignedAt = async (
  sql: TransactionSql,
  { chainId, address }: Key,
): Promise<UnixSeconds | null> => {
  const [row] = await sql<{ at: string | null }[]>`
    select signed_at_seconds as at from policy_registrations
    where chain_id = ${chainId} and address = ${address} for update`;
  return row?.at == null ? null : Number(row.at);
};

/** Whether anything is registered for a contract. */
export const isRegistered = async (sql: TransactionSql, { chainId, address }: Key): Promise<boolean> => {
  const [row] = await sql`
    select from policy_registrations where chain_id = ${chainId} and address = ${address}`;
  return row !== undefined;
};

/**
 * Registers what an owner signed, with its signature. `false` = the owner's words were registered already.
 * Fails with `registration-older` when the one in force was signed later, or says something else and was signed in the same second.
 */
export const saveSignedRegistration = async (
  sql: TransactionSql,
  registration: PolicyRegistration,
  { owner, signature, signedAtSeconds, text }: OwnersWord,
): Promise<Result<boolean>> => {
  const { chainId, address, name } = registration;
  // Two that arrive at once for a contract without a row would both find none.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`registration ${chainId} ${address}`}, 0))`;
  const at = await readSignedAt(sql, registration);
  const [same] = await sql`
    select from policy_registrations where chain_id = ${chainId} and address = ${address}
      and signed_at_seconds = ${signedAtSeconds} and signed_policy = ${text} and name = ${name}`;
  if (at !== null && at >= signedAtSeconds && same === undefined)
    return fail(
      'registration-older',
      `Signed at ${signedAtSeconds}, and what is registered was signed at ${at}: sign it anew.`,
    );
  await savePolicyRegistration(sql, registration);
  await sql`
    update policy_registrations
    set owner = ${owner}, signature = ${signature}, signed_at_seconds = ${signedAtSeconds}, signed_policy = ${text}
    where chain_id = ${chainId} and address = ${address}`;
  return ok(same === undefined);
};

const rowSchema = z.object({
  chainId: z.coerce.number(),
  portfolio: z.string().transform((text) => text as Address),
  name: z.string(),
  policy: z.unknown(),
  shared: z.boolean(),
  simulated: z.boolean(),
  owner: z
    .string()
    .transform((text) => text as Address)
    .nullable(),
  signature: z
    .string()
    .transform((text) => text as Hex)
    .nullable(),
  signedAt: z.coerce.number().nullable(),
  signedPolicy: z.string().nullable(),
});

const keptOf = (row: z.output<typeof rowSchema>): KeptRegistration => {
  const { owner, signature, signedAt, signedPolicy, policy, ...rest } = row;
  const isSigned = owner !== null && signature !== null && signedAt !== null && signedPolicy !== null;
  return {
    ...rest,
    policy: isSigned ? signedPolicy : canonicalJson(policy),
    signed: isSigned ? { owner, signature, atSeconds: signedAt } : null,
  };
};

/** What is registered on a chain, by address, after one: page by page. */
export const readRegistrationsAfter = async (
  sql: TransactionSql,
  { chainId, address, rowsMax }: Key & { readonly rowsMax: number },
): Promise<readonly KeptRegistration[]> => {
  const rows = await sql`
    select chain_id as "chainId", address as portfolio, name, policy, shared, simulated, owner, signature,
      signed_at_seconds as "signedAt", signed_policy as "signedPolicy"
    from policy_registrations where chain_id = ${chainId} and address > ${address}
    order by address limit ${rowsMax}`;
  return rows.map((row) => keptOf(rowSchema.parse(row)));
};
