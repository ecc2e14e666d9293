import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { IndexAccount } from '../../../lib/intents/index-account.ts';
import { type AsksWhy, exitOfShare, type ShareFacts } from '../../../lib/intents/share-steps.ts';
import { SWAP_ENDS, type SwapEnd } from '../../../lib/intents/swap.ts';
import type { UnixSeconds } from '../../../lib/result.ts';
import { insertIndexLegs } from './index-legs.ts';
import { BEGUN_VERDICTS, type NewIndexWithdrawal } from './index-withdrawals.ts';

export type NewShareWithdrawal = Pick<
  NewIndexWithdrawal,
  'accountId' | 'asset' | 'to' | 'usdCents' | 'plannedAtSeconds' | 'chain' | 'symbol' | 'decimals' | 'isTest'
> & {
  /** The id that the swap by which it leaves will have. */
  readonly id: Hex;
  readonly shareBps: number;
  readonly ownUnits: bigint;
  readonly heldUnits: bigint;
  readonly slippageBps: number;
  readonly sells: readonly {
    readonly legId: Hex;
    readonly asset: string;
    readonly symbol: string;
    readonly decimals: number;
    readonly amountUnits: bigint;
    readonly leastOutUnits: bigint;
    readonly usdE18: bigint;
  }[];
};

/** Writes a withdrawal of a share down with its sells, which ticks sign; the database asks for the fresh signature as well. @returns what became of it */
export const beginShareWithdrawal = async (
  sql: TransactionSql,
  one: NewShareWithdrawal,
): Promise<(typeof BEGUN_VERDICTS)[number]> => {
  const sells = one.sells.map(({ legId, asset, amountUnits, leastOutUnits, usdE18 }) => ({
    ...{ id: legId, origin: asset, amount: `${amountUnits}`, least: `${leastOutUnits}`, value: `${usdE18}` },
  }));
  const sold = Object.fromEntries(
    one.sells.map(({ asset, symbol, decimals }) => [asset, { symbol, decimals }]),
  );
  const [found] = await sql`
    select begin_index_share_withdrawal(${one.accountId}::uuid, ${one.id}, ${one.shareBps}::int, ${one.asset}, ${one.to},
      ${`${one.ownUnits}`}::numeric, ${`${one.heldUnits}`}::numeric, ${`${one.usdCents}`}::bigint, ${one.plannedAtSeconds}::bigint, ${one.chain},
      ${one.symbol}, ${one.decimals}::int, ${one.isTest}, ${one.slippageBps}::int, ${JSON.stringify(sells)}::text::jsonb,
      ${JSON.stringify(sold)}::text::jsonb) as verdict`;
  return z.object({ verdict: z.enum(BEGUN_VERDICTS) }).parse(found).verdict;
};

const CHOSEN_VERDICTS = ['chosen', 'unknown', 'not-signed', 'held', 'not-asked'] as const;

/** Says for a withdrawal of the viewer's account what becomes of it, once; the same again changes nothing. @returns what became of that */
export const chooseShareWithdrawal = async (
  sql: TransactionSql,
  {
    accountId,
    id,
    choice,
  }: { readonly accountId: string; readonly id: Hex; readonly choice: 'leave' | 'keep' },
): Promise<(typeof CHOSEN_VERDICTS)[number]> => {
  const [found] = await sql`select choose_index_withdrawal(${accountId}::uuid, ${id}, ${choice}) as verdict`;
  return z.object({ verdict: z.enum(CHOSEN_VERDICTS) }).parse(found).verdict;
};

const whole = z.string().transform(BigInt);
const isEnd = (word: string): word is SwapEnd => Object.hasOwn(SWAP_ENDS, word);

const sellRow = z
  .object({ end: z.string().refine(isEnd).nullable(), out: whole.nullable(), overdue: z.boolean() })
  .transform(({ end, out, overdue }) => ({ end, outUnits: out, isOverdue: overdue }));

