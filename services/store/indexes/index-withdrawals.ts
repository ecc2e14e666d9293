import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import { ASKS_WHY } from '../../../lib/intents/share-steps.ts';
import { SWAP_ENDS, type SwapEnd } from '../../../lib/intents/swap.ts';
import type { UnixSeconds } from '../../../lib/result.ts';

const whole = z.string().transform(BigInt);
const isEnd = (word: string): word is SwapEnd => Object.hasOwn(SWAP_ENDS, word);
const end = z.string().refine(isEnd).nullable();

const sellRow = z
  .object({
    ...{ id: z.string(), asset: z.string(), symbol: z.string(), decimals: z.number(), amount: whole },
    ...{ out: whole.nullable(), end, why: z.string().nullable(), overdue: z.boolean(), signed: z.boolean() },
  })
  .transform(({ id, amount, out, overdue, signed, ...found }) => ({
    ...{ ...found, id: id as Hex, amountUnits: amount, outUnits: out, isOverdue: overdue, isSigned: signed },
  }));

const row = z
  .object({
    ...{ id: z.string(), asset: z.string(), amount: whole.nullable(), place: z.string(), cents: whole },
    ...{ chain: z.string(), symbol: z.string(), decimals: z.number(), test: z.boolean() },
    ...{ created_at: z.number(), ended_at: z.number().nullable(), signed: z.boolean() },
    ...{ leg_end: end, why: z.string().nullable(), share: z.number().nullable(), own: whole.nullable() },
    ...{ asks_why: z.enum(ASKS_WHY).nullable(), choice: z.enum(['leave', 'keep']).nullable() },
    ...{ settled: z.boolean(), sells: z.array(sellRow) },
  })
  .transform((found) => ({
    ...{ id: found.id as Hex, asset: found.asset, to: found.place, exitUnits: found.amount },
    ...{ chain: found.chain, symbol: found.symbol, decimals: found.decimals, isTest: found.test },
    ...{ usdCents: found.cents, createdAtSeconds: found.created_at, endedAtSeconds: found.ended_at },
    // Null = its swap isn't there yet.
    exit: found.amount === null ? null : { isSigned: found.signed, end: found.leg_end, why: found.why },
    share:
      found.share === null
        ? null
        : {
            ...{ shareBps: found.share, ownUnits: found.own ?? 0n, sells: found.sells },
            ...{ asksWhy: found.asks_why, choice: found.choice, isSettled: found.settled },
          },
  }));

/** A withdrawal with the swap by which it leaves, and of a share with its sells; times by the database's clock. */
export type IndexWithdrawalRow = Readonly<z.output<typeof row>>;

/** Those of an account, the latest first; or the one of that id. */
export const readIndexWithdrawals = async (
  sql: TransactionSql,
  { accountId, limit, id }: { readonly accountId: string; readonly limit: number; readonly id?: Hex },
): Promise<readonly IndexWithdrawalRow[]> => {
  const rows = await sql`
    select w.leg_id as id, coalesce(w.asset, l.origin_asset) as asset, l.amount_units::text as amount, coalesce(w.to_place, l.recipient) as place,
      w.usd_cents::text as cents, w.chain, w.symbol, w.decimals::int as decimals, w.is_test as test,
      floor(extract(epoch from w.created_at))::float8 as created_at,
      floor(extract(epoch from coalesce(l.ended_at, case when l.id is null then w.settled_at end)))::float8 as ended_at,
      l.intent is not null as signed, l.leg_end, l.why, w.share_bps as share, w.own_units::text as own, w.asks_why, w.choice,
      w.settled_at is not null as settled,
      coalesce((select jsonb_agg(jsonb_build_object('id', s.id, 'asset', s.origin_asset, 'symbol', w.sold -> s.origin_asset ->> 'symbol',
        'decimals', (w.sold -> s.origin_asset ->> 'decimals')::int, 'amount', s.amount_units::text, 'out', s.out_units::text, 'end', s.leg_end,
        'why', s.why, 'overdue', s.overdue_at is not null, 'signed', s.intent is not null) order by s.value_usd_e18 desc nulls last, s.origin_asset)
        from index_legs s where s.withdrawal_id = w.leg_id), '[]') as sells
    from index_withdrawals w left join index_legs l on l.id = w.leg_id
    where w.account_id = ${accountId}::uuid ${id === undefined ? sql`` : sql`and w.leg_id = ${id}`}
    order by w.created_at desc, w.leg_id limit ${limit}`;
  return rows.map((found) => row.parse(found));
};

/** Whether something of an account has arrived at that place of a chain before. */
export const isTriedPlace = async (
  sql: TransactionSql,
  { accountId, chain, to }: { readonly accountId: string; readonly chain: string; readonly to: string },
): Promise<boolean> => {
  const [found] = await sql`
    select from index_withdrawals w join index_legs l on l.id = w.leg_id
    where w.account_id = ${accountId}::uuid and w.chain = ${chain} and l.recipient = ${to}
      and l.leg_end in ('swapped', 'swapped-with-refund') limit 1`;
  return found !== undefined;
};

export type NewIndexWithdrawal = {
  readonly legId: Hex;
  readonly accountId: string;
  readonly asset: string;
  readonly amountUnits: bigint;
  readonly slippageBps: number;
  readonly leastOutUnits: bigint;
  readonly to: string;
  readonly usdE18: bigint;
  readonly usdCents: bigint;
  readonly plannedAtSeconds: UnixSeconds;
  readonly chain: string;
  readonly symbol: string;
  readonly decimals: number;
  readonly isTest: boolean;
};

/** What becomes of a withdrawal that somebody begins. */
export const BEGUN_VERDICTS = ['begun', 'unknown', 'not-signed', 'held', 'busy'] as const;

/** Writes a withdrawal down with its swap, which ticks sign; the database asks for the fresh signature as well. @returns what became of it */
export const beginIndexWithdrawal = async (
  sql: TransactionSql,
  one: NewIndexWithdrawal,
): Promise<(typeof BEGUN_VERDICTS)[number]> => {
  const [found] = await sql`
    select begin_index_withdrawal(${one.accountId}::uuid, ${one.legId}, ${one.asset}, ${`${one.amountUnits}`}::numeric,
      ${one.slippageBps}::int, ${`${one.leastOutUnits}`}::numeric, ${one.to}, ${`${one.usdE18}`}::numeric, ${`${one.usdCents}`}::bigint,
      ${one.plannedAtSeconds}::bigint, ${one.chain}, ${one.symbol}, ${one.decimals}::int, ${one.isTest}) as verdict`;
  return z.object({ verdict: z.enum(BEGUN_VERDICTS) }).parse(found).verdict;
};
