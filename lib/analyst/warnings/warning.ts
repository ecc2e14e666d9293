import type { UnixSeconds } from '../../result.ts';

/** What can be warned of. The set is closed and used word for word in SQL, API and pages. */
export const WARNING_KINDS = [
  'band-left',
  'volatility-high',
  'correlation-high',
  'budget-low',
  'cost-high',
] as const;
export type WarningKind = (typeof WARNING_KINDS)[number];

/** A warning speaks of so long a time from when it was raised, and is judged when that is over. */
export const WARNED_SECONDS = 7 * 86_400;

/** A token that a warning is about. */
export type WarnedAsset = {
  readonly token: string;
  /** As facts call it. */
  readonly name: string;
  /** As recorded prices know it. */
  readonly symbol: string;
  /** Whose recorded prices judge the warning; null where no prices do. */
  readonly source: string | null;
};

/**
 * A statement about the next seven days that stored rows will show to have come true or not. Amounts are in the unit of the kind: basis
 * points to a hundredth, a correlation in ten-thousandths.
 */
export type Warning = {
  readonly kind: WarningKind;
  /** None, one, or two of a pair. */
  readonly assets: readonly WarnedAsset[];
  /** What the statement is measured by. */
  readonly threshold: number;
  /** The same measure when the warning was raised. */
  readonly seen: number;
  /** The facts that it was raised on. */
  readonly factIds: readonly string[];
  /** Time of the look that it was raised on. */
  readonly raisedAtSeconds: UnixSeconds;
  readonly dueAtSeconds: UnixSeconds;
};

/** Why a warning can't be judged. */
export const UNJUDGED = ['not-watched', 'too-few-prices', 'nothing-traded', 'judged-late'] as const;
export type Unjudged = (typeof UNJUDGED)[number];

export const WARNING_OUTCOMES = ['came-true', 'did-not', 'not-judged'] as const;

/** What became of a warning. */
export type WarningVerdict =
  | {
      readonly outcome: 'came-true' | 'did-not';
      /** The measure as it was: the furthest of all looks, or that of the whole time. */
      readonly amount: number;
      /** When that was; null for what is measured over the whole time. */
      readonly atSeconds: UnixSeconds | null;
    }
  | { readonly outcome: 'not-judged'; readonly why: Unjudged };
