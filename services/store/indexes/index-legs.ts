import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { IndexAccount } from '../../../lib/intents/index-account.ts';
import type { PlannedSwap } from '../../../lib/intents/planned-swap.ts';
import type { AskedSwap } from '../../../lib/intents/quote.ts';
import { type SignedSwap, SWAP_ENDS, type SwapEnd } from '../../../lib/intents/swap.ts';
import type { UnixSeconds } from '../../../lib/result.ts';

/** What is signed of a leg, as its row has it. */
export type SignedRow = SignedSwap & {
  readonly text: string;
  readonly intentHash: string;
  readonly nonce: string;
  readonly signature: string;
  readonly depositAddress: string;
};

/** A leg that isn't ended, claimed by whoever reads it. */
export type OpenLegRow = {
  readonly legId: Hex;
  readonly account: IndexAccount;
  readonly asked: AskedSwap;
  readonly signed: SignedRow | null;
  readonly fromSeconds: UnixSeconds;
  /** What fences the claimant's writes. */
  readonly token: bigint;
};

const whole = z.string().transform(BigInt);

const signedRow = z.object({
  ...{ intent: z.string(), intent_hash: z.string(), nonce: z.string(), signature: z.string() },
  ...{ deposit_address: z.string(), min_in: whole, min_out: whole },
  ...{ intent_deadline: z.coerce.number(), quote_deadline: z.coerce.number() },
});

const openRow = z
  .object({
    ...{ id: z.string(), account: z.string(), origin_asset: z.string(), destination_asset: z.string() },
    ...{ amount: whole, slippage_bps: z.number(), least: whole, recipient: z.string(), token: whole },
    recipient_type: z.enum(['INTENTS', 'DESTINATION_CHAIN']),
    planned_at: z.coerce.number(),
    intent: z.string().nullable(),
  })
  .loose()
  .transform((row): OpenLegRow => {
    const account = row.account as IndexAccount;
    const signed = row.intent === null ? null : signedRow.parse(row);
    return {
      ...{ legId: row.id as Hex, account, fromSeconds: row.planned_at, token: row.token },
      asked: {
        ...{ originAsset: row.origin_asset, destinationAsset: row.destination_asset },
        ...{ amountUnits: row.amount, slippageBps: row.slippage_bps, leastOutUnits: row.least },
        ...{ depositType: 'INTENTS', refundType: 'INTENTS', refundTo: account },
        ...{ recipientType: row.recipient_type, recipient: row.recipient, deadlineSeconds: 0 },
      },
      signed: signed && {
        ...{ text: signed.intent, intentHash: signed.intent_hash, nonce: signed.nonce },
        ...{ signature: signed.signature, depositAddress: signed.deposit_address, amountUnits: row.amount },
        ...{ minAmountInUnits: signed.min_in, minAmountOutUnits: signed.min_out },
        ...{ intentDeadlineSeconds: signed.intent_deadline, quoteDeadlineSeconds: signed.quote_deadline },
      },
    };
  });

const legJson = ({ legId, purpose, asked, valueUsdE18 }: PlannedSwap) => ({
  ...{ id: legId, purpose, origin: asked.originAsset, destination: asked.destinationAsset },
  ...{ amount: `${asked.amountUnits}`, slippage: asked.slippageBps, least: `${asked.leastOutUnits}` },
  ...{ recipient_type: asked.recipientType, recipient: asked.recipient },
  value: valueUsdE18 === null ? null : `${valueUsdE18}`,
});

export type NewLegs = {
  readonly accountId: string;
  /** Null = of no decision of the index: its owner's own wish. */
  readonly decisionId: string | null;
  readonly legs: readonly PlannedSwap[];
  readonly plannedAtSeconds: UnixSeconds;
};

