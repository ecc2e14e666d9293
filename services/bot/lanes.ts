import type { DuePortfolio } from '../../lib/ledger/tick-record.ts';
import { bugIn, ok, type Result } from '../../lib/result.ts';
import { BATCH_MAX, claim } from './steps/begin.ts';
import type { Stopped } from './steps/finish.ts';
import type { TickDeps } from './tick-deps.ts';
import type { Batch, Outcome } from './way.ts';

/** While batches wait for the chain and the database, another one is worked on. */
const LANES = 3;

/** Takes a batch from the first look to its end. */
export type WorkOn = (
  deps: TickDeps,
  claimed: readonly DuePortfolio[],
  batch: Batch,
) => Promise<Result<readonly Outcome[]>>;

/** How far a lane, or all of them, got. */
type LaneEnd = Omit<Stopped, 'startMs'>;

export type Lanes = {
  readonly deps: TickDeps;
  readonly workOn: WorkOn;
  readonly batch: Batch;
  /** True once no further batch is to be begun. */
  readonly isOver: () => boolean;
  /** Most portfolios that are worked on, the first batch included. */
  readonly limit: number;
};

/** Claims for several lanes: room is taken before it is asked for, so that together they keep to the limit. */
const claimerOf = (deps: TickDeps, limit: number): (() => Promise<Result<readonly DuePortfolio[]>>) => {
  let room = limit;
  return async () => {
    const wanted = Math.min(room, BATCH_MAX);
    room -= wanted;
    const more = await claim(deps, [], wanted);
    room += wanted - (more.ok ? more.value.length : 0);
    return more;
  };
};

/**
 * Works on `first` and then on what else is due, batch after batch, until nothing is, time is up or the limit is reached. More than a
 * batch is worked on in several lanes: they overlap like ticks do.
 */
export const workInLanes = async (
  { deps, workOn, batch, isOver, limit }: Lanes,
  first: readonly DuePortfolio[],
): Promise<LaneEnd> => {
  const claimMore = claimerOf(deps, limit - first.length);
  const lane = async (claimed: Result<readonly DuePortfolio[]>): Promise<LaneEnd> => {
    const ends: Outcome['kind'][] = [];
    let next = claimed;
    while (next.ok && next.value.length > 0) {
      const unworked = next.value;
      if (batch.settled.state === 'behind' || isOver()) return { ends, unworked, why: ok(null) };
      try {
        const outcomes = await workOn(deps, unworked, batch);
        if (!outcomes.ok) return { ends, unworked, why: outcomes };
        ends.push(...outcomes.value.map(({ kind }) => kind));
      } catch (thrown) {
        return { ends, unworked, why: { ok: false, error: bugIn('The tick broke', thrown) } };
      }
      next = isOver() ? ok([]) : await claimMore();
    }
    return { ends, unworked: [], why: next };
  };
  const others = first.length < BATCH_MAX ? 0 : LANES - 1;
  const lanes = await Promise.all([
    lane(ok(first)),
    ...Array.from({ length: others }, async () => lane(await claimMore())),
  ]);
  return {
    ends: lanes.flatMap(({ ends }) => ends),
    unworked: lanes.flatMap(({ unworked }) => unworked),
    why: lanes.find(({ why }) => !why.ok)?.why ?? ok(null),
  };
};
