import type { Sql, TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import type { Role } from '../../../lib/api/caller.ts';
import { SCOPES } from '../../../lib/api/scopes.ts';
import { tokenHash } from './api-tokens.ts';

/** What somebody shows to be told from others: a token, or what an authentic session cookie says. */
export type Proof =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'session'; readonly sessionId: string; readonly address: Address };

const holder = z.object({
  userId: z.string().transform(BigInt),
  address: z.string().transform((text) => text as Address),
  role: z.enum(['user', 'operator', 'admin']) satisfies z.ZodType<Role>,
  tokenId: z.string().nullable(),
  scopes: z.array(z.enum(SCOPES)).nullable(),
  steppedUpAtSeconds: z.number().nullable(),
});

/** Whose proof it is. `role` is the stored one; a token has an id and scopes, a session the time of its last fresh signature. */
export type Holder = z.output<typeof holder>;

/** Null for no row, and for one without a holder. */
export const holderIn = (row: unknown): Holder | null => {
  const read = z.object({ userId: z.string().nullable() }).loose().optional().parse(row);
  return read === undefined || read.userId === null ? null : holder.parse(read);
};

/** At most one row; whose token or session it is while that lasts. It also notes its use, to about a minute. */
export const holders = (sql: Sql | TransactionSql, proof: Proof | null) => {
  const hash = proof?.kind === 'token' ? tokenHash(proof.token) : null;
  if (hash !== null)
    return sql`
      select user_id::text as "userId", address, role, token_id::text as "tokenId", scopes, null::float8 as "steppedUpAtSeconds"
      from use_api_token(${hash})`;
  if (proof?.kind === 'session')
    return sql`
      select user_id::text as "userId", address, role, null::text as "tokenId", null::text[] as scopes,
        stepped_up_at_seconds as "steppedUpAtSeconds"
      from use_session(${proof.sessionId}::uuid, ${proof.address})`;
  return sql`
    select null::text as "userId", null::text as address, null::text as role, null::text as "tokenId", null::text[] as scopes,
      null::float8 as "steppedUpAtSeconds" where false`;
};

/** Whose proof it is; null when it is none, is over, or has been ended. */
export const readHolder = async (sql: Sql | TransactionSql, proof: Proof): Promise<Holder | null> =>
  holderIn((await holders(sql, proof))[0]);
