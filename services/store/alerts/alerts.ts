import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { ALERT_KINDS, type AlertKind } from '../../../lib/alerts/alert-kinds.ts';
import {
  BUDGET_LEFT_BPS_MIN,
  HIGH_DRIFT_BPS,
  type PortfolioSighting,
  type SystemSighting,
  TROUBLED_REASONS,
} from '../../../lib/alerts/conditions.ts';
import type { AlertChanges, OpenAlert } from '../../../lib/alerts/judge-alerts.ts';
import { REASONS } from '../../../lib/engine/reasons.ts';

const usd = z.string().regex(/^\d+$/).transform(BigInt);

const sightingRow = z
  .object({
    ...{ id: z.string(), failures: z.number(), quarantine_reason: z.string().nullable() },
    ...{ reason: z.enum(REASONS).nullable(), worst_drift_bps: z.number().nullable() },
    ...{ budget_left_bps: z.number().nullable(), unfilled: z.number(), refusal: z.string().nullable() },
    ...{ high_drift_bps: z.number(), failure_code: z.string().nullable() },
    ...{ gas_spent: usd.nullable(), gas_expected: usd.nullable() },
    ...{ loss_bps: z.number().nullable(), loss_allowed_bps: z.number().nullable() },
  })
  .transform(
    (row): PortfolioSighting => ({
      ...{ portfolioId: row.id, failures: row.failures, quarantineReason: row.quarantine_reason },
      ...{ reason: row.reason, driftBps: row.worst_drift_bps, budgetLeftBps: row.budget_left_bps },
      ...{ unfilledOrders: row.unfilled, refusal: row.refusal, highDriftBps: row.high_drift_bps },
      failureCode: row.failure_code,
      gas:
        row.gas_spent === null || row.gas_expected === null
          ? null
          : { spentUsdE18: row.gas_spent, expectedUsdE18: row.gas_expected },
      fill:
        row.loss_bps === null || row.loss_allowed_bps === null
          ? null
          : { lossBps: row.loss_bps, allowedBps: row.loss_allowed_bps },
    }),
  );

const openRow = z
  .object({ id: z.string(), kind: z.enum(ALERT_KINDS), subject: z.string(), age: z.number() })
  .transform(({ age, ...row }): OpenAlert => ({ ...row, ageSeconds: age }));

const seenRow = z.object({
  portfolios: z.array(sightingRow),
  open: z.array(openRow),
  gap: z.number().nullable(),
  unfunded: z.array(z.string()),
  xmin_age: z.number().nullable(),
});

export type SightingQuery = {
  readonly chainId: number;
  /** Null = asked outside of any tick: then the gap reaches until now. */
  readonly tickId: string | null;
};

/** What may be wrong, and what is open already. */
export type Sightings = {
  readonly portfolios: readonly PortfolioSighting[];
  readonly open: readonly OpenAlert[];
  readonly system: Pick<SystemSighting, 'gapSeconds' | 'unfundedSigners' | 'xminAgeSeconds'>;
};

/** An order is closed by a tick, and looked at by that tick. */
const CLOSED_LATELY = '10 minutes';
/** What a trade has cost is told of for as long, unless the next one puts it right. */
const COSTS_TOLD = '1 day';
/** As many as may be open at once after three that have ended. */
const ORDERS_LOOKED_AT = 4;

/** Raised and ended by its warning alone: services/store/analyst/warning-alerts.ts. */
const OF_ANALYST: AlertKind = 'ANALYST_WARNING';

/**
 * One statement, however many portfolios there are: those of this tick, and those with an alert already, that may be in trouble, each as
 * its last look was; and what is open of this chain and the system.
 */
