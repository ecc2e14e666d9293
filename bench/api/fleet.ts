import { createHash } from 'node:crypto';
import type { Sql } from 'postgres';
import { encodeDecision, encodeSnapshot } from '../../lib/engine/codec.ts';
import { policyToJson } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import { addressOf, hashOf } from '../../services/store/testing/arrange.ts';
import { lookOf } from '../../services/store/testing/looks.ts';

export const PORTFOLIOS = 10_000;
export const OWNERS = 1_000;
/** Of one more owner: as many as a page of the API has at most. */
export const PAGE = 200;
export const PAGE_OWNER = OWNERS + 1;
const LOOKS_EACH = 10;
const FILLS_EACH = 20;

/** The token of the n-th owner: as long as a real one, and known here. */
export const tokenOf = (owner: number): string =>
  `1b_${createHash('sha256').update(`owner ${owner}`).digest('base64url')}`;

const look = () => {
  const entry = lookOf({ portfolioId: '1', token: '1' }, { id: '1', address: addressOf(1) });
  return {
    snapshot: JSON.stringify(encodeSnapshot(entry.look.snapshot)),
    decision: JSON.stringify(encodeDecision(entry.look.decision)),
  };
};

/** Ten portfolios of each owner, each with its policy, looks, points and fills, a page of one more owner's, and a day of prices. */
export const fillDatabase = async (admin: Sql): Promise<void> => {
  const policy = JSON.stringify(policyToJson(PRESETS.index));
  const { snapshot, decision } = look();
  const block = hashOf('block 1');
  await admin`insert into ticks (source) values ('cli')`;
  await admin`
    insert into users (address) select '0x' || lpad(to_hex(n), 40, '0') from generate_series(1, ${PAGE_OWNER}::int) n`;
  for (let owner = 1; owner <= OWNERS; owner += 1)
    await admin`
      insert into api_tokens (user_id, name, token_hash, scopes, expires_at)
      select id, 'bench', sha256(${tokenOf(owner)}::text::bytea), '{portfolios:read}', now() + interval '1 day'
      from users where address = '0x' || lpad(to_hex(${owner}::int), 40, '0')`;
  await admin`
    insert into accounts (kind, chain_id, address, owner, signer, created_block, created_block_hash, refresh)
    select 'balancer', 31337, '0x' || lpad(to_hex(n + 1048576), 40, '0'), '0x' || lpad(to_hex(least((n - 1) / 10 + 1, ${PAGE_OWNER}::int)), 40, '0'),
      ${addressOf(9)}, 1, ${block}, false from generate_series(1, ${PORTFOLIOS + PAGE}::int) n`;
  await admin`insert into portfolios (account_id, name) select id, 'Portfolio ' || id from accounts order by id`;
  await admin`
    insert into policies (portfolio_id, version, schema_version, policy, created_by)
    select id, 1, 1, ${policy}::text::jsonb, 'bench' from portfolios`;
  await admin`insert into leases (id, visible_at) select id, now() + interval '1 day' from portfolios`;
  await admin`
    insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
    select p.id, t.id, n, ${block}, 1790000000 + n, 10000 * 10::numeric ^ 18, ${snapshot}::text::jsonb
    from portfolios p cross join generate_series(1, ${LOOKS_EACH}::int) n cross join ticks t`;
  await admin`
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, decision, next_look_at_seconds)
    select id, portfolio_id, tick_id, 1, '1', 'act', ${decision}::text::jsonb, 1 from snapshots order by id`;
  await admin`
    insert into fills (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, order_hash, taker,
      sell_token, buy_token, sell_units, buy_units)
    select 31337, '0x' || lpad(to_hex(p.id * 100 + n), 64, '0'), n, ${block}, n, 1790000000 + n, p.id, ${hashOf('order')},
      ${addressOf(3)}, ${addressOf(1)}, ${addressOf(2)}, 100, 200
    from portfolios p cross join generate_series(1, ${FILLS_EACH}::int) n`;
  await admin`
    insert into series_points (portfolio_id, time_seconds, snapshot_id, block_number, value_usd_e18, growth, hold_growth, looks,
      observed_seconds, drift_seconds, drift_bps_seconds, assets)
    select portfolio_id, block_time_seconds, id, block_number, nav_usd_e18, 1, 1, 1, 0, 0, 0, '[]' from snapshots`;
  await admin`
    insert into price_points (asset, source, time_seconds, price_usd_e18)
    select 'WBTC', 'bench', 1790000000 + n * 60, 60000 * 10::numeric ^ 18 from generate_series(1, 1440) n`;
  await admin`vacuum analyze`;
};
