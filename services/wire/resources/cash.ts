import 'server-only';
import type { Caller } from '../../../lib/api/caller.ts';
import * as declared from '../../../lib/api/cash.ts';
import type { Outcome } from '../../../lib/api/problem.ts';
import { decideCash } from '../../../lib/cash/decide-cash.ts';
import { profileFor } from '../../../lib/cash/optimize-snapshot.ts';
import { fail, failure, ok } from '../../../lib/result.ts';
import { cashDecisionDto } from '../../cash/cash-dto.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import {
  type CashStanding,
  makeCashDue,
  readCashAccounts,
  readCashStanding,
} from '../../store/api/cash-reads.ts';
import { actorOf } from '../../store/as-viewer.ts';
import { chooseCashProfile as chooseStored } from '../../store/cash/cash-owners.ts';
import { serve } from '../api.ts';
import { cashNames, readLastLook, readMovesPage, readOwnCash } from '../cash/own-cash.ts';
import { note, originOf } from './note.ts';

/** Between two looks that are asked for, in seconds: what a look costs is paid by the installation. */
const LOOK_PAUSE_SECONDS = 15;

type Person = Exclude<Caller, { readonly kind: 'anonymous' }>;

/** No endpoint here lets anybody in without a name. */
const personOf = (caller: Caller): Person => {
  if (caller.kind === 'anonymous') throw new Error('nobody has cash without a name');
  return caller;
};

const noProfile = fail(
  'not-served',
  'No profile is chosen, and nothing looks at your USDC: PUT /api/cash/profile chooses one.',
);

export const readCash = serve(declared.readCash, ({ caller, inDatabase }) =>
  inDatabase(async (sql) => ok(await readOwnCash(sql, personOf(caller).address))),
);

export const listCashMoves = serve(declared.listCashMoves, ({ query, caller, inDatabase }) =>
  inDatabase(async (sql) => ok(await readMovesPage(sql, personOf(caller).address, query))),
);

export const chooseCashProfile = serve(
  declared.chooseCashProfile,
  ({ body: { profile }, caller, request, inDatabase }) =>
    inDatabase(async (sql) => {
      const person = personOf(caller);
      const own = (await readCashAccounts(sql, person.address)).map(({ chainId }) => chainId);
      const served = readEnv().chains.map(({ chain }) => chain.id);
      const policy = profileFor(profile, own.length > 0 ? own : served);
      const origin = originOf(request);
      await chooseStored(sql, { owner: person.address, profile, policy, actor: actorOf(person), origin });
      const standing = await readCashStanding(sql, person.address);
      return standing === null ? noProfile : ok({ profile, policyVersion: standing.version });
    }),
);

/** Why a look may not be asked for now; null = it may. */
const tooSoon = ({ lookedSecondsAgo }: CashStanding): Outcome<never> | null => {
  const retryAfterSeconds = Math.ceil(LOOK_PAUSE_SECONDS - (lookedSecondsAgo ?? LOOK_PAUSE_SECONDS));
  if (retryAfterSeconds <= 0) return null;
  const message = `It has just been looked at; ask again in ${retryAfterSeconds} s.`;
  return { ok: false, error: { ...failure('cooldown', message), retryAfterSeconds } };
};

type Rebalanced = {
  readonly dryRun: boolean;
  readonly state: 'planned' | 'due' | 'under-way';
  readonly plan: declared.CashDecisionDto | null;
};

export const rebalance = serve(declared.rebalance, ({ body: { dryRun }, caller, request, inDatabase }) =>
  inDatabase<Rebalanced>(async (sql) => {
    const standing = await readCashStanding(sql, personOf(caller).address, !dryRun);
    if (standing === null) return noProfile;
    if (dryRun) {
      const last = await readLastLook(sql, standing);
      if (last === null) return fail('not-looked-at', 'No look at your USDC is stored yet.');
      const { policy } = standing;
      if (!policy.ok) return policy;
      const decision = decideCash(last.snapshot, policy.value);
      const shown = { names: cashNames(last), nowSeconds: systemClock.nowSeconds() };
      return ok({
        dryRun,
        state: 'planned',
        plan: cashDecisionDto({ id: last.id, decision, held: [] }, shown),
      });
    }
    if (standing.isUnderWay) return ok({ dryRun, state: 'under-way', plan: null });
    const refused = tooSoon(standing);
    if (refused !== null) return refused;
    await makeCashDue(sql, standing.id);
    const entry = { action: 'cash-look-asked-for', portfolioId: null, before: null, after: null };
    await note(sql, { caller, request }, entry);
    return ok({ dryRun, state: 'due', plan: null });
  }),
);
