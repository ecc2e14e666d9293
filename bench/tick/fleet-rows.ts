import type { Sql } from 'postgres';
import { policyToJson } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { addressOf } from '../../services/store/testing/arrange.ts';
import { BLOCK_HASH } from './fleet-node.ts';

export type FleetRows = {
  readonly chainId: number;
  readonly portfolios: number;
  readonly signer: string;
  readonly blockNumber: number;
};

/** A fleet that was found long ago: accounts, portfolios, policies, leases that are due, and the index at the node's block. */
export const insertFleet = async (
  admin: Sql,
  { chainId, portfolios, signer, blockNumber }: FleetRows,
): Promise<void> => {
  const policy = JSON.stringify(policyToJson(PRESETS.index));
  await admin`
    insert into accounts (kind, chain_id, address, owner, signer, created_block, created_block_hash, refresh)
    select 'balancer', ${chainId}, '0x01' || lpad(to_hex(n), 38, '0'), ${addressOf(990_001)}, ${signer}, 1, ${BLOCK_HASH}, false
    from generate_series(1, ${portfolios}::int) n`;
  await admin`insert into portfolios (account_id, name) select id, 'Portfolio ' || id from accounts order by id`;
  await admin`
    insert into policies (portfolio_id, version, schema_version, policy, created_by)
    select id, 1, 1, ${policy}::text::jsonb, 'bench' from portfolios`;
  await admin`insert into leases (id, visible_at) select id, now() - interval '1 hour' from portfolios`;
  await admin`
    insert into cursors (chain_id, address_set, block_number, block_hash)
    values (${chainId}, 'balancers', ${blockNumber}, ${BLOCK_HASH})`;
  // What is still empty stays as nobody has looked at it: Postgres keeps plans for a table that it has seen empty.
  await admin`vacuum analyze accounts, portfolios, policies, leases, cursors`;
};
