import type { Sql } from 'postgres';
import { type Address, type Hex, numberToHex } from 'viem';

/** A portfolio at this address with one look that acts, for orders to hang on. Nothing else is in the database. */
export const arrangeDecision = async (
  admin: Sql,
  { chainId, address }: { readonly chainId: number; readonly address: Address },
): Promise<void> => {
  const hash: Hex = numberToHex(1, { size: 32 });
  await admin`insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash)
    values ('balancer', ${chainId}, ${address}, ${numberToHex(0xee, { size: 20 })}, 1, ${hash})`;
  await admin`insert into portfolios (account_id) select id from accounts`;
  await admin`insert into policies (portfolio_id, version, schema_version, policy, created_by)
    select id, 1, 1, '{}', 'test' from portfolios`;
  await admin`insert into ticks (source) values ('cli')`;
  await admin`insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, snapshot)
    select p.id, t.id, 1, ${hash}, 1, '{}' from portfolios p, ticks t`;
  await admin`insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, decision,
      next_look_at_seconds)
    select s.id, s.portfolio_id, s.tick_id, 1, '1', 'act', '{}', 1 from snapshots s`;
};
