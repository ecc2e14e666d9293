import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { namedAssets } from '../../../lib/engine/codec.ts';
import { asset } from '../../../lib/engine/snapshot-schema.ts';
import { larger } from '../../../lib/money/fixed-point.ts';
import { countedLook } from '../../../lib/performance/counted-look.ts';
import type { Look, SeriesInput } from '../../../lib/performance/grow-series.ts';
import { policyFieldsSchema } from '../../../lib/policy/policy-fields.ts';
import { happeningOf, pointColumns, pointRow } from './series-rows.ts';

/** Looks that one transaction takes in, all portfolios together, but for the fewest. */
const LOOKS_MAX = 10_000;
/** Looks of one portfolio at once: the fewest keep many short, the most let one that has fallen behind catch up. */
const LOOKS_EACH = { min: 50, max: 500 } as const;

const looksEach = (portfolios: number): number =>
  Math.min(LOOKS_EACH.max, Math.max(LOOKS_EACH.min, Math.floor(LOOKS_MAX / Math.max(1, portfolios))));
/** More between two looks are taken for one change of each token, at the look's prices. */
const HAPPENINGS_MAX = 5_000;

const behindRow = z.object({ id: z.string() });

/** Portfolios with looks that their series don't have yet, the furthest behind first. */
export const readBehindSeries = async (
  sql: TransactionSql,
  { chainId, limit }: { readonly chainId: number; readonly limit: number },
): Promise<readonly string[]> => {
  const rows = await sql`
    select p.id::text
    from portfolios p
    join accounts a on a.id = p.account_id and a.chain_id = ${chainId}
    left join series_cursors c on c.portfolio_id = p.id
    cross join lateral (select s.id from snapshots s where s.portfolio_id = p.id order by s.id desc limit 1) newest
    where newest.id > coalesce(c.snapshot_id, 0)
    order by coalesce(c.snapshot_id, 0), p.id limit ${limit}`;
  return rows.map((row) => behindRow.parse(row).id);
};

const lookRow = z.object({
  portfolio_id: z.string(),
  id: z.string(),
  is_void: z.boolean(),
  block_number: z.string().transform(BigInt),
  time_seconds: z.coerce.number(),
  assets: z.unknown(),
  asset_rules: z.unknown(),
  look_every: z.unknown(),
});

const assetsOf = z.array(asset);
const rulesOf = policyFieldsSchema.pick({ assetRules: true, lookEverySeconds: true });

/** A look without a value: of a dry run or an orphaned block, in an older form than can be read, or without a price. */
const lookOf = (row: z.output<typeof lookRow>): Look => {
  const { id: snapshotId, block_number: blockNumber, time_seconds: nowSeconds } = row;
  const assets = assetsOf.safeParse(namedAssets(row.assets));
  const rules = rulesOf.safeParse({
    assetRules: row.asset_rules ?? undefined,
    lookEverySeconds: row.look_every ?? undefined,
  });
  const isVoid = row.is_void || !assets.success || !rules.success;
  const counted = isVoid
    ? null
    : countedLook(snapshotId, { assets: assets.data, blockNumber, nowSeconds }, rules.data);
  return { snapshotId, counted };
};

type Reach = { readonly ids: readonly string[]; readonly after: readonly string[] };

/** The next looks of each, up to the block that the index has reached: what happened before them is known. */
const readLooks = (sql: TransactionSql, { ids, after }: Reach) => sql`
  select w.portfolio_id::text, s.id::text, s.block_number::text, s.block_time_seconds::text as time_seconds,
    coalesce(s.snapshot -> 'assets', (s.snapshot ->> 'values')::jsonb -> 0) as assets, v.policy -> 'assetRules' as asset_rules, v.policy -> 'lookEverySeconds' as look_every,
    t.dry_run or o.snapshot_id is not null as is_void
  from unnest(${[...ids]}::bigint[], ${[...after]}::bigint[]) as w(portfolio_id, after)
  join portfolios p on p.id = w.portfolio_id
  join accounts a on a.id = p.account_id
  cross join lateral (
    select * from snapshots s where s.portfolio_id = w.portfolio_id and s.id > w.after
      and s.block_number <= (select max(c.block_number) from cursors c where c.chain_id = a.chain_id)
    order by s.id limit ${looksEach(ids.length)}
  ) s
  join ticks t on t.id = s.tick_id
  left join orphaned_looks o on o.snapshot_id = s.id
  left join decisions d on d.snapshot_id = s.id
  left join policies v on v.portfolio_id = d.portfolio_id and v.version = d.policy_version
  order by s.id`;

