import 'server-only';
import type { TransactionSql } from 'postgres';
import type { Caller } from '../../../lib/api/caller.ts';
import { cutPage } from '../../../lib/api/fields.ts';
import * as declared from '../../../lib/api/policies.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import type { Policy } from '../../../lib/engine/policy.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { policyContradictions } from '../../../lib/policy/policy-contradictions.ts';
import { completePolicy, firstDefaults } from '../../../lib/policy/policy-defaults.ts';
import type { PolicyFields } from '../../../lib/policy/policy-fields.ts';
import { failure, ok } from '../../../lib/result.ts';
import { readEnv } from '../../env.ts';
import { holdPortfolio, readPolicyVersions, savePolicy } from '../../store/api/owner-policies.ts';
import { readSettings } from '../../store/settings.ts';
import { serve } from '../api.ts';
import { note } from './note.ts';
import { asOwner, unknownPortfolio, whereSeen } from './portfolio-access.ts';
import { sentField } from './sent-field.ts';

/** Who is told to have written a policy: a token writes for the person it belongs to. */
export const authorOf = (caller: Caller): string =>
  caller.kind === 'anonymous' ? 'nobody' : `user:${caller.address}`;

export type SentPolicy = {
  /** As it was sent: where it says nothing, the system's defaults of this moment count. */
  readonly sent: unknown;
  /** The same, read by its schema. */
  readonly fields: PolicyFields;
};

/** A policy with nothing left out. Fails with `policy-invalid`, naming the fields that can't be together. */
export const completedPolicy = async (
  sql: TransactionSql,
  { sent, fields }: SentPolicy,
): Promise<Outcome<Policy>> => {
  const { policyDefaults } = await readSettings(sql);
  if (!policyDefaults.ok) return policyDefaults;
  const complete = completePolicy(sent, firstDefaults(policyDefaults.value, readEnv().policyDefaults));
  if (complete.ok) return complete;
  const contradictions = policyContradictions(fields).map(({ path, message }) => ({
    in: 'body' as const,
    field: ['policy', ...path].join('.'),
    message,
  }));
  const whole = { in: 'body', field: 'policy', message: complete.error.message } as const;
  return {
    ok: false,
    error: { ...complete.error, fields: contradictions.length === 0 ? [whole] : contradictions },
  };
};

const latestOf = async (sql: TransactionSql, portfolioId: string): Promise<declared.PolicyDto | null> =>
  (await readPolicyVersions(sql, { portfolioId, limit: 1 }))[0] ?? null;

export const readPolicy = serve(declared.readPolicy, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    const latest = await latestOf(sql, id);
    return latest === null ? unknownPortfolio : ok(latest);
  }),
);

export const listPolicies = serve(declared.listPolicies, ({ params: { id }, query, inDatabase }) =>
  inDatabase((sql) =>
    whereSeen(sql, id, async () =>
      ok(
        cutPage(await readPolicyVersions(sql, { ...query, portfolioId: id }), query.limit, {
          cursorOf: ({ version }) => String(version),
          shownAs: (row) => row,
        }),
      ),
    ),
  ),
);

const stale = (latest: declared.PolicyDto): Outcome<never> => ({
  ok: false,
  error: {
    ...failure('version-stale', `The latest version is ${latest.version}: read it, and change that one.`),
    current: latest,
  },
});

export const updatePolicy = serve(
  declared.updatePolicy,
  ({ params: { id }, body, sent, caller, request, inDatabase }) =>
    asOwner({ caller, inDatabase }, id, async (sql) => {
      const held = await holdPortfolio(sql, id);
      const latest = await latestOf(sql, id);
      if (held === null || latest === null) return unknownPortfolio;
      if (latest.version !== body.version) return stale(latest);
      const policy = await completedPolicy(sql, { sent: sentField(sent, 'policy'), fields: body.policy });
      if (!policy.ok) return policy;
      await savePolicy(sql, held, { policy: policyToJson(policy.value), by: authorOf(caller) });
      const written = await latestOf(sql, id);
      if (written === null) return unknownPortfolio;
      if (written.version !== latest.version)
        await note(
          sql,
          { caller, request },
          {
            action: 'policy-changed',
            portfolioId: id,
            before: { version: latest.version },
            after: { version: written.version },
          },
        );
      return ok(written);
    }),
);
