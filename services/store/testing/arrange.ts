import type { Sql } from 'postgres';
import { type Address, keccak256, numberToHex, toHex } from 'viem';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { PRESETS } from '../../../lib/policy/policy-presets.ts';
import { emptyAuditLog } from './empty-audit-log.ts';

export const CHAIN_ID = 31_337;

/** A lower-cased address nobody owns. */
export const addressOf = (number: number): Address =>
  numberToHex(BigInt(number) + (1n << 152n), { size: 20 });
export const hashOf = (text: string): `0x${string}` => keccak256(toHex(text));

export type ArrangedPortfolio = { readonly id: string; readonly address: Address };

/** Portfolios that are due since `dueSecondsAgo`, the first the longest; each with the index preset as its policy. */
export const arrangePortfolios = async (
  admin: Sql,
  count: number,
  { shared = false, from = 1 }: { readonly shared?: boolean; readonly from?: number } = {},
): Promise<readonly ArrangedPortfolio[]> => {
  const policy = JSON.stringify(policyToJson(PRESETS.index));
  const arranged: ArrangedPortfolio[] = [];
  for (let number = from; number < from + count; number += 1) {
    const address = addressOf(number);
    const [row] = await admin<{ id: string }[]>`
      with account as (
        insert into accounts (kind, chain_id, address, owner, signer, created_block, created_block_hash, refresh)
        values ('balancer', ${CHAIN_ID}, ${address}, ${addressOf(number + 500_000)}, ${addressOf(9)}, 1, ${hashOf('block 1')}, false)
        returning id
      ), portfolio as (
        insert into portfolios (account_id, shared) select id, ${shared} from account returning id
      ), policy as (
        insert into policies (portfolio_id, version, schema_version, policy, created_by)
        select id, 1, 1, ${policy}::text::jsonb, 'test' from portfolio
      )
      insert into leases (id, visible_at)
      select id, now() - make_interval(secs => ${10_000 - number}) from portfolio returning id::text`;
    if (row === undefined) throw new Error('not arranged');
    arranged.push({ id: row.id, address });
  }
  return arranged;
};

/** Empties what was arranged. The audit log goes first: a portfolio that is in it can't be deleted. */
export const removePortfolios = async (admin: Sql): Promise<void> => {
  await emptyAuditLog(admin);
  await admin`delete from accounts`;
};