export const readSightings = async (
  sql: TransactionSql,
  { chainId, tickId }: SightingQuery,
): Promise<Sightings> => {
  const [row] = await sql`
    with candidate as (
      select d.portfolio_id as id from decisions d join portfolios p on p.id = d.portfolio_id
      where d.tick_id = ${tickId}::uuid and (d.worst_drift_bps > coalesce(p.high_drift_bps, ${HIGH_DRIFT_BPS})
        or d.budget_left_bps < ${BUDGET_LEFT_BPS_MIN} or d.reason = any(${[...TROUBLED_REASONS]}::text[]))
      union
      select portfolio_id from orders where chain_id = ${chainId} and closed_at > now() - ${CLOSED_LATELY}::interval
        and (status in ('rejected', 'expired') or filled_sell_units > 0)
      union
      select portfolio_id from orders where chain_id = ${chainId} and status = 'partially-filled'
      union
      select portfolio_id from calls where chain_id = ${chainId} and order_id is not null
        and closed_at > now() - ${CLOSED_LATELY}::interval
      union
      select id from portfolios where failures > 0 or quarantined_at is not null
      union
      select id from leases where failure_code is not null
      union
      select portfolio_id from alerts where recovered_at is null and portfolio_id is not null and kind <> ${OF_ANALYST}
    ), troubled as (
      select p.id, p.failures, p.quarantine_reason, d.reason, d.worst_drift_bps, d.budget_left_bps, u.unfilled, r.refusal,
        coalesce(p.high_drift_bps, ${HIGH_DRIFT_BPS}) as high_drift_bps, l.failure_code, g.spent as gas_spent, g.expected as gas_expected,
        f.loss_bps, f.allowed_bps as loss_allowed_bps
      from candidate c
      join portfolios p on p.id = c.id and p.archived_at is null
      join accounts a on a.id = p.account_id and a.chain_id = ${chainId} and a.kind in ('balancer', 'delegated')
      left join leases l on l.id = p.id
      left join lateral (
        select id, reason, worst_drift_bps, budget_left_bps from decisions where portfolio_id = p.id order by id desc limit 1
      ) d on true
      left join lateral (
        select case when bool_or(o.filled_sell_units > 0) then 0 else (count(*) filter (where o.status = 'expired'))::int end as unfilled
        from (select status, filled_sell_units from orders where portfolio_id = p.id and placed_at is not null
          order by signed_at desc, id limit ${ORDERS_LOOKED_AT}) o
      ) u on true
      left join lateral (
        select status_reason as refusal from orders where decision_id = d.id and status = 'rejected' order by leg_index limit 1
      ) r on true
      left join lateral (
        -- Of a transaction whose price isn't known the sum isn't either.
        select sum(t.usd_e18) as spent, sum((leg -> 'expectedCost' ->> 'gasUsdE18')::numeric) as expected
        from orders o
        join calls c on c.order_id = o.id and c.closed_at is not null
        cross join lateral (
          select count(*) as included, case when count(*) = count(native_usd_e18)
            then sum(div(gas_used * gas_price_wei * native_usd_e18, 1000000000000000000)) end as usd_e18
          from transactions where call_id = c.id and block_number is not null
        ) t
        join decisions e on e.id = o.decision_id
        cross join lateral jsonb_array_elements(e.decision -> 'plan' -> 'legs') leg
        where t.included > 0 and (leg ->> 'index')::int = o.leg_index and o.decision_id = (
          select s.decision_id from calls l join orders s on s.id = l.order_id
          where l.portfolio_id = p.id and l.closed_at > now() - ${COSTS_TOLD}::interval
            and exists (select from transactions x where x.call_id = l.id and x.block_number is not null)
          order by s.decision_id desc limit 1)
        having count(*) = count(t.usd_e18)
      ) g on true
      left join lateral (
        select max(loss_at_fill_bps(w))::float8 as loss_bps, min(least((v.policy -> 'limits' ->> 'slippageBpsMax')::int,
          (n.snapshot -> 'guard' ->> 'maxSlippageBps')::int)) as allowed_bps
        from (select order_hash, decision_id from orders where portfolio_id = p.id and filled_sell_units > 0
          and (closed_at is null or closed_at > now() - ${COSTS_TOLD}::interval) order by signed_at desc, id limit 1) o
        join fills w on w.order_hash = o.order_hash
        join decisions e on e.id = o.decision_id
        join snapshots n on n.id = e.snapshot_id
        join policies v on v.portfolio_id = p.id and v.version = e.policy_version
      ) f on true
    ), open as (
      select id, kind, subject, extract(epoch from now() - first_seen_at)::float8 as age from alerts
      where recovered_at is null and kind <> ${OF_ANALYST} and case when portfolio_id is null
        then subject in ('ticks', 'database', 'chain:' || ${chainId}::bigint) or subject like 'signer:' || ${chainId}::bigint || ':%'
        else exists (select from portfolios p join accounts a on a.id = p.account_id
          where p.id = alerts.portfolio_id and a.chain_id = ${chainId} and a.kind in ('balancer', 'delegated')) end
    ), tick as (
      select coalesce((select started_at from ticks where id = ${tickId}::uuid), now()) as started_at
    )
    select
      (select coalesce(json_agg(json_build_object('id', id::text, 'failures', failures, 'quarantine_reason', quarantine_reason,
        'reason', reason, 'worst_drift_bps', worst_drift_bps, 'budget_left_bps', budget_left_bps, 'unfilled', coalesce(unfilled, 0),
        'refusal', refusal, 'high_drift_bps', high_drift_bps, 'failure_code', failure_code, 'gas_spent', gas_spent::text, 'gas_expected', gas_expected::text,
        'loss_bps', loss_bps, 'loss_allowed_bps', loss_allowed_bps) order by id), '[]') from troubled) as portfolios,
      (select coalesce(json_agg(json_build_object('id', id::text, 'kind', kind, 'subject', subject, 'age', age) order by id), '[]')
        from open) as open,
      -- Ticks of several chains, and those that overlap, begin together.
      (select extract(epoch from t.started_at - (select max(b.started_at) from ticks b
        where not b.dry_run and b.started_at < t.started_at - interval '1 second'))::float8 from tick t) as gap,
      (select coalesce(json_agg(distinct c.sender order by c.sender), '[]') from calls c
        join transactions t on t.call_id = c.id and t.attempt = c.attempts
        where c.chain_id = ${chainId} and c.status in ('wanted', 'pending') and t.refusal = 'unfunded') as unfunded,
      oldest_transaction_seconds() as xmin_age`;
  const { portfolios, open, gap, unfunded, xmin_age } = seenRow.parse(row);
  return {
    ...{ portfolios, open },
    system: { gapSeconds: gap, unfundedSigners: unfunded, xminAgeSeconds: xmin_age },
  };
};