/** Writes legs before anybody asks a quote for them; one that stands there already stays as it is. @returns how many are new */
export const insertIndexLegs = async (
  sql: TransactionSql,
  { accountId, decisionId, legs, plannedAtSeconds }: NewLegs,
): Promise<number> => {
  if (legs.length === 0) return 0;
  const written = await sql`
    insert into index_legs (id, account_id, decision_id, purpose, origin_asset, destination_asset, amount_units, slippage_bps,
      least_out_units, recipient_type, recipient, value_usd_e18, planned_at_seconds)
    select i.id, ${accountId}::uuid, ${decisionId}::bigint, i.purpose, i.origin, i.destination, i.amount, i.slippage, i.least,
      i.recipient_type, i.recipient, i.value, ${plannedAtSeconds}::bigint
    from jsonb_to_recordset(${JSON.stringify(legs.map(legJson))}::text::jsonb) as i(id text, purpose text, origin text, destination text,
      amount numeric, slippage integer, least numeric, recipient_type text, recipient text, value numeric)
    on conflict (id) do nothing returning id`;
  return written.length;
};

export type LegClaim = {
  /** Whoever claims again by the same name has its own legs again. */
  readonly holder: string;
  readonly leaseSeconds: number;
  readonly limit: number;
};

/** Claims every leg that is not ended and nobody else works on, in the order in which they were planned. Claimants that overlap get different ones. */
export const claimOpenLegs = async (
  sql: TransactionSql,
  { holder, leaseSeconds, limit }: LegClaim,
): Promise<readonly OpenLegRow[]> => {
  const rows = await sql`
    with mine as (
      select l.id from index_legs l
      where l.leg_end is null and (l.visible_at <= now() or l.lease_owner = ${holder})
      order by l.visible_at, l.id limit ${limit} for update of l skip locked
    )
    update index_legs l
    set visible_at = now() + make_interval(secs => ${leaseSeconds}), lease_owner = ${holder}, lease_token = l.lease_token + 1
    from mine, index_accounts i where l.id = mine.id and i.id = l.account_id
    returning l.id, i.account, l.origin_asset, l.destination_asset, l.amount_units::text as amount, l.slippage_bps,
      l.least_out_units::text as least, l.recipient_type, l.recipient, l.planned_at_seconds::text as planned_at,
      l.lease_token::text as token, l.intent, l.intent_hash, l.nonce, l.signature, l.deposit_address, l.min_in_units::text as min_in,
      l.min_out_units::text as min_out, l.intent_deadline_seconds::text as intent_deadline,
      l.quote_deadline_seconds::text as quote_deadline`;
  return rows
    .map((row) => openRow.parse(row))
    .toSorted((one, other) => one.fromSeconds - other.fromSeconds || (one.legId < other.legId ? -1 : 1));
};

/** A leg as its claimant holds it. */
export type HeldLeg = { readonly legId: Hex; readonly token: bigint };

/**
 * Notes what was signed of a leg, if it has no signature and is not ended. @returns whether these bytes stand there now: false = another
 * signature does, the leg is ended, or somebody else works on it by now
 */
export const noteLegSigned = async (
  sql: TransactionSql,
  { legId, token }: HeldLeg,
  signed: SignedRow,
): Promise<boolean> => {
  const { text, intentHash, nonce, signature, depositAddress } = signed;
  const written = await sql`
    update index_legs set intent = ${text}, intent_hash = ${intentHash}, nonce = ${nonce}, signature = ${signature},
      deposit_address = ${depositAddress}, min_in_units = ${`${signed.minAmountInUnits}`}::numeric,
      min_out_units = ${`${signed.minAmountOutUnits}`}::numeric, intent_deadline_seconds = ${signed.intentDeadlineSeconds},
      quote_deadline_seconds = ${signed.quoteDeadlineSeconds}, signed_at = now(), why = null
    where id = ${legId} and intent is null and leg_end is null and lease_token = ${`${token}`}::bigint returning id`;
  if (written.length > 0) return true;
  const same = await sql`
    select id from index_legs where id = ${legId} and intent = ${text} and signature = ${signature} and deposit_address = ${depositAddress}`;
  return same.length > 0;
};

