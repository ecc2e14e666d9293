import type { TransactionSql } from 'postgres';
import type { Hex } from 'viem';
import { z } from 'zod';
import { decodeDecision, decodeSnapshot } from '../../../lib/engine/codec.ts';
import type { Decision } from '../../../lib/engine/decision.ts';
import type { Snapshot } from '../../../lib/engine/snapshot.ts';
import { type Index, policyJsonOf, readIndex } from '../../../lib/index-portfolio/index-policy.ts';
import { LEG_PURPOSES } from '../../../lib/intents/planned-swap.ts';
import { SWAP_ENDS, type SwapEnd } from '../../../lib/intents/swap.ts';
import type { Result } from '../../../lib/result.ts';
import { hasNothingUnderWay } from './index-legs.ts';

// Row level security shows a viewer the rows of their own accounts, and nobody else any.

/** Gives the viewer's own account an index, or another one; it is looked at at once. A look that is under way writes nothing any more. */
export const saveIndex = async (
  sql: TransactionSql,
  accountId: string,
  index: Index,
): Promise<number | null> => {
  const { name, allocations } = index;
  const policy = JSON.stringify(policyJsonOf(index));
  const [row] = await sql<{ version: number }[]>`
    insert into index_policies as p (account_id, name, allocations, policy)
    select i.id, ${name}, ${JSON.stringify(allocations)}::text::jsonb, ${policy}::text::jsonb
    from index_accounts i where i.id = ${accountId}::uuid and i.owner = viewer_address()
    on conflict (account_id) do update set name = excluded.name, allocations = excluded.allocations, policy = excluded.policy,
      version = p.version + 1, visible_at = now(), lease_token = p.lease_token + 1
    returning version`;
  return row?.version ?? null;
};

/** Has the viewer's own index looked at at once; false = there is none. */
export const wakeIndex = async (sql: TransactionSql, accountId: string): Promise<boolean> => {
  const woken = await sql`
    update index_policies set visible_at = now() where account_id = ${accountId}::uuid
      and exists (select from index_accounts i where i.id = account_id and i.owner = viewer_address()) returning account_id`;
  return woken.length > 0;
};

const seconds = z.number().nullable();
const whole = z.string().transform(BigInt);

const storedLook = z
  .object({ snapshot: z.unknown(), decision: z.unknown(), tokens: z.array(z.string()) })
  .transform(({ snapshot: saw, decision: decided, tokens }) => {
    const [snapshot, decision] = [decodeSnapshot(saw), decodeDecision(decided)];
    return snapshot.ok && decision.ok ? { snapshot: snapshot.value, decision: decision.value, tokens } : null;
  });

/** A look as it is stored; null where this build can't read it. */
export type StoredIndexLook = {
  readonly snapshot: Snapshot;
  readonly decision: Decision;
  readonly tokens: readonly string[];
} | null;

const indexRow = z
  .object({
    ...{ name: z.string(), version: z.number(), allocations: z.unknown(), policy: z.unknown() },
    ...{ looked_at: seconds, due_at: z.number(), is_plannable: z.boolean(), last: storedLook.nullable() },
  })
  .transform(({ name, allocations, policy, ...row }) => ({
    ...{ version: row.version, lookedAtSeconds: row.looked_at },
    nextLookAtSeconds: row.is_plannable ? row.due_at : null,
    ...{ lastLook: row.last, index: readIndex({ name, allocations, policy }) },
  }));

/** An index as its owner may see it. */
export type OwnIndex = {
  readonly version: number;
  readonly lookedAtSeconds: number | null;
  readonly nextLookAtSeconds: number | null;
  readonly lastLook: StoredIndexLook;
  readonly index: Result<Index>;
};

/** The index of one of the viewer's accounts; null = it has none, or isn't theirs. */
export const readOwnIndex = async (sql: TransactionSql, accountId: string): Promise<OwnIndex | null> => {
  const [row] = await sql`
    select p.name, p.version, p.allocations, p.policy, floor(extract(epoch from p.looked_at))::float8 as looked_at,
      ceil(extract(epoch from p.visible_at))::float8 as due_at,
      i.state = 'open' and ${hasNothingUnderWay(sql)} as is_plannable,
      (select jsonb_build_object('snapshot', d.snapshot, 'decision', d.decision, 'tokens', d.tokens) from index_decisions d
        where d.account_id = p.account_id order by d.id desc limit 1) as last
    from index_policies p join index_accounts i on i.id = p.account_id
    where p.account_id = ${accountId}::uuid and i.owner = viewer_address()`;
  return row === undefined ? null : indexRow.parse(row);
};

const ends = z.enum(Object.keys(SWAP_ENDS) as [SwapEnd, ...SwapEnd[]]);

const tradeRow = z
  .object({
    ...{
      id: z.string(),
      micros: z.string(),
      purpose: z.enum(LEG_PURPOSES),
      from: z.string(),
      to: z.string(),
    },
    ...{
      amount: whole,
      least: whole,
      value: whole.nullable(),
      end: ends.nullable(),
      why: z.string().nullable(),
    },
    ...{ overdue: z.boolean(), planned_at: z.coerce.number(), signed_at: seconds, ended_at: seconds },
    ...{ intent_hash: z.string().nullable(), deposit_address: z.string().nullable() },
    symbols: z.record(z.string(), z.string()),
  })
  .transform(({ id, planned_at, signed_at, ended_at, intent_hash, deposit_address, ...row }) => ({
    ...{ ...row, id: id as Hex, plannedAtSeconds: planned_at, signedAtSeconds: signed_at },
    ...{ endedAtSeconds: ended_at, intentHash: intent_hash, depositAddress: deposit_address },
  }));

/** A swap as its owner may see it, with the symbols that its look had, by the engine's name of an asset. */
export type OwnTrade = Readonly<z.output<typeof tradeRow>>;

/** Swaps of one of the viewer's accounts, the newest first; one more than the page has. */
export const readOwnTrades = async (
  sql: TransactionSql,
  accountId: string,
  {
    below,
    limit,
  }: { readonly below: { readonly micros: string; readonly id: string } | null; readonly limit: number },
): Promise<readonly OwnTrade[]> => {
  const rows = await sql`
    select l.id, (extract(epoch from l.created_at) * 1000000)::bigint::text as micros, l.purpose, l.origin_asset as from,
      l.destination_asset as to, l.amount_units::text as amount, l.least_out_units::text as least, l.value_usd_e18::text as value,
      l.leg_end as end, l.why, l.overdue_at is not null as overdue, l.planned_at_seconds::text as planned_at,
      floor(extract(epoch from l.signed_at))::float8 as signed_at, floor(extract(epoch from l.ended_at))::float8 as ended_at,
      l.intent_hash, l.deposit_address,
      coalesce((select jsonb_object_agg(a ->> 'token', a ->> 'symbol') from index_decisions d
        cross join lateral jsonb_array_elements(d.snapshot -> 'assets') a where d.id = l.decision_id), '{}') as symbols
    from index_legs l join index_accounts i on i.id = l.account_id
    where l.account_id = ${accountId}::uuid and i.owner = viewer_address() ${
      below === null
        ? sql``
        : sql`and (l.created_at, l.id) < (timestamptz 'epoch' + ${below.micros}::bigint * interval '1 microsecond', ${below.id})`
    }
    order by l.created_at desc, l.id desc limit ${limit + 1}`;
  return rows.map((row) => tradeRow.parse(row));
};
