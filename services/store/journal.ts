import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { encodeLook } from '../../lib/engine/codec.ts';
import type { Leg } from '../../lib/engine/decision.ts';
import { actionRow } from '../../lib/ledger/action.ts';
import type { JournalEntry, Journaled } from '../../lib/ledger/tick-record.ts';
import { journaledColumns, journaledRecord } from './orders.ts';

const text = (value: bigint): string => value.toString();

const legRow = (leg: Leg) => ({
  leg_index: leg.index,
  venue: leg.venue,
  sell_token: leg.sellToken,
  buy_token: leg.buyToken,
  sell_units: text(leg.sellUnits),
  buy_units: text(leg.buyUnits),
  slice_number: leg.slice.number,
  slice_of: leg.slice.of,
});

const entryRow = ({ lease, look, policyVersion, actions }: JournalEntry) => {
  const { snapshot, decision } = look;
  const { plan } = decision;
  const legs = plan.kind === 'act' ? plan.legs : [];
  return {
    portfolio_id: lease.portfolioId,
    token: lease.token,
    policy_version: policyVersion,
    block_number: text(snapshot.blockNumber),
    block_hash: snapshot.blockHash,
    block_time_seconds: snapshot.nowSeconds,
    nav_usd_e18: decision.navUsdE18 === null ? null : text(decision.navUsdE18),
    ...encodeLook(snapshot, decision),
    engine_version: decision.engineVersion,
    kind: plan.kind,
    reason: plan.kind === 'hold' ? plan.hold.reason : null,
    tracking_error_bps: decision.trackingErrorBps,
    next_look_at_seconds: decision.nextLookAt,
    legs: legs.map(legRow),
    orders: actions.map(actionRow),
  };
};

/**
 * Writes the looks of a batch (snapshot, decision, legs, signed orders) in one statement, each only while its lease holds.
 * The lease rows are locked by the same statement, so nobody can claim between the check and the write. An order whose leg
 * already has a live one is left out, and one that is stored already stays as it is.
 */
export const writeJournal = async (
  sql: TransactionSql,
  tickId: string,
  entries: readonly JournalEntry[],
): Promise<readonly Journaled[]> => {
  if (entries.length === 0) return [];
  const rows = await sql<{ portfolio_id: string; action_ids: Hex[] }[]>`
    with input as (
      select * from jsonb_to_recordset(${JSON.stringify(entries.map(entryRow))}::text::jsonb) as i(
        portfolio_id bigint, token bigint, policy_version integer, block_number bigint, block_hash text,
        block_time_seconds bigint, nav_usd_e18 numeric, snapshot jsonb, engine_version text, kind text, reason text,
        decision jsonb, tracking_error_bps integer, next_look_at_seconds bigint, legs jsonb, orders jsonb)
    ), fenced as (
      -- Ids are drawn here: joins of what the inserts return would be planned for one row, and be quadratic in the batch.
      select i.*, nextval('snapshots_id_seq') as snapshot_id, nextval('decisions_id_seq') as decision_id
      from input i join leases l on l.id = i.portfolio_id and l.lease_token = i.token for update of l
    ), seen as (
      insert into snapshots (id, portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
      overriding system value
      select snapshot_id, portfolio_id, ${tickId}, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot from fenced
    ), decided as (
      insert into decisions (id, snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision,
        tracking_error_bps, next_look_at_seconds)
      overriding system value
      select decision_id, snapshot_id, portfolio_id, ${tickId}, policy_version, engine_version, kind, reason, decision,
        tracking_error_bps, next_look_at_seconds
      from fenced
    ), cut as (
      insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units, slice_number, slice_of)
      select f.decision_id, g.leg_index, g.venue, g.sell_token, g.buy_token, g.sell_units, g.buy_units, g.slice_number, g.slice_of
      from fenced f
      cross join lateral jsonb_to_recordset(f.legs) as g(leg_index smallint, venue text, sell_token text, buy_token text,
        sell_units numeric, buy_units numeric, slice_number smallint, slice_of smallint)
    ), wanted as (
      select f.portfolio_id, f.decision_id, o.*
      from fenced f
      cross join lateral jsonb_to_recordset(f.orders) as o(${journaledRecord(sql)})
    ), signed as (
      insert into orders (portfolio_id, decision_id, ${journaledColumns(sql)})
      select portfolio_id, decision_id, ${journaledColumns(sql)} from wanted
      on conflict do nothing
      returning id, portfolio_id
    ), stored as (
      select id, portfolio_id from signed
      union
      select o.id, o.portfolio_id from orders o join wanted w on w.id = o.id and w.portfolio_id = o.portfolio_id
    )
    select f.portfolio_id::text,
      coalesce(array_agg(s.id::text order by s.id) filter (where s.id is not null), '{}') as action_ids
    from fenced f left join stored s using (portfolio_id)
    group by f.portfolio_id order by f.portfolio_id`;
  return rows.map(({ portfolio_id, action_ids }) => ({ portfolioId: portfolio_id, actionIds: action_ids }));
};
