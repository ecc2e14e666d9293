import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { watchedFigures } from '../../../lib/alerts/watched-figures.ts';
import { encodeLook, isBrief } from '../../../lib/engine/codec.ts';
import type { Json } from '../../../lib/json/stored-json.ts';
import { actionRow } from '../../../lib/ledger/action.ts';
import type { JournalEntry, Journaled } from '../../../lib/ledger/tick-record.ts';
import { journaledColumns, journaledRecord } from './orders.ts';

const text = (value: bigint): string => value.toString();

/** Entries by their place in the batch, which is how legs and orders find theirs. */
type Placeable = readonly [entry: JournalEntry, index: number];

const legRows = ([{ look }, index]: Placeable) => {
  const { plan } = look.decision;
  const legs = plan.kind === 'act' ? plan.legs : [];
  return legs.map((leg) => ({
    place: index + 1,
    leg_index: leg.index,
    venue: leg.venue,
    sell_token: leg.sellToken,
    buy_token: leg.buyToken,
    sell_units: text(leg.sellUnits),
    buy_units: text(leg.buyUnits),
    slice_number: leg.slice.number,
    slice_of: leg.slice.of,
    part_started_at_seconds: leg.part?.startedAtSeconds ?? null,
  }));
};

const orderRows = ([{ actions }, index]: Placeable) =>
  actions.map((action) => ({ place: index + 1, ...actionRow(action) }));

/** Stands in no JSON, which escapes it: what is between two is handed over as it is, and Postgres reads no JSON within JSON. */
const BETWEEN = '\u001e';

/** The stored forms of a batch: texts, and the codec of those that are the values of one alone. */
const formsOf = (stored: readonly Json[]) => ({
  texts: stored.map((form) => (isBrief(form) ? form.values : JSON.stringify(form))).join(BETWEEN),
  codecs: stored.map((form) => (isBrief(form) ? form.codec : null)),
});

/** A batch by its columns. */
const columnsOf = (entries: readonly JournalEntry[]) => {
  const looks = entries.map(({ look }) => look);
  const stored = looks.map(({ snapshot, decision }) => encodeLook(snapshot, decision));
  const watched = looks.map(({ snapshot }) => watchedFigures(snapshot));
  const numbered = [...entries.entries()].map(([index, entry]): Placeable => [entry, index]);
  return {
    portfolioIds: entries.map(({ lease }) => lease.portfolioId),
    tokens: entries.map(({ lease }) => lease.token),
    policyVersions: entries.map(({ policyVersion }) => policyVersion),
    blockNumbers: looks.map(({ snapshot }) => text(snapshot.blockNumber)),
    blockHashes: looks.map(({ snapshot }) => snapshot.blockHash),
    blockTimes: looks.map(({ snapshot }) => snapshot.nowSeconds),
    values: looks.map(({ decision: { navUsdE18 } }) => (navUsdE18 === null ? null : text(navUsdE18))),
    engineVersions: looks.map(({ decision }) => decision.engineVersion),
    kinds: looks.map(({ decision }) => decision.plan.kind),
    reasons: looks.map(({ decision: { plan } }) => (plan.kind === 'hold' ? plan.hold.reason : null)),
    errors: looks.map(({ decision }) => decision.trackingErrorBps),
    nextLooks: looks.map(({ decision }) => decision.nextLookAt),
    drifts: watched.map(({ driftBps }) => driftBps),
    budgets: watched.map(({ budgetLeftBps }) => budgetLeftBps),
    snapshots: formsOf(stored.map(({ snapshot }) => snapshot)),
    decisions: formsOf(stored.map(({ decision }) => decision)),
    legs: JSON.stringify(numbered.flatMap(legRows)),
    orders: JSON.stringify(numbered.flatMap(orderRows)),
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
  const batch = columnsOf(entries);
  const { snapshots, decisions } = batch;
  const rows = await sql<{ portfolio_id: string; action_ids: Hex[] }[]>`
    with held as (
      -- In the batch's order, wherever the rows lie and whatever the join: so are the leases locked, and so are ids drawn.
      select i.place, i.portfolio_id
      from unnest(${batch.portfolioIds}::bigint[], ${batch.tokens}::bigint[]) with ordinality as i(portfolio_id, token, place)
      join leases l on l.id = i.portfolio_id and l.lease_token = i.token order by i.place for update of l
    ), fenced as (
      -- Ids are drawn here: joins of what the inserts return would be planned for one row, and be quadratic in the batch. It holds no more
      -- than what finds the rest of a look: these rows are kept, and read by every part; with the forms they would go to disk.
      select place, portfolio_id, nextval('snapshots_id_seq') as snapshot_id, nextval('decisions_id_seq') as decision_id from held
    ), seen as (
      insert into snapshots (id, portfolio_id, tick_id, block_number, block_hash, block_time_seconds, nav_usd_e18, snapshot)
      overriding system value
      select f.snapshot_id, f.portfolio_id, ${tickId}, i.block_number, i.block_hash, i.block_time_seconds, i.nav_usd_e18,
        case when i.codec is null then i.form::jsonb else jsonb_build_object('codec', i.codec, 'values', i.form) end
      from unnest(${batch.blockNumbers}::bigint[], ${batch.blockHashes}::text[], ${batch.blockTimes}::bigint[], ${batch.values}::numeric[],
        ${snapshots.codecs}::integer[], string_to_array(${snapshots.texts}, ${BETWEEN})) with ordinality
        as i(block_number, block_hash, block_time_seconds, nav_usd_e18, codec, form, place)
      join fenced f using (place)
    ), decided as (
      insert into decisions (id, snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, reason, decision,
        tracking_error_bps, next_look_at_seconds, worst_drift_bps, budget_left_bps)
      overriding system value
      select f.decision_id, f.snapshot_id, f.portfolio_id, ${tickId}, i.policy_version, i.engine_version, i.kind, i.reason,
        case when i.codec is null then i.form::jsonb else jsonb_build_object('codec', i.codec, 'values', i.form) end,
        i.tracking_error_bps, i.next_look_at_seconds, i.worst_drift_bps, i.budget_left_bps
      from unnest(${batch.policyVersions}::integer[], ${batch.engineVersions}::text[], ${batch.kinds}::text[], ${batch.reasons}::text[],
        ${batch.errors}::integer[], ${batch.nextLooks}::bigint[], ${batch.drifts}::integer[], ${batch.budgets}::integer[],
        ${decisions.codecs}::integer[], string_to_array(${decisions.texts}, ${BETWEEN})) with ordinality
        as i(policy_version, engine_version, kind, reason, tracking_error_bps, next_look_at_seconds, worst_drift_bps, budget_left_bps,
          codec, form, place)
      join fenced f using (place)
    ), cut as (
      insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units, slice_number, slice_of,
        part_started_at_seconds)
      select f.decision_id, g.leg_index, g.venue, g.sell_token, g.buy_token, g.sell_units, g.buy_units, g.slice_number, g.slice_of,
        g.part_started_at_seconds
      from fenced f
      join jsonb_to_recordset(${batch.legs}::text::jsonb) as g(place bigint, leg_index smallint, venue text, sell_token text,
        buy_token text, sell_units numeric, buy_units numeric, slice_number smallint, slice_of smallint,
        part_started_at_seconds bigint) using (place)
    ), wanted as (
      select f.portfolio_id, f.decision_id, o.*
      from fenced f
      join jsonb_to_recordset(${batch.orders}::text::jsonb) as o(place bigint, ${journaledRecord(sql)}) using (place)
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
