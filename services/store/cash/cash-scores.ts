import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import type { ScoredShift } from '../../../lib/cash/moves/judge-shift.ts';
import { JUDGED_AFTER_SECONDS, leadOfScoreE18 } from '../../../lib/cash/score-moves.ts';

const whole = z.string().transform(BigInt);
const hex = z.string().transform((text) => text as Hex);

const unjudgedRow = z
  .object({
    ...{ id: hex, owner_id: z.string(), index: z.number() },
    ...{ made: z.number(), arrived: z.number().nullable(), units: whole, cost: whole.nullable() },
    ...{ paying: whole, from_then: whole.nullable(), to_then: whole.nullable(), decision: z.unknown() },
  })
  .transform(
    (row): ScoredShift => ({
      ...{ id: row.id, ownerId: row.owner_id, index: row.index, decision: row.decision },
      ...{ madeAtSeconds: row.made, arrivedAtSeconds: row.arrived, units: row.units },
      ...{ costUnits: (row.cost ?? 0n) + row.paying, fromThenE18: row.from_then, toThenE18: row.to_then },
    }),
  );

/** Nobody waits longer for a share price that is missing: then a move stays unjudged. */
const JUDGED_WITHIN_SECONDS = 30 * 86_400;

/**
 * Done moves that are old enough to be judged at this time, oldest first, each with its share of what redeeming for it has cost: the costs of
 * its decision's redemptions on its chain are borne by what they pay for, in equal parts.
 */
export const readUnjudged = async (
  sql: TransactionSql,
  { nowSeconds, limit }: { readonly nowSeconds: number; readonly limit: number },
): Promise<readonly ScoredShift[]> => {
  const rows = await sql`
    select m.id, d.owner_id::text, m.move_index as index, m.done_at_seconds::float8 as made, m.arrived_at_seconds::float8 as arrived,
      m.units::text, m.cost_units::text as cost, m.from_price_e18::text as from_then, m.to_price_e18::text as to_then, d.decision,
      case when m.kind = 'redeem' then '0' else coalesce(ceil(paid.cost / greatest(paid.by, 1)), 0)::text end as paying
    from cash_moves m join cash_decisions d on d.id = m.decision_id
    left join lateral (
      select sum(r.cost_units) filter (where r.kind = 'redeem') as cost, count(*) filter (where r.kind <> 'redeem') as by
      from cash_moves r where r.decision_id = m.decision_id and r.chain_id = m.chain_id and r.status = 'done'
    ) paid on true
    where m.status = 'done' and m.judged_at is null
      and m.done_at_seconds between ${nowSeconds - JUDGED_WITHIN_SECONDS} and ${nowSeconds - JUDGED_AFTER_SECONDS}
    order by m.done_at_seconds, m.id limit ${limit}`;
  return rows.map((row) => unjudgedRow.parse(row));
};

const PRICE_AGE_SECONDS = 86_400;

/** What a whole share was worth at a time, in 18 decimals, by the last that was read in the day before; null = nothing was. */
export const readSharePriceAt = async (
  sql: TransactionSql,
  {
    chainId,
    vault,
    atSeconds,
  }: { readonly chainId: number; readonly vault: string; readonly atSeconds: number },
): Promise<bigint | null> => {
  const [row] = await sql<{ price: string }[]>`
    select share_price_e18::text as price from vault_rates
    where chain_id = ${chainId} and vault = ${vault} and time_seconds between ${atSeconds - PRICE_AGE_SECONDS} and ${atSeconds}
    order by time_seconds desc limit 1`;
  return row === undefined ? null : BigInt(row.price);
};

/** Keeps what a move came to, and by that how far all of its owner's moves are ahead of staying. Judged again it changes nothing. */
export const saveCashScore = async (
  sql: TransactionSql,
  { id, ownerId, scoreUnits }: { readonly id: Hex; readonly ownerId: string; readonly scoreUnits: bigint },
): Promise<void> => {
  await sql`
    update cash_moves set score_units = ${`${scoreUnits}`}::numeric, judged_at = now() where id = ${id} and judged_at is null`;
  const [sums] = await sql<{ score: string; value: string }[]>`
    select coalesce(sum(m.score_units), 0)::text as score, coalesce((select value_units from cash_decisions
      where owner_id = ${ownerId} order by id desc limit 1), 0)::text as value
    from cash_moves m join cash_decisions d on d.id = m.decision_id where d.owner_id = ${ownerId}`;
  const lead = leadOfScoreE18(BigInt(sums?.score ?? 0), BigInt(sums?.value ?? 0));
  await sql`update cash_owners set lead_e18 = ${`${lead}`}::numeric where id = ${ownerId}`;
};
