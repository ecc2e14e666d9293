import type { Sql } from 'postgres';
import { z } from 'zod';
import { type Holder, holderIn, holders, type Proof } from '../identity/holders.ts';

/** What an allowance whole is: the requests of so many seconds, at once if somebody likes. */
const ALLOWANCE_SECONDS = 60;

export type Admitting = {
  /** Null: nobody shows anything. */
  readonly proof: Proof | null;
  /** The visitor's network address, or what stands for all that have none. */
  readonly visitor: string;
  readonly visitorPerMinute: number;
  readonly userPerMinute: number;
  /** How many requests this one counts for. */
  readonly cost: number;
};

/** What one key comes to: seconds until its allowance is whole again, with this request if it was taken. */
export type AllowanceState = {
  readonly perMinute: number;
  readonly taken: boolean;
  readonly spentSeconds: number;
};

export type Admitted = {
  readonly holder: Holder | null;
  /** The visitor's, and the user's when the proof has a holder. */
  readonly states: readonly AllowanceState[];
};

const state = z.object({ perMinute: z.number(), taken: z.boolean(), spentSeconds: z.number() });

/**
 * Who asks, and a request taken from the allowance of their address and of their user, in one statement for all instances of the app (a
 * leaky bucket: the time at which it will be whole is all there is to keep, GCRA). A proof of nobody costs as much: guessing must. A key
 * that has too little keeps what it has, so that being refused costs nothing more.
 */
export const admit = async (sql: Sql, asking: Admitting): Promise<Admitted> => {
  const rows = await sql`
    with holder as materialized (${holders(sql, asking.proof)}), asked as (
      select key, per_minute, ${asking.cost}::float8 * ${ALLOWANCE_SECONDS}::float8 / per_minute * interval '1 second' as step
      from (
        select 'ip:' || ${asking.visitor}::text as key, ${asking.visitorPerMinute}::int as per_minute
        union all select 'user:' || "userId", ${asking.userPerMinute}::int from holder
      ) k
    ), taken as (
      insert into request_allowances as r (key, full_at) select key, now() + step from asked order by key
      on conflict (key) do update set full_at = greatest(r.full_at, now()) + (excluded.full_at - now())
      where greatest(r.full_at, now()) + (excluded.full_at - now()) <= now() + ${ALLOWANCE_SECONDS} * interval '1 second'
      returning key, full_at
    )
    select h.*, a.per_minute as "perMinute", t.key is not null as taken,
      greatest(0, extract(epoch from coalesce(t.full_at, r.full_at) - now()))::float8 as "spentSeconds"
    from asked a left join taken t on t.key = a.key left join request_allowances r on r.key = a.key left join holder h on true`;
  return { holder: holderIn(rows[0]), states: rows.map((row) => state.parse(row)) };
};

/** Forgets allowances that have been whole for an hour. */
export const sweepAllowances = async (sql: Sql): Promise<void> => {
  await sql`delete from request_allowances where full_at < now() - interval '1 hour'`;
};