/** What has recovered is kept that long. */
const KEPT = '90 days';

/**
 * Writes what was judged and, for whoever has a channel, what is to be told, in one statement: an alert without its messages is never
 * there. Two ticks that judge the same at once write one alert.
 * @param admins addresses that are operators by the environment's word
 */
export const writeAlerts = async (
  sql: TransactionSql,
  { seen, recovered }: AlertChanges,
  admins: readonly Address[],
): Promise<void> => {
  const rows = seen.map(
    ({ kind, subject, portfolioId, indexAccountId, sentence, isRaised, tellsOperators }) => ({
      ...{ kind, subject, portfolio_id: portfolioId, index_account_id: indexAccountId ?? null, sentence },
      ...{ raised: isRaised, to_operators: tellsOperators },
    }),
  );
  await sql`
    with seen as (
      select * from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb)
        as s(kind text, subject text, portfolio_id bigint, index_account_id uuid, sentence text, raised boolean, to_operators boolean)
    ), faded as (
      delete from alerts where id = any(${[...recovered]}::bigint[]) and raised_at is null
    ), gone as (
      update alerts set recovered_at = now()
      where id = any(${[...recovered]}::bigint[]) and recovered_at is null and raised_at is not null
      returning id, portfolio_id, index_account_id
    ), kept as (
      insert into alerts as a (kind, subject, portfolio_id, index_account_id, sentence, raised_at)
      select kind, subject, portfolio_id, index_account_id, sentence, case when raised then now() end from seen order by kind, subject
      on conflict (kind, subject) where recovered_at is null do update set sentence = excluded.sentence, last_seen_at = now(),
        count = a.count + 1, raised_at = coalesce(a.raised_at, excluded.raised_at)
      returning id, kind, subject, portfolio_id, index_account_id, raised_at
    ), news as (
      select k.id, k.portfolio_id, k.index_account_id, s.to_operators, 'raised' as phase
      from kept k join seen s using (kind, subject) where k.raised_at = now()
      union all
      -- Whoever was told that it is there is told that it is gone.
      select g.id, g.portfolio_id, g.index_account_id, exists (select from alert_deliveries d join alert_channels c on c.id = d.channel_id
        where d.alert_id = g.id and c.for_operators), 'recovered' from gone g
    ), told as (
      select n.id as alert_id, c.id as channel_id, n.phase
      from news n join alert_channels c on c.is_told and (
        (n.to_operators and c.for_operators and (c.owner = any(${[...admins]}::text[]) or holds_operator_role(c.owner)))
        or c.owner in (select unnest(array[a.owner, case when exists (
            -- Whoever makes an account names its guardian unasked: told is one who has registered something of it.
            select from delegations g where g.account_id = a.id and g.granted_by = a.guardian) then a.guardian end])
          from portfolios p join accounts a on a.id = p.account_id where p.id = n.portfolio_id)
        or c.owner = (select i.owner from index_accounts i where i.id = n.index_account_id))
    ), swept as (
      delete from alerts where recovered_at < now() - ${KEPT}::interval
    )
    insert into alert_deliveries (content_id, alert_id, channel_id, phase)
    select '0x' || encode(sha256(convert_to(concat_ws(' ', alert_id, channel_id, phase), 'UTF8')), 'hex'), alert_id, channel_id, phase
    from told order by 1
    on conflict do nothing`;
};
