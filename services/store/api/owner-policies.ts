import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { type PageQuery, positionOf } from '../../../lib/api/fields.ts';
import type { PolicyDto } from '../../../lib/api/policies.ts';
import type { PolicyJson } from '../../../lib/policy/policy.ts';
import { savePolicyRegistration } from '../policies.ts';

const versionRow = z.object({
  version: z.number(),
  policy: z.unknown(),
  createdBy: z.string(),
  createdAtSeconds: z.number(),
});

/** Versions of a portfolio's policy, the latest first; one more than the page has. */
export const readPolicyVersions = async (
  sql: TransactionSql,
  { portfolioId, cursor, limit }: PageQuery & { readonly portfolioId: string },
): Promise<readonly PolicyDto[]> => {
  const below = positionOf(cursor)?.first ?? null;
  const rows = await sql`
    select version, policy, created_by as "createdBy", floor(extract(epoch from created_at))::float8 as "createdAtSeconds"
    from policies where portfolio_id = ${portfolioId}::bigint ${below === null ? sql`` : sql`and version < ${below}::bigint`}
    order by version desc limit ${limit + 1}`;
  return rows.map((row) => versionRow.parse(row));
};

const heldRow = z.object({
  chainId: z.coerce.number(),
  address: z.string().transform((text) => text as Address),
  name: z.string(),
  shared: z.boolean(),
  simulated: z.boolean(),
});

/** What a policy's registration says beside it. */
export type HeldPortfolio = z.output<typeof heldRow>;

/** The viewer's own portfolio, held until the transaction ends: of two who change its policy, the other waits. */
export const holdPortfolio = async (sql: TransactionSql, id: string): Promise<HeldPortfolio | null> => {
  const [row] = await sql`
    select a.chain_id::text as "chainId", a.address, p.name, p.shared, p.simulated
    from portfolios p join accounts a on a.id = p.account_id where p.id = ${id}::bigint for update of p`;
  return row === undefined ? null : heldRow.parse(row);
};

/** Writes the next version, in force from the next look on. One that says the same as the latest is none. */
export const savePolicy = (
  sql: TransactionSql,
  held: HeldPortfolio,
  { policy, by }: { readonly policy: PolicyJson; readonly by: string },
): Promise<void> => savePolicyRegistration(sql, { ...held, policy, createdBy: by });
