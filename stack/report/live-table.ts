import type { Sql } from 'postgres';
import { z } from 'zod';
import { decodeDecision, decodeSnapshot } from '../../lib/engine/codec.ts';
import type { Decision } from '../../lib/engine/decision.ts';
import { explain } from '../../lib/engine/explain.ts';
import type { Snapshot } from '../../lib/engine/snapshot.ts';
import { formatDecimalRounded } from '../../lib/money/fixed-point.ts';
import { formatUtcDate, formatUtcTime } from '../../lib/time/utc.ts';
import type { World } from '../world/world.ts';
import type { Screen } from './say.ts';
import { type TableCells, tableLine } from './table-line.ts';

const decisionRow = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['act', 'hold']),
  reason: z.string().nullable(),
  decision: z.unknown(),
  snapshot: z.unknown(),
  block_time_seconds: z.coerce.number(),
});

const fillRow = z.object({
  name: z.string(),
  sell_token: z.string(),
  buy_token: z.string(),
  sell_units: z.string().transform(BigInt),
  buy_units: z.string().transform(BigInt),
  order_units: z.string().transform(BigInt),
  block_time_seconds: z.coerce.number(),
  block_number: z.string(),
  log_index: z.number(),
});

/** A table of what the database has learnt, for people. */
export type LiveTable = {
  /** Prints the trades, orders and fills since it last looked. Who holds, and why, is the line below, which is written over. */
  readonly print: () => Promise<void>;
  /** Takes all that is there already as seen: a resumed stack tells its past nobody twice. */
  readonly skipPast: () => Promise<void>;
};

const time = (seconds: number): string => `${formatUtcDate(seconds)} ${formatUtcTime(seconds)}`;
const percent = (shareE18: bigint | null): string =>
  shareE18 === null ? '–' : `${formatDecimalRounded(shareE18, 16, 2)} %`;

const largestDrift = (decision: Decision): bigint | null =>
  decision.assets.reduce<bigint | null>((largest, { driftE18 }) => {
    const size = driftE18 === null ? null : driftE18 < 0n ? -driftE18 : driftE18;
    return size !== null && (largest === null || size > largest) ? size : largest;
  }, null);

const since = (first: bigint, now: bigint): string => {
  const changeE4 = ((now - first) * 10_000n) / first;
  return `${changeE4 < 0n ? '−' : '+'}${formatDecimalRounded(changeE4 < 0n ? -changeE4 : changeE4, 2, 1)}%`;
};

/** How far the prices that move most have come since the stack first saw them. */
const createPriceMoves = () => {
  const first = new Map<string, bigint>();
  return (snapshot: Snapshot): string => {
    const moves = snapshot.assets.flatMap(({ symbol, price }) => {
      if (!price.ok) return [];
      const start = first.get(symbol) ?? price.usdE18;
      first.set(symbol, start);
      return start === price.usdE18 ? [] : [`${symbol} ${since(start, price.usdE18)}`];
    });
    return moves.slice(0, 2).join(' ');
  };
};

const readDecisions = async (sql: Sql, afterId: string) => {
  const rows = await sql`
    select d.id::text, p.name, d.kind, d.reason, d.decision, s.snapshot, s.block_time_seconds::text
    from decisions d join snapshots s on s.id = d.snapshot_id join portfolios p on p.id = d.portfolio_id
    where d.id > ${afterId}::bigint order by d.id limit 500`;
  return rows.map((row) => decisionRow.parse(row));
};

const orderRow = z.object({
  place: z.string(),
  name: z.string(),
  sell_token: z.string(),
  buy_token: z.string(),
  sell_units: z.string().transform(BigInt),
  buy_units: z.string().transform(BigInt),
  expires_at_seconds: z.coerce.number(),
  block_time_seconds: z.coerce.number(),
});

const readOrders = async (sql: Sql, after: string) => {
  const rows = await sql`
    select o.placed_at::text as place, p.name, o.sell_token, o.buy_token, o.sell_units::text, o.buy_units::text,
      o.expires_at_seconds::text, s.block_time_seconds::text
    from orders o join portfolios p on p.id = o.portfolio_id
    join decisions d on d.id = o.decision_id join snapshots s on s.id = d.snapshot_id
    where o.placed_at > ${after}::text::timestamptz order by o.placed_at, o.leg_index limit 500`;
  return rows.map((row) => orderRow.parse(row));
};

const readFills = async (sql: Sql, after: { block: string; log: number }) => {
  const rows = await sql`
    select p.name, f.sell_token, f.buy_token, f.sell_units::text, f.buy_units::text, f.block_time_seconds::text,
      f.block_number::text, f.log_index, coalesce(o.sell_units, f.sell_units)::text as order_units
    from fills f join portfolios p on p.id = f.portfolio_id left join orders o on o.order_hash = f.order_hash
    where (f.block_number, f.log_index) > (${after.block}::bigint, ${after.log}::int)
    order by f.block_number, f.log_index limit 500`;
  return rows.map((row) => fillRow.parse(row));
};

