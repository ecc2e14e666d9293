import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { AlertKind } from '../../../lib/alerts/alert-kinds.ts';
import {
  type BalanceSighting,
  balanceConditions,
  type ChoiceSighting,
  choiceConditions,
  type DepositSighting,
  depositConditions,
  TOLD_SECONDS_MAX,
} from '../../../lib/alerts/index-conditions.ts';
import type { Condition, OpenAlert } from '../../../lib/alerts/judge-alerts.ts';
import { parseDecimal } from '../../../lib/money/fixed-point.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { formatUtcDate, formatUtcTime } from '../../../lib/time/utc.ts';

/** What may be wrong with index accounts. */
const KINDS = [
  ...['SWAP_OVERDUE', 'DEPOSIT_UNSEEN', 'DEPOSIT_TOO_LITTLE', 'DEPOSIT_TOO_LATE', 'DEPOSIT_STUCK'],
  ...['INDEX_LOW_BALANCE', 'WITHDRAWAL_WAITS'],
] as const satisfies readonly AlertKind[];

const overdueRow = z.object({
  ...{ id: z.string(), account_id: z.string(), name: z.string(), from: z.string(), to: z.string() },
  ...{ planned_at: z.coerce.number(), why: z.string().nullable() },
});
const openRow = z
  .object({ id: z.string(), kind: z.enum(KINDS), subject: z.string(), age: z.number() })
  .transform(({ age, ...row }): OpenAlert => ({ ...row, ageSeconds: age }));

const SENTENCE_LENGTH_MAX = 400;

const sentenceOf = ({ name, from, to, planned_at: at, why }: z.output<typeof overdueRow>): string =>
  `A swap of ${from} for ${to} in “${name}”, planned on ${formatUtcDate(at)} ${formatUtcTime(at)} UTC, is open still: ${why ?? 'nobody says why'}.`.slice(
    0,
    SENTENCE_LENGTH_MAX,
  );

const readOverdue = async (sql: TransactionSql): Promise<readonly Condition[]> => {
  const rows = await sql`
    select l.id, l.account_id::text, i.name, l.origin_asset as from, l.destination_asset as to, l.planned_at_seconds::text as planned_at, l.why
    from index_legs l join index_accounts i on i.id = l.account_id
    where l.leg_end is null and l.overdue_at is not null order by l.id`;
  return rows.map((found): Condition => {
    const row = overdueRow.parse(found);
    const whose = { portfolioId: null, indexAccountId: row.account_id };
    return { kind: 'SWAP_OVERDUE', subject: `index-leg:${row.id}`, ...whose, sentence: sentenceOf(row) };
  });
};

const whole = z.string().transform(BigInt);
const depositRow = z
  .object({
    ...{ id: z.string(), account_id: z.string(), name: z.string(), symbol: z.string() },
    ...{ decimals: z.number(), amount: whole, least: whole, seen: whole.nullable() },
    ...{ memo: z.string().nullable(), state: z.string(), dead_at: z.number() },
    ...{ first_seen: z.number().nullable(), ended: z.number().nullable() },
  })
  .transform(
    (row): DepositSighting => ({
      ...{ id: row.id, accountId: row.account_id, name: row.name, symbol: row.symbol, memo: row.memo },
      ...{ decimals: row.decimals, amountUnits: row.amount, leastUnits: row.least, seenUnits: row.seen },
      ...{ state: row.state, deadSeconds: row.dead_at, firstSeenSeconds: row.first_seen },
      endedSeconds: row.ended,
    }),
  );

