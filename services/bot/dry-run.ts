import type { DuePortfolio } from '../../lib/ledger/tick-record.ts';
import type { Venue, Venues } from '../../lib/ledger/venue.ts';
import { type Failure, fail, ok, type Result } from '../../lib/result.ts';
import type { TickDeps } from './tick-deps.ts';
import type { TickPlan } from './tick-summary.ts';

/** Who could not be decided for, and why. */
export type Unplanned = { readonly portfolio: string; readonly failure: Failure };

/** The ports of a tick that leases, writes and places nothing. */
export type DryRun = Pick<TickDeps, 'claimDue' | 'journal' | 'venues'> & {
  /** What would have been journaled. */
  readonly plans: readonly TickPlan[];
  readonly unplanned: readonly Unplanned[];
};

const NOT_SHOWN = fail('not-reached', 'Nothing is shown in a dry run.', { when: 'next-tick' });

/** Guards what it prepares, and shows nothing, nor what an earlier tick has left to show. */
const rehearsed = (venue: Venue): Venue => ({
  ...venue,
  check: async (checkings) => ok(checkings.map(() => NOT_SHOWN)),
});

const rehearsal = (venues: Venues): Venues => ({
  'order-book': venues['order-book'] && rehearsed(venues['order-book']),
  oneinch: venues.oneinch && rehearsed(venues.oneinch),
  proposal: venues.proposal && rehearsed(venues.proposal),
});

/** A dry run of who is looked at next; one look at each, since nobody is claimed. */
export const dryRunOf = (
  peekDue: (limit: number) => Promise<Result<readonly DuePortfolio[]>>,
  venues: Venues,
): DryRun => {
  const plans: TickPlan[] = [];
  const unplanned: Unplanned[] = [];
  const peeked = new Map<string, DuePortfolio>();
  let hasLooked = false;
  return {
    ...{ plans, unplanned },
    venues: rehearsal(venues),
    claimDue: async (limit) => {
      if (hasLooked) return ok([]);
      hasLooked = true;
      const due = await peekDue(limit);
      if (due.ok) for (const each of due.value) peeked.set(each.portfolioId, each);
      return due;
    },
    journal: {
      write: async (entries) => {
        for (const { lease, look } of entries) {
          const { account, blockNumber } = look.snapshot;
          const name = peeked.get(lease.portfolioId)?.name ?? '';
          plans.push({ portfolio: account.address, name, blockNumber, decision: look.decision });
        }
        return ok(entries.map(({ lease }) => ({ portfolioId: lease.portfolioId, actionIds: [] })));
      },
      reject: async () => ok(undefined),
      complete: async (outcomes) => {
        for (const { lease, failure } of outcomes)
          if (failure !== null)
            unplanned.push({
              portfolio: peeked.get(lease.portfolioId)?.account.address ?? lease.portfolioId,
              failure,
            });
        return ok([]);
      },
      release: async () => ok(undefined),
      countDue: async () => ok(0),
      finish: async () => ok(undefined),
    },
  };
};