const DAY = 86_400;
/** What a portfolio does most of the time: no line of its own. */
const USUAL = new Set<string | null>(['order-open', 'in-band']);

type LastLook = { readonly reason: string | null };

/** "2 of 3 hold: 1 in-band, 1 order-open". */
const heldText = (last: ReadonlyMap<string, LastLook>): string => {
  const counts = new Map<string, number>();
  for (const { reason } of last.values())
    if (reason !== null) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const held = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const why = [...counts].sort(([, a], [, b]) => b - a).map(([reason, count]) => `${count} ${reason}`);
  return `${held} of ${last.size} hold${held === 0 ? '' : `: ${why.join(', ')}`}`;
};

const placeRow = z.object({ decision: z.string(), placed: z.string(), block: z.string(), log: z.number() });

export const createLiveTable = (sql: Sql, world: World, screen: Screen): LiveTable => {
  let lastDecision = '0';
  let lastOrder = '-infinity';
  let lastFill = { block: '0', log: -1 };
  const last = new Map<string, LastLook>();
  let looks = 0;
  let toldAt = 0;
  const moves = createPriceMoves();
  const amount = (token: string, units: bigint): string => {
    const asset = world.assets.find((each) => each.token === token);
    return asset === undefined
      ? `${units} of ${token}`
      : `${formatDecimalRounded(units, asset.decimals, 4)} ${asset.symbol}`;
  };

  const line = (cells: Partial<TableCells> & Pick<TableCells, 'time' | 'portfolio' | 'what'>): void =>
    screen.say(tableLine({ prices: '', drift: '', trackingError: '', ...cells }, screen.columns()));

  const sayDecision = (row: z.output<typeof decisionRow>): void => {
    const decoded = decodeDecision(row.decision);
    const snapshot = decodeSnapshot(row.snapshot);
    if (!decoded.ok || !snapshot.ok) return;
    const decision = decoded.value;
    const prices = moves(snapshot.value);
    const before = last.get(row.name);
    last.set(row.name, { reason: row.reason });
    looks += 1;
    if (USUAL.has(row.reason) || (row.reason !== null && before?.reason === row.reason)) return;
    line({
      time: time(row.block_time_seconds),
      portfolio: row.name,
      prices,
      drift: percent(largestDrift(decision)),
      trackingError: percent(decision.trackingErrorE18),
      what: explain(decision).sentence,
    });
  };

  /** On a terminal the line below; in a pipe a line for each simulated day. */
  const sayHolds = (atSeconds: number): void => {
    const what = `${heldText(last)}; ${looks} looks so far`;
    screen.status(`${time(atSeconds)}  ${what}`);
    if (screen.columns() !== null || atSeconds - toldAt < DAY) return;
    toldAt = atSeconds;
    line({ time: time(atSeconds), portfolio: '', what });
  };

  const print = async (): Promise<void> => {
    const decisions = await readDecisions(sql, lastDecision);
    for (const row of decisions) {
      lastDecision = row.id;
      sayDecision(row);
    }
    for (const row of await readOrders(sql, lastOrder)) {
      lastOrder = row.place;
      const what = `Order: ${amount(row.sell_token, row.sell_units)} for at least ${amount(row.buy_token, row.buy_units)}, until ${formatUtcTime(row.expires_at_seconds)}.`;
      line({ time: time(row.block_time_seconds), portfolio: row.name, what });
    }
    for (const row of await readFills(sql, lastFill)) {
      lastFill = { block: row.block_number, log: row.log_index };
      const part = row.sell_units < row.order_units ? 'Partly filled' : 'Filled';
      const what = `${part}: ${amount(row.sell_token, row.sell_units)} for ${amount(row.buy_token, row.buy_units)}.`;
      line({ time: time(row.block_time_seconds), portfolio: row.name, what });
    }
    const newest = decisions.at(-1);
    if (newest !== undefined) sayHolds(newest.block_time_seconds);
  };
  const skipPast = async (): Promise<void> => {
    const [row] = await sql`
      select (select coalesce(max(id), 0)::text from decisions) as decision,
        (select coalesce(max(placed_at)::text, '-infinity') from orders) as placed, coalesce(f.block_number, 0)::text as block,
        coalesce(f.log_index, -1) as log
      from (select) as one
      left join lateral (select * from fills order by block_number desc, log_index desc limit 1) f on true`;
    const { decision, placed, block, log } = placeRow.parse(row);
    lastDecision = decision;
    lastOrder = placed;
    lastFill = { block, log };
  };
  return { print, skipPast };
};
