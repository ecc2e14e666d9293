import 'server-only';
import type { TransactionSql } from 'postgres';
import * as declared from '../../../lib/api/looks.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { decodeSnapshot } from '../../../lib/engine/codec.ts';
import { decide } from '../../../lib/engine/decide.ts';
import type { Policy } from '../../../lib/engine/policy.ts';
import type { Snapshot } from '../../../lib/engine/snapshot.ts';
import { parsePolicy } from '../../../lib/policy/policy.ts';
import { fail, failure, ok } from '../../../lib/result.ts';
import { planDtoOf, targetsDtoOf } from '../../portfolios/plan-dto-of.ts';
import {
  holdLookState,
  type LastSight,
  type LookState,
  makeDue,
  readLastSight,
} from '../../store/api/looks.ts';
import { serve } from '../api.ts';
import { note } from './note.ts';
import { completedPolicy } from './policies.ts';
import { asOwner, unknownPortfolio, whereSeen } from './portfolio-access.ts';
import { sentField } from './sent-field.ts';

/** Between two looks that are asked for, in seconds: what a look costs is paid by the installation. */
const LOOK_PAUSE_SECONDS = 15;

const notLookedAt = fail(
  'not-looked-at',
  'No look of it is stored that this engine can read; the next tick writes one.',
);

const lastSight = async (
  sql: TransactionSql,
  id: string,
): Promise<Outcome<{ readonly sight: LastSight; readonly snapshot: Snapshot }>> => {
  const sight = await readLastSight(sql, id);
  // Row level security shows it to whoever may see the portfolio, and to nobody else.
  if (sight === null) return whereSeen(sql, id, async () => notLookedAt);
  const snapshot = decodeSnapshot(sight.snapshot);
  return snapshot.ok ? ok({ sight, snapshot: snapshot.value }) : notLookedAt;
};

export const planPortfolio = serve(declared.planPortfolio, ({ params: { id }, body, sent, inDatabase }) =>
  inDatabase(async (sql) => {
    const last = await lastSight(sql, id);
    if (!last.ok) return last;
    const { sight, snapshot } = last.value;
    const policy: Outcome<Policy> =
      body.policy === undefined
        ? parsePolicy(sight.policy)
        : await completedPolicy(sql, { sent: sentField(sent, 'policy'), fields: body.policy });
    if (!policy.ok) return policy;
    return ok(
      planDtoOf(decide(snapshot, policy.value), {
        ...{ snapshot, policy: policy.value, snapshotId: sight.snapshotId },
        policyVersion: body.policy === undefined ? sight.policyVersion : null,
      }),
    );
  }),
);

export const readTargets = serve(declared.readTargets, ({ params: { id }, inDatabase }) =>
  inDatabase(async (sql) => {
    const last = await lastSight(sql, id);
    return last.ok ? ok(targetsDtoOf(last.value.snapshot, last.value.sight.decision)) : last;
  }),
);

/** Why a look may not be asked for now; null = it may. */
const refusalOf = (state: LookState): Outcome<never> | null => {
  if (state.isArchived) return fail('not-served', 'The portfolio is archived: bring it back first.');
  if (state.setAside !== null) return fail('not-served', `The portfolio is set aside: ${state.setAside}`);
  if (state.isUnserved)
    return fail('not-served', 'The portfolio is not served: register a policy for it first.');
  const pause = Math.ceil(LOOK_PAUSE_SECONDS - (state.lookedSecondsAgo ?? LOOK_PAUSE_SECONDS));
  const retryAfterSeconds = Math.max(pause, state.cooldownLeftSeconds);
  if (retryAfterSeconds <= 0) return null;
  const why = state.cooldownLeftSeconds > 0 ? 'It has just been rebalanced' : 'It has just been looked at';
  return {
    ok: false,
    error: { ...failure('cooldown', `${why}; ask again in ${retryAfterSeconds} s.`), retryAfterSeconds },
  };
};

export const runPortfolio = serve(declared.runPortfolio, ({ params: { id }, caller, request, inDatabase }) =>
  asOwner<{ readonly state: 'due' | 'under-way' }>({ caller, inDatabase }, id, async (sql) => {
    const state = await holdLookState(sql, id);
    if (state === null) return unknownPortfolio;
    if (state.isUnderWay) return ok({ state: 'under-way' });
    const refused = refusalOf(state);
    if (refused !== null) return refused;
    await makeDue(sql, id);
    await note(
      sql,
      { caller, request },
      { action: 'look-asked-for', portfolioId: id, before: null, after: null },
    );
    return ok({ state: 'due' });
  }),
);
