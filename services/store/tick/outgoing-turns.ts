import type { TransactionSql } from 'postgres';
import { z } from 'zod';

export type AskedOf = {
  /** The service and a key of it, never the key itself. */
  readonly name: string;
  readonly perSecond: number;
  /** Turns further off are not taken. */
  readonly waitMsMax: number;
};

const turn = z.object({ ms: z.number() });

/**
 * Takes the next turn of a key, of all workers together, and answers in how many milliseconds it comes; one that comes too late is answered
 * and not taken. By the database's clock (GCRA, as visitors are counted).
 */
export const takeOutgoingTurn = async (
  sql: TransactionSql,
  { name, perSecond, waitMsMax }: AskedOf,
): Promise<number> => {
  const step = 1 / perSecond;
  const [row] = await sql`
    with taken as (
      insert into request_allowances as r (key, full_at)
      values (${`out:${name}`}, clock_timestamp() + ${step}::float8 * interval '1 second')
      on conflict (key) do update
        set full_at = greatest(r.full_at, clock_timestamp()) + ${step}::float8 * interval '1 second'
        where r.full_at <= clock_timestamp() + ${waitMsMax}::float8 * interval '1 millisecond'
      returning full_at - ${step}::float8 * interval '1 second' as at
    )
    select greatest(0, ceil(1000 * extract(epoch from coalesce(
      (select at from taken), (select full_at from request_allowances where key = ${`out:${name}`})
    ) - clock_timestamp())))::float8 as ms`;
  return turn.parse(row).ms;
};
