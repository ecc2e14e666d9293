import type { Sql } from 'postgres';
import { encodeLook } from '../../../lib/engine/codec.ts';
import { decide } from '../../../lib/engine/decide.ts';
import type { Snapshot } from '../../../lib/engine/snapshot.ts';
import { type AssetWish, NOW, snapshotOf, tokenAt } from '../../../lib/engine/testing/builders.ts';
import { parsePolicy } from '../../../lib/policy/policy.ts';
import { addressOf, CHAIN_ID, hashOf } from './arrange.ts';

/** Block n has the time NOW + 60 n. */
export const timeOf = (block: number): number => NOW + 60 * block;

/** How far the index reaches. */
export const arrangeReach = async (admin: Sql, block: number): Promise<void> => {
  await admin`
    insert into cursors (chain_id, address_set, block_number, block_hash)
    values (${CHAIN_ID}, 'balancers', ${block}, ${hashOf(`block ${block}`)}) on conflict do nothing`;
};

export const arrangeTick = async (admin: Sql, { dryRun = false } = {}): Promise<string> => {
  const [tick] = await admin`insert into ticks (source, dry_run) values ('cli', ${dryRun}) returning id`;
  return String(tick?.id);
};

export type WishedLook = {
  readonly tickId: string;
  readonly block: number;
  readonly assets: readonly AssetWish[];
  readonly more?: Partial<Snapshot>;
};

/** Stores a look and what the engine decides on it under the portfolio's policy; answers both ids. */
export const arrangeLook = async (
  admin: Sql,
  portfolioId: string,
  { tickId, block, assets, more = {} }: WishedLook,
): Promise<{ readonly snapshotId: string; readonly decisionId: string }> => {
  const [registered] =
    await admin`select policy from policies where portfolio_id = ${portfolioId} and version = 1`;
  const policy = parsePolicy(registered?.policy);
  if (!policy.ok) throw new Error(policy.error.message);
  const fresh = { updatedAtSeconds: timeOf(block), source: 'built', disagreementBps: null };
  const snapshot = snapshotOf(
    assets.map(({ price = 10n ** 18n, ...wish }) => ({
      state: { ok: true, usdE18: price, ...fresh },
      ...wish,
      price,
    })),
    { nowSeconds: timeOf(block), blockNumber: BigInt(block), blockHash: hashOf(`block ${block}`), ...more },
  );
  const decision = decide(snapshot, policy.value);
  const { plan } = decision;
  const stored = encodeLook(snapshot, decision);
  const [row] = await admin<{ snapshot_id: string; decision_id: string }[]>`
    with seen as (
      insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
      values (${portfolioId}, ${tickId}, ${block}, ${snapshot.blockHash}, ${snapshot.nowSeconds}, null,
        ${JSON.stringify(stored.snapshot)}::text::jsonb) returning id
    )
    insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision,
      tracking_error_bps, next_look_at_seconds)
    select id, ${portfolioId}, ${tickId}, 1, ${decision.engineVersion}, ${plan.kind},
      ${plan.kind === 'hold' ? plan.hold.reason : null}, ${JSON.stringify(stored.decision)}::text::jsonb,
      ${decision.trackingErrorBps}, ${decision.nextLookAt} from seen
    returning snapshot_id::text, id::text as decision_id`;
  if (row === undefined) throw new Error('not arranged');
  return { snapshotId: row.snapshot_id, decisionId: row.decision_id };
};

export type WishedFlow = {
  readonly block: number;
  readonly token?: number;
  /** Signed: + came in. */
  readonly units: bigint;
  readonly logIndex?: number;
};

/** Stores a transfer as the index would. */
export const arrangeFlow = async (
  admin: Sql,
  portfolioId: string,
  { block, token = 0, units, logIndex = 0 }: WishedFlow,
): Promise<void> => {
  await admin`
    insert into cash_flows (chain_id, tx_hash, log_index, block_hash, block_number, block_time_seconds, portfolio_id, token,
      direction, units, counterparty)
    values (${CHAIN_ID}, ${hashOf(`flow ${portfolioId} ${block} ${logIndex}`)}, ${logIndex}, ${hashOf(`block ${block}`)}, ${block},
      ${timeOf(block)}, ${portfolioId}, ${tokenAt(token)}, ${units > 0n ? 'in' : 'out'}, ${`${units > 0n ? units : -units}`},
      ${addressOf(77)})`;
};
