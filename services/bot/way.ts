import type { Action } from '../../lib/ledger/action.ts';
import type { Settled } from '../../lib/ledger/chain-facts.ts';
import type { Look } from '../../lib/ledger/look.ts';
import type { DuePortfolio } from '../../lib/ledger/tick-record.ts';
import type { Failure } from '../../lib/result.ts';
import type { Observed } from './observe.ts';

// One portfolio's way through a tick is a value: each step turns it into the next, or into how it ended.

/** Seen at one block. */
export type SeenWay = { readonly kind: 'seen'; readonly due: DuePortfolio; readonly observed: Observed };

/** What to do is known. */
export type DecidedWay = Omit<SeenWay, 'kind'> & { readonly kind: 'decided'; readonly look: Look };

/** The exact bytes of every leg are made. */
export type PreparedWay = Omit<DecidedWay, 'kind'> & {
  readonly kind: 'prepared';
  readonly actions: readonly Action[];
};

/** The look is written; its actions are those to be shown, left over by a tick that was cut short or fresh. */
export type JournaledWay = Omit<PreparedWay, 'kind'> & { readonly kind: 'journaled' };

/** Its actions are those that passed; the failure is of one that didn't. */
export type CheckedWay = Omit<PreparedWay, 'kind'> & {
  readonly kind: 'checked';
  readonly failure: Failure | null;
};

/** How a portfolio's way through a tick ended. */
export type Outcome =
  | { readonly kind: 'held' | 'acted'; readonly due: DuePortfolio; readonly look: Look }
  | {
      readonly kind: 'failed';
      readonly due: DuePortfolio;
      /** Null when nothing was decided. */
      readonly look: Look | null;
      readonly failure: Failure;
      /** The failure is the portfolio's own, not the surroundings'. */
      readonly own: boolean;
    }
  /** Somebody else has claimed it meanwhile. */
  | { readonly kind: 'lost'; readonly due: DuePortfolio }
  /** Time was up before its turn; it is given back unworked. */
  | { readonly kind: 'unreached'; readonly due: DuePortfolio };

export type UnderWay = SeenWay | DecidedWay | PreparedWay | JournaledWay | CheckedWay;

/** What a batch of ways has in common. */
export type Batch = { readonly settled: Settled; readonly timeIsUp: () => boolean };

const ENDS: readonly string[] = ['held', 'acted', 'failed', 'lost', 'unreached'] satisfies Outcome['kind'][];

export const isUnderWay = <W extends UnderWay>(way: W | Outcome): way is W => !ENDS.includes(way.kind);

/** Takes a step with each who is under way; whoever has ended stays ended, and all keep their order. */
export const onward = <W extends UnderWay, N extends UnderWay>(
  ways: readonly (W | Outcome)[],
  step: (way: W) => N | Outcome,
): readonly (N | Outcome)[] => ways.map((way) => (isUnderWay(way) ? step(way) : way));

/** The same with a step that waits, one after the other. */
export const onwardInTurn = async <W extends UnderWay, N>(
  ways: readonly (W | Outcome)[],
  step: (way: W) => Promise<N | Outcome>,
): Promise<readonly (N | Outcome)[]> => {
  const next: (N | Outcome)[] = [];
  for (const way of ways) next.push(isUnderWay(way) ? await step(way) : way);
  return next;
};

/** What fails for everybody, or on a head that lags, is nobody's own fault. */
export const failedAlone = (due: DuePortfolio, failure: Failure, { settled }: Batch): Outcome => ({
  kind: 'failed',
  due,
  look: null,
  failure,
  own: settled.state === 'settled' && failure.whose === 'own',
});
