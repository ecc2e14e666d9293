import type { PendingQuery, Row, TransactionSql } from 'postgres';
import { z } from 'zod';
import type { TimelineView } from '../../../lib/api/timeline-dto.ts';
import { decodeDecision } from '../../../lib/engine/codec.ts';
import { REASONS } from '../../../lib/engine/reasons.ts';
import type { TimelineRecord } from '../../../lib/ledger/timeline.ts';
import { address, hex, seconds, uint } from './columns.ts';

const base = { place: z.string(), at: seconds };
const onChain = { ...base, tx_hash: hex, block_number: uint };
const json = z.record(z.string(), z.unknown());

const recordRow = z.discriminatedUnion('kind', [
  z.object({
    ...{ ...onChain, kind: z.literal('money'), actor: z.enum(['owner', 'anyone']) },
    facts: z.object({ direction: z.enum(['in', 'out']), token: address, units: uint, counterparty: address }),
  }),
  z.object({
    ...{ ...onChain, kind: z.literal('fill'), actor: z.enum(['taker', 'bot']) },
    facts: z.object({
      ...{ taker: address, sellToken: address, sellUnits: uint, buyToken: address, buyUnits: uint },
    }),
  }),
  z.object({
    ...{ ...onChain, kind: z.literal('event'), actor: z.enum(['owner', 'bot']) },
    facts: z.object({ name: z.string(), details: json, before: json.nullable() }),
  }),
  z.object({
    ...{ ...base, kind: z.literal('audit'), actor: z.enum(['owner', 'bot', 'operator']) },
    facts: z.object({ by: z.string(), action: z.string(), before: z.unknown(), after: z.unknown() }),
  }),
  z.object({
    ...{ ...base, kind: z.literal('decision'), actor: z.literal('bot'), block_number: uint },
    facts: z.object({ decisionId: z.string(), tickId: z.string(), decision: z.unknown() }),
  }),
  z.object({
    ...{ ...base, kind: z.literal('check'), actor: z.literal('bot') },
    facts: z.object({
      looks: z.number(),
      reason: z.enum(REASONS),
      lastDecisionId: z.string(),
      lastTickId: z.string().nullable(),
    }),
  }),
]);

const recordOf = (unread: unknown): TimelineRecord => {
  const row = recordRow.parse(unread);
  const place = { place: row.place, atSeconds: row.at };
  if (row.kind === 'audit' || row.kind === 'check') {
    const { kind, actor, facts } = row;
    return { ...place, kind, actor, ...facts } as TimelineRecord;
  }
  if (row.kind === 'decision') {
    const { decision: stored, ...facts } = row.facts;
    const decision = decodeDecision(stored);
    return {
      ...{ ...place, kind: row.kind, actor: row.actor, blockNumber: row.block_number, ...facts },
      decision: decision.ok ? decision.value : null,
    };
  }
  const chain = { ...place, txHash: row.tx_hash, blockNumber: row.block_number };
  return { ...chain, kind: row.kind, actor: row.actor, ...row.facts } as TimelineRecord;
};

type Fragment = PendingQuery<Row[]>;

/** Each source with the columns at, kind, key, actor, tx_hash, block_number, facts. Those of a log are keyed by where it stands in its block. */
const SOURCES: Readonly<
  Record<TimelineRecord['kind'], (sql: TransactionSql, id: string, silent: readonly string[]) => Fragment>