const waitingRow = z
  .object({
    ...{ id: z.string(), account_id: z.string(), account: z.string(), asset: z.string(), place: z.string() },
    ...{
      test: z.boolean(),
      own: whole,
      held: whole,
      asked: z.boolean(),
      unshown: z.coerce.number().nullable(),
    },
    ...{ choice: z.enum(['leave', 'keep']).nullable(), sells: z.array(sellRow) },
  })
  .transform((row) => ({
    ...{ id: row.id as Hex, accountId: row.account_id, account: row.account as IndexAccount },
    ...{ asset: row.asset, to: row.place, isTest: row.test, ownUnits: row.own, heldUnits: row.held },
    ...{ hasAsked: row.asked, unshownSince: row.unshown, choice: row.choice, sells: row.sells },
  }));

/** A withdrawal of a share that isn't settled, of an account that isn't held; one that waits for its owner isn't among them. */
export type WaitingWithdrawal = ShareFacts & Readonly<z.output<typeof waitingRow>>;

/** All of them, the oldest first. */
export const readWaitingWithdrawals = async (
  sql: TransactionSql,
  { limit }: { readonly limit: number },
): Promise<readonly WaitingWithdrawal[]> => {
  const rows = await sql`
    select w.leg_id as id, w.account_id::text, i.account, w.asset, w.to_place as place, w.is_test as test, w.own_units::text as own,
      w.held_units::text as held, w.asks_since is not null as asked, w.unshown_since::text as unshown, w.choice,
      coalesce((select jsonb_agg(jsonb_build_object('end', l.leg_end, 'out', l.out_units::text, 'overdue', l.overdue_at is not null) order by l.id)
        from index_legs l where l.withdrawal_id = w.leg_id), '[]') as sells
    from index_withdrawals w join index_accounts i on i.id = w.account_id
    where w.share_bps is not null and w.settled_at is null and i.state <> 'held' and (w.asks_since is null or w.choice is not null)
    order by w.created_at, w.leg_id limit ${limit}`;
  return rows.map((row) => waitingRow.parse(row));
};

/** Holds the account until the transaction ends, and settles the withdrawal, if it stands as it was seen. @returns whether it did */
const settle = async (
  sql: TransactionSql,
  { id, accountId, choice }: Pick<WaitingWithdrawal, 'id' | 'accountId' | 'choice'>,
): Promise<boolean> => {
  await sql`select from index_accounts where id = ${accountId}::uuid for update`;
  const settled = await sql`
    update index_withdrawals set settled_at = now()
    where leg_id = ${id} and settled_at is null and choice is not distinct from ${choice} returning leg_id`;
  return settled.length > 0;
};

/** Writes the one swap by which a withdrawal leaves, if it stands as it was seen. @returns whether it did */
export const leaveWithShare = async (
  sql: TransactionSql,
  seen: WaitingWithdrawal,
  { amountUnits, plannedAtSeconds }: { readonly amountUnits: bigint; readonly plannedAtSeconds: UnixSeconds },
): Promise<boolean> => {
  if (!(await settle(sql, seen))) return false;
  const legs = [exitOfShare(seen, amountUnits)];
  await insertIndexLegs(sql, { accountId: seen.accountId, decisionId: null, legs, plannedAtSeconds });
  return true;
};

/** Ends a withdrawal of which nothing has arrived, if it stands as it was seen. @returns whether it did */
export const endShareWithNothing = (sql: TransactionSql, seen: WaitingWithdrawal): Promise<boolean> =>
  settle(sql, seen);

/** Asks the owner what becomes of it, once. @returns whether nobody had */
export const askAboutShare = async (
  sql: TransactionSql,
  { id, why }: { readonly id: Hex; readonly why: AsksWhy },
): Promise<boolean> => {
  const asked = await sql`
    update index_withdrawals set asks_since = now(), asks_why = ${why}
    where leg_id = ${id} and asks_since is null and settled_at is null returning leg_id`;
  return asked.length > 0;
};

/** Notes since when the verifier doesn't show what the provider says has arrived. */
export const noteUnshown = async (
  sql: TransactionSql,
  { id, sinceSeconds }: { readonly id: Hex; readonly sinceSeconds: UnixSeconds },
): Promise<void> => {
  await sql`
    update index_withdrawals set unshown_since = coalesce(unshown_since, ${sinceSeconds}::bigint)
    where leg_id = ${id} and settled_at is null`;
};