/** Those that may be wrong: open ones of which something was to come, and what failed of late. */
const readDeposits = async (sql: TransactionSql): Promise<readonly DepositSighting[]> => {
  const rows = await sql`
    select d.id::text, d.account_id::text, i.name, d.symbol, d.decimals::int, d.amount_units::text as amount, d.least_units::text as least,
      d.seen_units::text as seen, d.memo, d.state, d.dead_at_seconds::float8 as dead_at,
      floor(extract(epoch from d.first_seen_at))::float8 as first_seen, floor(extract(epoch from d.ended_at))::float8 as ended
    from index_deposits d join index_accounts i on i.id = d.account_id
    where (d.ended_at is null and d.state <> 'awaited')
      or (d.state = 'failed' and d.ended_at > now() - make_interval(secs => ${TOLD_SECONDS_MAX}))
    order by d.id`;
  return rows.map((row) => depositRow.parse(row));
};

const USD_DECIMALS = 18;
const balanceRow = z
  .object({
    ...{ account_id: z.string(), name: z.string(), value: whole, share: z.number() },
    min_trade: z.string().transform((text) => parseDecimal(text, USD_DECIMALS) ?? 0n),
  })
  .transform(
    (row): BalanceSighting => ({
      ...{ accountId: row.account_id, name: row.name, valueUsdE18: row.value, shareBps: row.share },
      minTradeUsdE18: row.min_trade,
    }),
  );

/** By the last look that could say what it is worth. */
const readBalances = async (sql: TransactionSql): Promise<readonly BalanceSighting[]> => {
  const rows = await sql`
    select p.account_id::text, i.name, d.value_usd_e18::text as value, p.policy -> 'limits' ->> 'minTradeUsd' as min_trade,
      (select min((a ->> 'targetBps')::int) from jsonb_array_elements(p.allocations) a) as share
    from index_policies p join index_accounts i on i.id = p.account_id
    join lateral (select value_usd_e18 from index_decisions d where d.account_id = p.account_id and d.value_usd_e18 is not null
      order by d.id desc limit 1) d on true
    where i.state = 'open' and p.policy -> 'limits' ->> 'minTradeUsd' is not null order by p.account_id`;
  return rows.map((row) => balanceRow.parse(row));
};

const choiceRow = z
  .object({
    ...{ id: z.string(), account_id: z.string(), name: z.string(), symbol: z.string(), share: z.number() },
    ...{ why: z.enum(['not-all-sold', 'not-shown']), since: z.number() },
  })
  .transform(
    (row): ChoiceSighting => ({
      ...{ id: row.id, accountId: row.account_id, name: row.name, symbol: row.symbol, shareBps: row.share },
      ...{ asksWhy: row.why, asksSinceSeconds: row.since },
    }),
  );

/** Those whose owner was asked and has not answered. */
const readChoices = async (sql: TransactionSql): Promise<readonly ChoiceSighting[]> => {
  const rows = await sql`
    select w.leg_id as id, w.account_id::text, i.name, w.symbol, w.share_bps as share, w.asks_why as why,
      floor(extract(epoch from w.asks_since))::float8 as since
    from index_withdrawals w join index_accounts i on i.id = w.account_id
    where w.asks_since is not null and w.choice is null and w.settled_at is null order by w.leg_id`;
  return rows.map((row) => choiceRow.parse(row));
};

/** What is wrong with index accounts, and the alerts there are of such. What is not met any more has recovered. */
export const readIndexAlerts = async (
  sql: TransactionSql,
): Promise<{ readonly conditions: readonly Condition[]; readonly open: readonly OpenAlert[] }> => {
  const [clock] = await sql<{ now: UnixSeconds }[]>`select floor(extract(epoch from now()))::float8 as now`;
  const open = await sql`
    select id::text, kind, subject, extract(epoch from now() - first_seen_at)::float8 as age from alerts
    where kind = any(${[...KINDS]}) and recovered_at is null order by id`;
  return {
    conditions: [
      ...(await readOverdue(sql)),
      ...depositConditions(await readDeposits(sql), clock?.now ?? 0),
      ...balanceConditions(await readBalances(sql)),
      ...choiceConditions(await readChoices(sql)),
    ],
    open: open.map((row) => openRow.parse(row)),
  };
};