> = {
  money: (sql, id) => sql`
    select f.block_time_seconds::bigint as at, 'money' as kind, lpad(f.log_index::text, 9, '0') || f.direction as key,
      case when f.direction = 'out' or f.counterparty = a.owner then 'owner' else 'anyone' end as actor, f.tx_hash, f.block_number,
      jsonb_build_object('direction', f.direction, 'token', f.token, 'units', f.units::text, 'counterparty', f.counterparty) as facts
    from cash_flows f join portfolios p on p.id = f.portfolio_id join accounts a on a.id = p.account_id
    where f.portfolio_id = ${id}::bigint`,
  fill: (sql, id) => sql`
    select f.block_time_seconds::bigint, 'fill', lpad(f.log_index::text, 9, '0'),
      case when exists (select from orders o where o.order_hash = f.order_hash and o.venue = 'proposal') then 'bot' else 'taker' end,
      f.tx_hash, f.block_number,
      jsonb_build_object('taker', f.taker, 'sellToken', f.sell_token, 'sellUnits', f.sell_units::text, 'buyToken', f.buy_token,
        'buyUnits', f.buy_units::text)
    from fills f where f.portfolio_id = ${id}::bigint`,
  event: (sql, id, silent) => sql`
    select e.block_time_seconds::bigint, 'event', lpad(e.log_index::text, 9, '0'),
      case when exists (select from transactions t where t.tx_hash = e.tx_hash) then 'bot' else 'owner' end, e.tx_hash, e.block_number,
      jsonb_build_object('name', e.name, 'details', e.details, 'before', coalesce((
        select b.details from chain_events b where b.portfolio_id = e.portfolio_id and b.name = e.name
          and (b.block_number, b.log_index) < (e.block_number, e.log_index)
        order by b.block_number desc, b.log_index desc limit 1), listed.details))
    from chain_events e
    left join lateral (
      -- The first targets come with the assets' own listing.
      select jsonb_build_object('targetsBps', jsonb_agg(l.details -> 'targetBps' order by l.log_index)) as details
      from chain_events l
      where l.portfolio_id = e.portfolio_id and l.name = 'AssetSet' and e.name = 'TargetsSet' and l.block_number = (
        select max(m.block_number) from chain_events m
        where m.portfolio_id = e.portfolio_id and m.name = 'AssetSet' and m.block_number < e.block_number)
    ) listed on e.name = 'TargetsSet'
    where e.portfolio_id = ${id}::bigint and e.block_time_seconds is not null and e.name <> all(${[...silent]})`,
  audit: (sql, id) => sql`
    select floor(extract(epoch from l.at))::bigint, 'audit', lpad(l.id::text, 18, '0'),
      case when l.actor_kind in ('user', 'token', 'delegate') then 'owner' when l.actor_kind = 'bot' then 'bot' else 'operator' end,
      null::text, null::bigint, jsonb_build_object('by', l.actor, 'action', l.action, 'before', coalesce(was.policy, l.before),
        'after', coalesce(is_now.policy, l.after))
    from audit_log l
    left join policies was on l.action = 'policy-changed' and was.portfolio_id = l.portfolio_id
      and was.version = (l.before ->> 'version')::int
    left join policies is_now on l.action = 'policy-changed' and is_now.portfolio_id = l.portfolio_id
      and is_now.version = (l.after ->> 'version')::int
    where l.portfolio_id = ${id}::bigint`,
  decision: (sql, id) => sql`
    select s.block_time_seconds::bigint, 'decision', lpad(d.id::text, 18, '0'), 'bot', null, s.block_number,
      jsonb_build_object('decisionId', d.id::text, 'tickId', d.tick_id, 'decision', d.decision)
    from decisions d join snapshots s on s.id = d.snapshot_id join ticks t on t.id = d.tick_id and not t.dry_run
    where d.portfolio_id = ${id}::bigint and d.kind = 'act'`,
  check: (sql, id) => sql`
    select max(at), 'check', reason, 'bot', null, null::bigint,
      jsonb_build_object('looks', sum(looks)::int, 'reason', reason, 'lastDecisionId', max(last_id)::text,
        'lastTickId', (array_agg(tick_id order by last_id desc))[1])
    from (
      select s.block_time_seconds::bigint as at, d.reason, 1 as looks, d.id as last_id, d.tick_id
      from decisions d join snapshots s on s.id = d.snapshot_id join ticks t on t.id = d.tick_id and not t.dry_run
      where d.portfolio_id = ${id}::bigint and d.kind = 'hold'
      union all
      select h.last_at_seconds::bigint, h.reason, h.looks, h.last_decision_id, null
      from held_days h where h.portfolio_id = ${id}::bigint
    ) looked group by at / 86400, reason`,
};

const KINDS: Readonly<Record<NonNullable<TimelineView['kind']>, readonly TimelineRecord['kind'][]>> = {
  money: ['money'],
  fill: ['fill'],
  change: ['event', 'audit'],
  decision: ['decision'],
  check: ['check'],
};
const ALL = Object.values(KINDS).flat();

export type TimelineQuery = {
  readonly portfolioId: string;
  readonly view: TimelineView;
  readonly limit: number;
  /** Events that only repeat what others tell. */
  readonly silentEvents: readonly string[];
};

/** One row more than a page has, the latest first. What the viewer may not see of it is left out: the audit log is its owner's. */
export const readTimeline = async (
  sql: TransactionSql,
  { portfolioId, view, limit, silentEvents }: TimelineQuery,
): Promise<readonly TimelineRecord[]> => {
  const [at = null, kind = '', key = ''] = view.before?.split('.') ?? [];
  const kinds = view.kind === null ? ALL : KINDS[view.kind];
  const before = at === null ? sql`true` : sql`(x.at, x.kind, x.key) < (${at}::bigint, ${kind}, ${key})`;
  const by = view.actor === null ? sql`true` : sql`x.actor = ${view.actor}`;
  // Each source is cut to a page before all are joined, so that none is carried along whole.
  const parts = kinds.map(
    (each) => sql`(
      select * from (
        select at, kind, case when block_number is null then key else lpad(block_number::text, 15, '0') || '-' || key end as key, actor,
          tx_hash, block_number, facts
        from (${SOURCES[each](sql, portfolioId, silentEvents)}) as s(at, kind, key, actor, tx_hash, block_number, facts)
      ) x where ${before} and ${by} order by x.at desc, x.kind desc, x.key desc limit ${limit + 1})`,
  );
  const joined = parts.reduce((all, part) => sql`${all} union all ${part}`);
  const rows = await sql`
    select x.at::text || '.' || x.kind || '.' || x.key as place, x.at::float8 as at, x.kind, x.actor, x.tx_hash,
      x.block_number::text, x.facts
    from (${joined}) x order by x.at desc, x.kind desc, x.key desc limit ${limit + 1}`;
  return rows.map(recordOf);
};
