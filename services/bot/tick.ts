import type { DuePortfolio } from '../../lib/ledger/tick-record.ts';
import { bugIn, ok, type Result } from '../../lib/result.ts';
import { type WorkOn, workInLanes } from './lanes.ts';
import { claim, settle } from './steps/begin.ts';
import { end } from './steps/end.ts';
import { finish, type TickOptions, type TickRun } from './steps/finish.ts';
import { journal } from './steps/journal.ts';
import { decide, observe } from './steps/look.ts';
import { check, place } from './steps/place.ts';
import { prepare } from './steps/prepare.ts';
import { type TickDeps, UNTRACED } from './tick-deps.ts';

/** One batch from the first look to its end: how each of its portfolios has ended. */
const workOn: WorkOn = async (deps, claimed, batch) => {
  const { trace = UNTRACED } = deps;
  const seen = await trace('observe', () => observe(deps, claimed, batch));
  if (!seen.ok) return seen;
  const decided = trace('decide', () => decide(deps, seen.value, batch));
  const prepared = await trace('sign', () => prepare(deps, decided, batch));
  const journaled = await trace('write', () => journal(deps, prepared, batch));
  if (!journaled.ok) return journaled;
  const checked = await trace('check', () => check(deps, journaled.value, batch));
  if (!checked.ok) return checked;
  const outcomes = await trace('post', () => place(deps, checked.value));
  const ended = await trace('end', () => end(deps, outcomes, batch));
  return ended.ok ? ok(outcomes) : ended;
};

/**
 * One stateless pass over what is due: claim → settle → observe → decide → prepare → journal → check → place → end, within a time
 * budget. May overlap with others, be doubled, missed or killed at any wait: what it did not finish comes due again. Fails only when
 * nothing could be done for anybody who was due: database or chain away, or no time left.
 */
export const runTick = async (deps: TickDeps, options: TickOptions): Promise<Result<TickRun>> => {
  const { trace = UNTRACED } = deps;
  const startMs = deps.clock.monotonicMs();
  const timeIsUp = (): boolean => deps.clock.monotonicMs() - startMs > options.budgetMs;
  const { stopping = () => false } = options;
  const isOver = (): boolean => timeIsUp() || stopping();
  let claimed: readonly DuePortfolio[] = [];
  const stop = (why: Result<unknown>) => finish(deps, options, { startMs, ends: [], unworked: claimed, why });
  try {
    // Claims first and settles then, so that who waits for the chain already owns what he will decide.
    const first = await trace('lease', () => claim(deps, [], options.limit));
    if (!first.ok) return stop(first);
    claimed = first.value;
    const settled = await trace('reconcile', () => settle(deps, isOver));
    if (!settled.ok) return stop(settled);
    // Settling may have found new portfolios; they are looked at in the same tick.
    const next = await trace('lease', () => claim(deps, claimed, options.limit));
    if (!next.ok) return stop(next);
    claimed = next.value;
    const batch = { settled: settled.value, timeIsUp };
    const worked = await workInLanes({ deps, workOn, batch, isOver, limit: options.limit }, claimed);
    return finish(deps, options, { startMs, ...worked });
  } catch (thrown) {
    return stop({ ok: false, error: bugIn('The tick broke', thrown) });
  }
};
