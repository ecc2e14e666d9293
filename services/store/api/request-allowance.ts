import type { Sql } from 'postgres';
import { z } from 'zod';

/** A key and how many requests it has in a minute. */
export type AllowanceKey = { readonly key: string; readonly perMinute: number };

/** What one key comes to: seconds until its allowance is whole again, with this request if it was taken. */
export type AllowanceState = {
  readonly key: string;
  readonly taken: boolean;
  readonly spentSeconds: number;
};

const row = z.object({ key: z.string(), taken: z.boolean(), spentSeconds: z.coerce.number() });

/** What a whole allowance is: the requests of so many seconds, at once if somebody likes. */
export const ALLOWANCE_SECONDS = 60;

/**
 * Takes a request from each key's allowance, in one statement for all keys and all instances of the app (a leaky bucket: the time at which
 * it will be whole is all there is to keep, GCRA). A key that has too little keeps what it has, so that being refused costs nothing more.
 */
export const spendAllowance = async (
  sql: Sql,
  { keys, cost }: { readonly keys: readonly AllowanceKey[]; readonly cost: number },
): Promise<readonly AllowanceState[]> => {
  const steps = keys.map(({ perMinute }) => (cost * ALLOWANCE_SECONDS) / perMinute);
  const rows = await sql`
    with asked as (
      select key, step * interval '1 second' as step
      from unnest(${keys.map(({ key }) => key)}::text[], ${steps.map(String)}::text[]::float8[]) as a(key, step)
    ), taken as (
      insert into request_allowances as r (key, full_at) select key, now() + step from asked order by key
      on conflict (key) do update set full_at = greatest(r.full_at, now()) + (excluded.full_at - now())
      where greatest(r.full_at, now()) + (excluded.full_at - now()) <= now() + ${ALLOWANCE_SECONDS} * interval '1 second'
      returning key, full_at
    )
    select a.key, t.key is not null as taken,
      greatest(0, extract(epoch from coalesce(t.full_at, r.full_at) - now()))::float8 as "spentSeconds"
    from asked a left join taken t on t.key = a.key left join request_allowances r on r.key = a.key`;
  return rows.map((one) => row.parse(one));
};

/** Forgets those that have been whole for an hour. */
export const sweepAllowances = async (sql: Sql): Promise<void> => {
  await sql`delete from request_allowances where full_at < now() - interval '1 hour'`;
};