/** What a person has to look at before the account is planned for again. */
const heldWhy = (end: SwapEnd): string | null => (SWAP_ENDS[end].mayPlan ? null : SWAP_ENDS[end].words);

/**
 * Ends a leg, if it is open; an end that nobody may plan after holds its account in the same transaction. @returns the end that stands there:
 * another one where somebody was before, null where somebody else works on the leg by now
 */
export const noteLegEnd = async (
  sql: TransactionSql,
  { legId, token }: HeldLeg,
  { end, arrivedUnits = null }: { readonly end: SwapEnd; readonly arrivedUnits?: bigint | null },
): Promise<SwapEnd | null> => {
  const written = await sql<{ account_id: string }[]>`
    update index_legs set leg_end = ${end}, ended_at = now(), why = null, lease_owner = null,
      out_units = ${arrivedUnits === null ? null : `${arrivedUnits}`}::numeric
    where id = ${legId} and leg_end is null and lease_token = ${`${token}`}::bigint returning account_id::text`;
  const [row] = written;
  const why = heldWhy(end);
  if (row !== undefined && why !== null)
    await sql`
      update index_accounts set state = 'held', held_why = ${why} where id = ${row.account_id}::uuid and state = 'open'`;
  if (row !== undefined) return end;
  const [stands] = await sql<
    { leg_end: SwapEnd | null }[]
  >`select leg_end from index_legs where id = ${legId}`;
  return stands?.leg_end ?? null;
};

/** What a leg waits for, as a person reads it; that it takes too long is noted once. Ends nothing. */
export const noteLegWaits = async (
  sql: TransactionSql,
  { legId, token }: HeldLeg,
  { why, isOverdue }: { readonly why: string; readonly isOverdue: boolean },
): Promise<void> => {
  await sql`
    update index_legs set why = ${why.slice(0, 400)},
      overdue_at = case when ${isOverdue} then coalesce(overdue_at, now()) else overdue_at end
    where id = ${legId} and leg_end is null and lease_token = ${`${token}`}::bigint`;
};

/** Ends legs that nobody could get signed for so long: nothing of them was ever sent, and their prices are old. @returns how many */
export const endUnsignedLegs = async (
  sql: TransactionSql,
  { plannedBefore }: { readonly plannedBefore: UnixSeconds },
): Promise<number> => {
  const ended = await sql`
    update index_legs set leg_end = 'not-sent', ended_at = now(), lease_token = lease_token + 1, lease_owner = null
    where leg_end is null and intent is null and planned_at_seconds < ${plannedBefore} returning id`;
  return ended.length;
};

/** Gives back what a claimant holds still: anybody may go on with it. */
export const releaseLegs = async (sql: TransactionSql, holder: string): Promise<void> => {
  await sql`
    update index_legs set visible_at = now(), lease_owner = null where lease_owner = ${holder} and leg_end is null`;
};

/** Of the account that is called `i`: no swap of it is open, and no withdrawal of a share is between its sells and its end. */
export const hasNothingUnderWay = (sql: TransactionSql) => sql`
  (not exists (select from index_legs l where l.account_id = i.id and l.leg_end is null)
    and not exists (select from index_withdrawals w where w.account_id = i.id and w.share_bps is not null and w.settled_at is null))`;

/**
 * Holds the account's row until the transaction ends, and says whether it is open with nothing under way. Whoever plans legs for an account asks
 * this first, in the same transaction: two plans of the same balances would spend them twice.
 */
export const isFree = async (sql: TransactionSql, accountId: string): Promise<boolean> => {
  const [account] = await sql<{ state: string }[]>`
    select state from index_accounts where id = ${accountId}::uuid for update`;
  if (account?.state !== 'open') return false;
  const [free] = await sql<{ free: boolean }[]>`
    select ${hasNothingUnderWay(sql)} as free from index_accounts i where i.id = ${accountId}::uuid`;
  return free?.free ?? false;
};
