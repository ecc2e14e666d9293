import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { DuePaper, PaperMove } from '../../../lib/ledger/paper-record.ts';

const dueRow = z.object({
  id: z.string(),
  terms: z.unknown(),
  state: z.unknown(),
  steps: z.number(),
  rowAtSeconds: z.coerce.number(),
});

/**
 * Paper portfolios that are due, the longest waiting first. Nobody is given them for himself: who moves one on first has done it, since
 * what is written names the step that it follows.
 */
export const readDuePapers = async (
  sql: TransactionSql,
  { chainId, limit }: { readonly chainId: number; readonly limit: number },
): Promise<readonly DuePaper[]> => {
  const rows = await sql`
    select id, terms, state, steps, row_at_seconds::text as "rowAtSeconds" from paper_portfolios
    where chain_id = ${chainId} and due_at <= now() and quarantine_reason is null
    order by due_at, id limit ${limit}`;
  return rows.map((row) => dueRow.parse(row));
};

const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);

/**
 * Writes what a tick has come to, all of it in one statement: whoever was moved on, ended or set aside meanwhile stays as they are.
 * Answers whom it moved on.
 */
export const savePaperMoves = async (
  sql: TransactionSql,
  moves: readonly PaperMove[],
): Promise<readonly string[]> => {
  const rows = await sql`
    with input as (
      select * from jsonb_to_recordset(${JSON.stringify(moves, text)}::text::jsonb) as i(
        id uuid, "fromSteps" integer, "dueInSeconds" integer, "quarantineReason" text, state jsonb, "atSeconds" bigint,
        "valueUsdE18" numeric, "heldUsdE18" numeric, kind text, reason text, why text, trades jsonb)
    ), moved as (
      update paper_portfolios p
      set due_at = now() + make_interval(secs => i."dueInSeconds"), quarantine_reason = i."quarantineReason",
        state = coalesce(i.state, p.state), steps = p.steps + (i.state is not null)::int,
        row_at_seconds = coalesce(i."atSeconds", p.row_at_seconds),
        value_usd_e18 = coalesce(i."valueUsdE18", p.value_usd_e18), held_usd_e18 = coalesce(i."heldUsdE18", p.held_usd_e18),
        kind = case when i.state is null then p.kind else i.kind end,
        reason = case when i.state is null then p.reason else i.reason end,
        why = case when i.state is null then p.why else i.why end
      from input i
      where p.id = i.id and p.steps = i."fromSteps" and (i."atSeconds" is null or i."atSeconds" > p.row_at_seconds)
        and p.quarantine_reason is null
      returning p.id, (i.state is not null) as stepped
    ), traded as (
      insert into paper_trades (paper_id, at_seconds, leg, sell_token, buy_token, sell_units_e18, buy_units_e18, sell_usd_e18, cost_usd_e18)
      select i.id, i."atSeconds", (t.place - 1)::smallint, t.one->>'sellToken', t.one->>'buyToken', (t.one->>'sellUnitsE18')::numeric,
        (t.one->>'buyUnitsE18')::numeric, (t.one->>'sellUsdE18')::numeric, (t.one->>'costUsdE18')::numeric
      from input i join moved m on m.id = i.id and m.stepped
      cross join lateral jsonb_array_elements(i.trades) with ordinality t(one, place)
    ), dayed as (
      insert into paper_days (paper_id, day_seconds, at_seconds, value_usd_e18, held_usd_e18)
      select i.id, i."atSeconds" - i."atSeconds" % 86400, i."atSeconds", i."valueUsdE18", i."heldUsdE18"
      from input i join moved m on m.id = i.id and m.stepped
      on conflict (paper_id, day_seconds) do update
        set at_seconds = excluded.at_seconds, value_usd_e18 = excluded.value_usd_e18, held_usd_e18 = excluded.held_usd_e18
    )
    select id::text from moved order by id`;
  return rows.map(({ id }) => z.string().parse(id));
};
