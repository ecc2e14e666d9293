import type { Look } from '../../../lib/ledger/look.ts';
import type { LeaseOutcome } from '../../../lib/ledger/tick-record.ts';
import { type Failure, failure, ok, type Result, type UnixSeconds } from '../../../lib/result.ts';
import { writeInParts } from '../in-parts.ts';
import type { TickDeps } from '../tick-deps.ts';
import type { Batch, Outcome } from '../way.ts';
import { giveBack } from './begin.ts';

/** Of a portfolio whose policy can't be read. */
const UNKNOWN_INTERVAL_SECONDS = 300;

/** What a portfolio's next turn depends on. */
export type Turn = {
  /** Null when nothing was decided. */
  readonly look: Look | null;
  readonly failure: Failure | null;
  /** Of its policy; null when that can't be read. */
  readonly lookEverySeconds: number | null;
  /** Time of the chain's head, which every other time here is counted from. */
  readonly nowSeconds: UnixSeconds;
};

/** What a failure asks for; one that is never to be tried again waits for somebody to change something. */
const askedBy = ({ retry }: Failure, nowSeconds: UnixSeconds): number => {
  if (retry.when === 'next-tick') return 0;
  return retry.when === 'at' ? retry.time - nowSeconds : Number.POSITIVE_INFINITY;
};

/**
 * Seconds of wall time until a portfolio comes due again: at the look that its decision has promised, or when its failure is worth
 * another try. Never later than its policy's interval, never sooner than the tick's. Block time passes as fast as wall time; on a chain
 * where it doesn't, operators set the tick's interval to 0, and every tick looks at everybody.
 */
export const dueInSeconds = (turn: Turn, tickIntervalSeconds: number): number => {
  if (tickIntervalSeconds === 0) return 0;
  const { look, failure, lookEverySeconds, nowSeconds } = turn;
  const interval = lookEverySeconds ?? UNKNOWN_INTERVAL_SECONDS;
  const asked =
    failure === null ? (look?.decision.nextLookAt ?? nowSeconds) - nowSeconds : askedBy(failure, nowSeconds);
  return Math.max(tickIntervalSeconds, Math.min(asked, interval));
};

type Worked = Extract<Outcome, { readonly kind: 'held' | 'acted' | 'failed' }>;
type EndDeps = Pick<TickDeps, 'journal' | 'log' | 'tickIntervalSeconds'>;

const isWorked = (outcome: Outcome): outcome is Worked =>
  outcome.kind !== 'lost' && outcome.kind !== 'unreached';

const unfundedAt = ({ look }: Worked): bigint | null =>
  look?.decision.plan.kind === 'hold' && look.decision.plan.hold.reason === 'unfunded'
    ? look.snapshot.blockNumber
    : null;

const leaseOutcome = (worked: Worked, nowSeconds: UnixSeconds, tickIntervalSeconds: number): LeaseOutcome => {
  const { due, look } = worked;
  const [failed, blame] = worked.kind === 'failed' ? [worked.failure, worked.own] : [null, false];
  const lookEverySeconds = due.policy.ok ? due.policy.value.lookEverySeconds : null;
  return {
    lease: { portfolioId: due.portfolioId, token: due.token },
    failure: failed,
    blame,
    dueInSeconds: dueInSeconds({ look, failure: failed, lookEverySeconds, nowSeconds }, tickIntervalSeconds),
    unfundedAt: unfundedAt(worked),
  };
};

const REFUSED = failure('value-refused', 'The database refuses its outcome.', { when: 'next-tick' });

/** An end that the database refuses for its words' sake is written again in words of our own. */
const complete = async (
  { journal, log }: EndDeps,
  leases: readonly LeaseOutcome[],
): Promise<Result<null>> => {
  const never = (): boolean => false;
  const ended = await writeInParts(leases, journal.complete, never);
  if (!ended.ok) return ended;
  const plain = [...ended.value.refused.keys()].map((lease) => ({
    ...lease,
    failure: REFUSED,
    blame: true,
    unfundedAt: null,
  }));
  const again = await writeInParts(plain, journal.complete, never);
  if (!again.ok) return again;
  for (const { portfolioId, quarantined } of [...ended.value.answers, ...again.value.answers])
    if (quarantined) log.error({ portfolioId }, 'portfolio-set-aside');
  return ok(null);
};

/** Ends the leases: each comes due when its decision has promised or its failure asks for; who was not reached, at once. */
export const end = async (
  deps: EndDeps,
  outcomes: readonly Outcome[],
  { settled }: Batch,
): Promise<Result<null>> => {
  for (const outcome of outcomes)
    if (outcome.kind === 'failed')
      deps.log.warn(
        {
          portfolio: outcome.due.account.address,
          code: outcome.failure.code,
          blame: outcome.own,
          why: outcome.failure.message,
        },
        'portfolio-failed',
      );
  const leases = outcomes
    .filter(isWorked)
    .map((worked) => leaseOutcome(worked, settled.head.timeSeconds, deps.tickIntervalSeconds));
  const ended = await complete(deps, leases);
  if (!ended.ok) return ended;
  const unreached = outcomes.flatMap(({ kind, due }) => (kind === 'unreached' ? [due] : []));
  await giveBack(deps, unreached);
  return ok(null);
};
