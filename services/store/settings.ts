import type { TransactionSql } from 'postgres';
import { z } from 'zod';
import { addressSchema } from '../../lib/json/address-schema.ts';
import { type PolicyDefaults, policyDefaultsSchema } from '../../lib/policy/policy-defaults.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { TokenWord } from '../../lib/tokens/token-health.ts';
import { type AuditValue, appendAudit } from './audit-log.ts';

const tokenWord = z.strictObject({
  chainId: z.int().positive(),
  token: addressSchema,
  why: z.string().min(1).max(200),
});

const FIELDS = {
  tickIntervalSeconds: z.int().min(0).max(604_800),
  halted: z.boolean(),
  policyDefaults: policyDefaultsSchema,
  unhealthyTokens: z.array(tokenWord).max(1_000),
} as const;

const settingsSchema = z.object({
  /** Seconds of wall time between two looks at a portfolio. */
  tickIntervalSeconds: FIELDS.tickIntervalSeconds.catch(300),
  /** The administrator's stop of all trading. A value that can't be read stops as well. */
  halted: FIELDS.halted.default(false).catch(true),
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
export type Setting = { readonly name: string; readonly value: string; readonly updatedBy: string };

export const listSettings = async (sql: TransactionSql): Promise<readonly Setting[]> =>
  sql<
    Setting[]
  >`select key as name, value::text as value, updated_by as "updatedBy" from settings order by key`;

/** Sets one setting, and says so in the audit log. Fails with `setting-unknown` or `setting-invalid`; then nothing has changed. */
export const saveSetting = async (
  sql: TransactionSql,
  { name, value, by }: { readonly name: string; readonly value: unknown; readonly by: string },
): Promise<Result<null>> => {
  const known = SETTING_NAMES.find((each) => each === name);
  if (known === undefined)
    return fail('setting-unknown', `"${name}" is no setting; there are: ${SETTING_NAMES.join(', ')}.`);
  const parsed = FIELDS[known].safeParse(value);
  if (!parsed.success) return fail('setting-invalid', problemsOf(known, parsed.error));
  const json = JSON.stringify(parsed.data);
  const [held] = await sql<
    { value: AuditValue }[]
  >`select value from settings where key = ${known} for update`;
  await sql`
    insert into settings (key, value, updated_by) values (${known}, ${json}::text::jsonb, ${by})
    on conflict (key) do update set value = excluded.value, updated_by = excluded.updated_by, updated_at = now()`;
  await appendAudit(sql, {
    ...{ actor: 'system', action: 'setting-changed', portfolioId: null, origin: null },
    before: held === undefined ? null : { name: known, value: held.value },
    after: { name: known, value: parsed.data },
  });
  return ok(null);
};