const readLastPoints = (sql: TransactionSql, ids: readonly string[]) => sql`
  select w.portfolio_id::text, ${pointColumns(sql)}
  from unnest(${[...ids]}::bigint[]) as w(portfolio_id)
  cross join lateral (select * from series_points p where p.portfolio_id = w.portfolio_id order by p.time_seconds desc limit 1) v`;

type Spans = {
  readonly ids: readonly string[];
  /** Block of the last point, −1 before the first. */
  readonly from: readonly string[];
  readonly to: readonly string[];
};

/** Transfers of one token, block and direction are one: anybody may send any number of them. */
const readHappenings = (sql: TransactionSql, { ids, from, to }: Spans) => sql`
  select w.portfolio_id::text, h.kind, h.block_number::text, h.block_time_seconds::text, h.token, h.units::text, h.buy_token,
    h.buy_units::text
  from unnest(${[...ids]}::bigint[], ${[...from]}::bigint[], ${[...to]}::bigint[]) as w(portfolio_id, after, upto)
  cross join lateral (
    select 'flow' as kind, c.block_number, c.block_time_seconds, min(c.log_index) as log_index, c.token,
      sum(case c.direction when 'in' then c.units else -c.units end) as units, null::text as buy_token, null::numeric as buy_units
    from cash_flows c
    where c.portfolio_id = w.portfolio_id and c.block_number > w.after and c.block_number <= w.upto and c.units > 0
    group by c.block_number, c.block_time_seconds, c.token, c.direction
    union all
    select 'fill', f.block_number, f.block_time_seconds, f.log_index, f.sell_token, f.sell_units, f.buy_token, f.buy_units
    from fills f where f.portfolio_id = w.portfolio_id and f.block_number > w.after and f.block_number <= w.upto
    order by block_number, log_index limit ${HAPPENINGS_MAX + 1}
  ) h
  order by w.portfolio_id, h.block_number, h.log_index`;

const readGaps = (sql: TransactionSql, { ids, from, to }: Spans) => sql`
  select w.portfolio_id::text, g.token, g.block_number::text
  from unnest(${[...ids]}::bigint[], ${[...from]}::bigint[], ${[...to]}::bigint[]) as w(portfolio_id, after, upto)
  join log_gaps g on g.portfolio_id = w.portfolio_id and g.block_number > w.after and g.block_number <= w.upto`;

const gapRow = z.object({
  portfolio_id: z.string(),
  token: z.string().nullable(),
  block_number: z.string().transform(BigInt),
});

const owned = z.object({ portfolio_id: z.string() });

/** One portfolio and the last look that its series have taken in. */
export type Reached = { readonly portfolioId: string; readonly snapshotId: string };

/** What the series of these portfolios go on with, in four statements whatever their number. */
export const readSeriesInput = async (
  sql: TransactionSql,
  reached: readonly Reached[],
): Promise<ReadonlyMap<string, SeriesInput>> => {
  const ids = reached.map(({ portfolioId }) => portfolioId);
  const after = reached.map(({ snapshotId }) => snapshotId);
  const looks = grouped(await readLooks(sql, { ids, after }), (row) => lookOf(lookRow.parse(row)));
  const last = grouped(await readLastPoints(sql, ids), (row) => pointRow.parse(row));
  const blockOf = (id: string): bigint =>
    (looks.get(id) ?? []).reduce((most, { counted }) => larger(most, counted?.blockNumber ?? 0n), 0n);
  const spans = {
    ids,
    from: ids.map((id) => `${last.get(id)?.[0]?.blockNumber ?? -1n}`),
    to: ids.map((id) => `${blockOf(id)}`),
  };
  const happenings = grouped(await readHappenings(sql, spans), happeningOf);
  const gaps = grouped(await readGaps(sql, spans), (row) => {
    const { token, block_number: blockNumber } = gapRow.parse(row);
    return { token, blockNumber };
  });
  const inputOf = (id: string): SeriesInput => ({
    last: last.get(id)?.[0] ?? null,
    looks: looks.get(id) ?? [],
    happenings: happenings.get(id) ?? [],
    isCut: (happenings.get(id)?.length ?? 0) > HAPPENINGS_MAX,
    unread: gaps.get(id) ?? [],
  });
  return new Map(ids.map((id) => [id, inputOf(id)]));
};

/** Rows by their portfolio, each read as what it holds. */
const grouped = <T>(
  rows: Iterable<unknown>,
  read: (row: unknown) => T,
): ReadonlyMap<string, readonly T[]> => {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const { portfolio_id: id } = owned.parse(row);
    const group = groups.get(id) ?? [];
    group.push(read(row));
    groups.set(id, group);
  }
  return groups;
};
