import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import { SWAP_ENDS, type SwapEnd } from '../../lib/intents/swap.ts';
import type { UnixSeconds } from '../../lib/result.ts';

const whole = z.string().transform(BigInt);
const isEnd = (word: string): word is SwapEnd => Object.hasOwn(SWAP_ENDS, word);

const row = z
  .object({
    ...{ id: z.string(), asset: z.string(), amount: whole, recipient: z.string(), cents: whole },
    ...{ chain: z.string(), symbol: z.string(), decimals: z.number(), test: z.boolean() },
    ...{ created_at: z.number(), ended_at: z.number().nullable(), signed: z.boolean() },
    ...{ leg_end: z.string().refine(isEnd).nullable(), why: z.string().nullable() },
  })
  .transform((found) => ({
    ...{ id: found.id as Hex, asset: found.asset, amountUnits: found.amount, to: found.recipient },
    ...{ chain: found.chain, symbol: found.symbol, decimals: found.decimals, isTest: found.test },
    ...{ usdCents: found.cents, createdAtSeconds: found.created_at, endedAtSeconds: found.ended_at },
    exit: { isSigned: found.signed, end: found.leg_end, why: found.why },
  }));

/** A withdrawal with the swap by which it leaves; times by the database's clock. */
export type IndexWithdrawalRow = Readonly<z.output<typeof row>>;

/** Those of an account, the latest first. */
export const readIndexWithdrawals = async (
  sql: TransactionSql,
  { accountId, limit }: { readonly accountId: string; readonly limit: number },
): Promise<readonly IndexWithdrawalRow[]> => {
  const rows = await sql`
    select w.leg_id as id, l.origin_asset as asset, l.amount_units::text as amount, l.recipient, w.usd_cents::text as cents, w.chain, w.symbol,
      w.decimals::int as decimals, w.is_test as test, floor(extract(epoch from w.created_at))::float8 as created_at,
      floor(extract(epoch from l.ended_at))::float8 as ended_at, l.intent is not null as signed, l.leg_end, l.why
    from index_withdrawals w join index_legs l on l.id = w.leg_id
    where w.account_id = ${accountId}::uuid order by w.created_at desc, w.leg_id limit ${limit}`;
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

const VERDICTS = ['begun', 'unknown', 'not-signed', 'held', 'busy'] as const;

/** Writes a withdrawal down with its swap, which ticks sign; the database asks for the fresh signature as well. @returns what became of it */
export const beginIndexWithdrawal = async (
  sql: TransactionSql,
  one: NewIndexWithdrawal,
): Promise<(typeof VERDICTS)[number]> => {
  const [found] = await sql`
    select begin_index_withdrawal(${one.accountId}::uuid, ${one.legId}, ${one.asset}, ${`${one.amountUnits}`}::numeric,
      ${one.slippageBps}::int, ${`${one.leastOutUnits}`}::numeric, ${one.to}, ${`${one.usdE18}`}::numeric, ${`${one.usdCents}`}::bigint,
      ${one.plannedAtSeconds}::bigint, ${one.chain}, ${one.symbol}, ${one.decimals}::int, ${one.isTest}) as verdict`;
  return z.object({ verdict: z.enum(VERDICTS) }).parse(found).verdict;
};
