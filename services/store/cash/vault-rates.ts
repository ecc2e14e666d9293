import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import type { RateHistory, RatePoint, VaultKey } from '../../../lib/cash/rate-history.ts';
import type { VaultReading, VaultsRead } from '../../../lib/cash/vault-reading.ts';

const DAY_SECONDS = 86_400;
const HOURLY_AFTER_SECONDS = 7 * DAY_SECONDS;
const DAILY_AFTER_SECONDS = 90 * DAY_SECONDS;

export type VaultSnapshot = { readonly vault: string; readonly reading: VaultReading };

/** Stores what vaults of a chain said at a block; what is stored of the same second stays as it is. */
export const saveVaultRates = async (
  sql: TransactionSql,
  chainId: number,
  { block, snapshots }: Pick<VaultsRead, 'block'> & { readonly snapshots: readonly VaultSnapshot[] },
): Promise<void> => {
  if (snapshots.length === 0) return;
  const input = snapshots.map(({ vault, reading }) => ({
    ...{ vault, price: `${reading.sharePriceE18}`, tvl: `${reading.tvlUnits}` },
  }));
  await sql`
    insert into vault_rates (chain_id, vault, time_seconds, block_number, share_price_e18, tvl_units)
    select ${chainId}, i.vault, ${block.timeSeconds}, ${`${block.number}`}::bigint, i.price, i.tvl
    from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(vault text, price numeric, tvl numeric)
    order by i.vault
    on conflict do nothing`;
};

/**
 * Keeps every point of a vault's last seven days, the last one of each hour up to 90 days back, and the last one of each day before. Does
 * something only where the newest point has begun a UTC day, so that each day is thinned once. Answers how many points went.
 */
export const thinVaultRates = async (
  sql: TransactionSql,
  chainId: number,
  vaults: readonly string[],
): Promise<number> => {
  const gone = await sql`
    with turned as (
      select i.vault, newest.at / ${DAY_SECONDS}::bigint * ${DAY_SECONDS}::bigint as today
      from unnest(${[...vaults]}::text[]) i(vault)
      cross join lateral (
        select r.time_seconds as at from vault_rates r where r.chain_id = ${chainId} and r.vault = i.vault
        order by r.time_seconds desc limit 1
      ) newest
      cross join lateral (
        select r.time_seconds as at from vault_rates r where r.chain_id = ${chainId} and r.vault = i.vault
        order by r.time_seconds desc offset 1 limit 1
      ) before
      where newest.at / ${DAY_SECONDS}::bigint > before.at / ${DAY_SECONDS}::bigint
    ), ranked as (
      select r.vault, r.time_seconds, row_number() over (
        partition by r.vault, r.time_seconds >= t.today - ${DAILY_AFTER_SECONDS}::bigint,
          r.time_seconds / case when r.time_seconds < t.today - ${DAILY_AFTER_SECONDS}::bigint then ${DAY_SECONDS}::bigint else 3600 end
        order by r.time_seconds desc) as place
      from turned t
      join vault_rates r on r.chain_id = ${chainId} and r.vault = t.vault
        and r.time_seconds < t.today - ${HOURLY_AFTER_SECONDS}::bigint
    )
    delete from vault_rates r using ranked k
    where r.chain_id = ${chainId} and k.place > 1 and r.vault = k.vault and r.time_seconds = k.time_seconds`;
  return gone.count;
};

const whole = z.string().transform(BigInt);
const pointRow = z
  .object({
    ...{ chainId: z.number(), vault: z.string(), at: z.number() },
    ...{ price: whole, tvl: whole },
  })
  .transform(({ chainId, vault, at, price, tvl }) => ({
    key: { chainId, vault },
    point: {
      ...{ atSeconds: at, sharePriceE18: price, tvlUnits: tvl },
      ...{ paidE18: null, promisedE18: null, utilisationE18: null },
    } satisfies RatePoint,
  }));

/** What these vaults' own share prices say now, so many days before, and when they were first read: the points that realised rates go by. */
export const readShareHistories = async (
  sql: TransactionSql,
  keys: readonly VaultKey[],
  days: readonly number[],
): Promise<readonly RateHistory[]> => {
  const input = keys.map(({ chainId, vault }) => ({ chain: chainId, vault }));
  const rows = await sql`
    select i.chain::float8 as "chainId", i.vault, p.time_seconds::float8 as at, p.share_price_e18::text as price, p.tvl_units::text as tvl
    from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(chain bigint, vault text)
    cross join lateral (
      select max(time_seconds) as newest, min(time_seconds) as oldest from vault_rates r
      where r.chain_id = i.chain and r.vault = i.vault
    ) span
    cross join lateral (
      select array_agg(since.at) as times from unnest(${[...days]}::int[]) d(days)
      cross join lateral (
        select max(time_seconds) as at from vault_rates r
        where r.chain_id = i.chain and r.vault = i.vault and r.time_seconds <= span.newest - d.days * ${DAY_SECONDS}::bigint
      ) since
    ) start
    join vault_rates p on p.chain_id = i.chain and p.vault = i.vault
      and p.time_seconds = any(start.times || span.oldest || span.newest)
    order by i.chain, i.vault, p.time_seconds`;
  const points = rows.map((row) => pointRow.parse(row));
  return keys.map((key) => ({
    ...{ key, source: 'own share price' },
    points: points.flatMap(({ key: { chainId, vault }, point }) =>
      chainId === key.chainId && vault === key.vault ? [point] : [],
    ),
  }));
};
