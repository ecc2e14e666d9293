import type { TransactionSql } from 'postgres';
import type { Address } from 'viem';
import { z } from 'zod';
import { FINDINGS, type TokenTrial } from '../../../lib/tokens/token-trial.ts';

const KEPT_SECONDS = 7 * 86_400;

const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/)
  .transform((text) => text as Address);
const trialRow = z
  .object({ token: address, holder: address, finding: z.enum(FINDINGS), at: z.coerce.number() })
  .transform(({ at, ...rest }): TokenTrial => ({ ...rest, atSeconds: at }));

/** Every holder's last word on these tokens. */
export const readTokenTrials = async (
  sql: TransactionSql,
  { chainId, tokens }: { readonly chainId: number; readonly tokens: readonly Address[] },
): Promise<readonly TokenTrial[]> => {
  if (tokens.length === 0) return [];
  const rows = await sql`
    select token, holder, finding, tried_at_seconds::text as at from token_trials
    where chain_id = ${chainId} and token = any(${[...tokens]}::text[])`;
  return rows.map((row) => trialRow.parse(row));
};

/** A word takes the place of its holder's former one, unless another tick's is newer. Words older than a week are forgotten. */
export const saveTokenTrials = async (
  sql: TransactionSql,
  { chainId, trials }: { readonly chainId: number; readonly trials: readonly TokenTrial[] },
): Promise<void> => {
  const input = trials.map(({ token, holder, finding, atSeconds }) => ({
    ...{ token, holder, finding, at: atSeconds },
  }));
  await sql`
    insert into token_trials (chain_id, token, holder, finding, tried_at_seconds)
    select ${chainId}, i.token, i.holder, i.finding, i.at
    from jsonb_to_recordset(${JSON.stringify(input)}::text::jsonb) as i(token text, holder text, finding text, at bigint)
    order by i.token, i.holder
    on conflict (chain_id, token, holder) do update
      set finding = excluded.finding, tried_at_seconds = excluded.tried_at_seconds
      where token_trials.tried_at_seconds <= excluded.tried_at_seconds`;
  const newest = Math.max(...trials.map(({ atSeconds }) => atSeconds));
  await sql`delete from token_trials where chain_id = ${chainId} and tried_at_seconds < ${newest - KEPT_SECONDS}`;
};
