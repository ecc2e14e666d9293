import { isDeepStrictEqual } from 'node:util';
import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { addressSchema } from '../../lib/json/address-schema.ts';
import { type PolicyDefaults, policyDefaultsSchema } from '../../lib/policy/policy-defaults.ts';
import { fail, ok, type Result, type UnixSeconds } from '../../lib/result.ts';
import type { TokenWord } from '../../lib/tokens/token-health.ts';
import { type ActorId, type AuditValue, appendAudit, type Origin } from './audit/audit-log.ts';

const tokenWord = z.strictObject({
  chainId: z.int().positive(),
  token: addressSchema,
  why: z.string().min(1).max(200),
});

const FIELDS = {
  tickIntervalSeconds: z.int().min(0).max(604_800),
  holdsKeptDays: z.int().min(7).max(36_500),
  halted: z.boolean(),
  policyDefaults: policyDefaultsSchema,
  unhealthyTokens: z.array(tokenWord).max(1_000),
  revocation: z.strictObject({
    perTickMax: z.int().min(0).max(200),
    feeWeiPerTickMax: z.string().regex(/^\d{1,30}$/, 'must be whole wei, as decimal digits'),
  }),
} as const;

/** 0.05 ether. */
const REVOCATION = { perTickMax: 10, feeWeiPerTickMax: '50000000000000000' } as const;

const settingsSchema = z.object({
  /** Seconds of wall time between two looks at a portfolio. */
  tickIntervalSeconds: FIELDS.tickIntervalSeconds.catch(300),
  /** Days for which looks that found nothing to do stay as they are; null, by a value that can't be read, lets none go. */
  holdsKeptDays: FIELDS.holdsKeptDays.nullable().default(30).catch(null),
  /** The administrator's stop of all trading. A value that can't be read stops as well. */
  halted: FIELDS.halted.default(false).catch(true),
  /** How many portfolios' orders one tick revokes while trading is stopped, and for how much wei at most. */
  revocation: FIELDS.revocation.catch(REVOCATION).transform(({ perTickMax, feeWeiPerTickMax }) => ({
    perTickMax,
    feeWeiPerTickMax: BigInt(feeWeiPerTickMax),
  })),
});

/** What operators change without a deploy. */
export type Settings = z.output<typeof settingsSchema> & {
  /** What policies take where they say nothing; `setting-invalid` rather than pass over a value that can't be read. */
  readonly policyDefaults: Result<PolicyDefaults>;
  /** Tokens not to be traded, by an administrator's word; `setting-invalid` rather than pass over a word that can't be read. */
  readonly unhealthyTokens: Result<readonly TokenWord[]>;
};
type SettingName = keyof typeof FIELDS;
const SETTING_NAMES = Object.keys(FIELDS) as readonly SettingName[];

/** Those that a stolen session must not change: they ask for a fresh signature. */
const SENSITIVE: readonly string[] = ['halted', 'unhealthyTokens'] satisfies readonly SettingName[];

export const isSensitiveSetting = (name: string): boolean => SENSITIVE.includes(name);

const problemsOf = (name: string, error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${[name, ...path].join('.')}: ${message}`).join('; ');

const readOne = <T>(name: SettingName, schema: z.ZodType<T>, value: unknown): Result<T> => {
  const parsed = schema.safeParse(value);
  return parsed.success ? ok(parsed.data) : fail('setting-invalid', problemsOf(name, parsed.error));
};

export const readSettings = async (sql: TransactionSql): Promise<Settings> => {
  const rows = await sql<{ key: string; value: unknown }[]>`select key, value from settings`;
  const values = Object.fromEntries(rows.map(({ key, value }) => [key, value]));
  return {
    ...settingsSchema.parse(values),
    policyDefaults: readOne('policyDefaults', FIELDS.policyDefaults, values.policyDefaults ?? {}),
    unhealthyTokens: readOne('unhealthyTokens', FIELDS.unhealthyTokens, values.unhealthyTokens ?? []),
  };
};

/** A setting as it stands in the table, its value as JSON text. */
export type Setting = {
  readonly name: string;
  readonly value: string;
  /** From 1, one more with each change. */
  readonly version: number;
  readonly updatedBy: string;
  readonly updatedAtSeconds: UnixSeconds;
};

export const listSettings = async (sql: TransactionSql): Promise<readonly Setting[]> => sql<Setting[]>`
    select key as name, value::text as value, version, updated_by as "updatedBy",
      floor(extract(epoch from updated_at))::float8 as "updatedAtSeconds"
    from settings order by key`;

export type SettingChange = {
  readonly name: string;
  readonly value: unknown;
  readonly actor: ActorId;
  readonly origin: Origin | null;
  /** The version that was seen, 0 = it was not set; null = whatever it is. */
  readonly version: number | null;
};

type Held = { readonly value: AuditValue; readonly version: number };

const stale = (name: string, version: number): Result<never> =>
  fail(
    'version-stale',
    `${name} has been changed meanwhile: it is at version ${version} (0: it is not set).`,
  );

const isSame = (held: Held | undefined, json: string): boolean =>
  held !== undefined && isDeepStrictEqual(held.value, JSON.parse(json));

/**
 * Sets one setting, and says so in the audit log; answers its version. Setting what is set already changes nothing: since when and by
 * whom something holds stays true. Fails with `setting-unknown`, `setting-invalid` or `version-stale`; then nothing has changed.
 */
export const saveSetting = async (
  sql: TransactionSql,
  { name, value, actor, origin, version }: SettingChange,
): Promise<Result<number>> => {
  const known = SETTING_NAMES.find((each) => each === name);
  if (known === undefined)
    return fail('setting-unknown', `"${name}" is no setting; there are: ${SETTING_NAMES.join(', ')}.`);
  const parsed = FIELDS[known].safeParse(value);
  if (!parsed.success) return fail('setting-invalid', problemsOf(known, parsed.error));
  const json = JSON.stringify(parsed.data);
  const [held] = await sql<Held[]>`select value, version from settings where key = ${known} for update`;
  const seen = held?.version ?? 0;
  if (version !== null && version !== seen) return stale(known, seen);
  if (isSame(held, json)) return ok(seen);
  const [written] = await sql<{ version: number }[]>`
    insert into settings as s (key, value, updated_by) values (${known}, ${json}::text::jsonb, ${actor})
    on conflict (key) do update
      set value = excluded.value, updated_by = excluded.updated_by, updated_at = now(), version = s.version + 1
      where s.version = ${seen}
    returning version`;
  // Somebody set it first while there was no row to lock.
  if (written === undefined) return stale(known, seen + 1);
  await appendAudit(sql, {
    ...{ actor, action: 'setting-changed', portfolioId: null, origin },
    before: held === undefined ? null : { name: known, value: held.value },
    after: { name: known, value: parsed.data },
  });
  return ok(written.version);
};
