import { E18, mulDivDown } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { DAY_SECONDS } from '../time/utc.ts';

/** A move is judged when it is so old. */
export const JUDGED_AFTER_SECONDS = 7 * DAY_SECONDS;

/** One place as its share price says it: null for USDC on hand, which neither grows nor falls. */
export type PricedPlace = {
  /** USDC a whole share was worth when the move was made, and when it is judged; 18 decimals. */
  readonly thenE18: bigint;
  readonly nowE18: bigint;
} | null;

/** A move that was made, and what is needed to judge it. */
export type MadeMove = {
  readonly id: string;
  readonly madeAtSeconds: UnixSeconds;
  readonly units: bigint;
  readonly from: PricedPlace;
  readonly to: PricedPlace;
  /** When it began to earn there; later than it was made where it crossed chains. Null while it is on its way. */
  readonly arrivedAtSeconds: UnixSeconds | null;
  /** All gas and fees that were paid. */
  readonly costUnits: bigint;
};

/** What a move came to against staying, in USDC units: negative for a bad one. */
export type JudgedMove = {
  readonly id: string;
  readonly earnedUnits: bigint;
  readonly stayedUnits: bigint;
  readonly costUnits: bigint;
  readonly scoreUnits: bigint;
};

/** Why a move has no score yet. */
export type UnjudgedMove = {
  readonly id: string;
  readonly why: 'too-young' | 'on-its-way' | 'no-share-price';
};

/** All moves judged, the bad ones too. */
export type CashScore = {
  readonly judged: readonly JudgedMove[];
  readonly unjudged: readonly UnjudgedMove[];
  readonly scoreUnits: bigint;
  readonly good: number;
  readonly bad: number;
};

/** What units grew by, a loss rounded away from nothing. */
const grownDown = (units: bigint, place: PricedPlace): bigint => {
  if (place === null) return 0n;
  const after = mulDivDown(units, place.nowE18, place.thenE18);
  return after - units;
};

const isPriced = (place: PricedPlace): boolean =>
  place === null || (place.thenE18 > 0n && place.nowE18 >= 0n);

/** Judges one move at a time; a reason why not, else what it earned where it went, less what it would have earned where it was, less its costs. */
export const judgeMove = (move: MadeMove, nowSeconds: UnixSeconds): JudgedMove | UnjudgedMove => {
  const { id, units, from, to, costUnits } = move;
  if (nowSeconds - move.madeAtSeconds < JUDGED_AFTER_SECONDS) return { id, why: 'too-young' };
  if (move.arrivedAtSeconds === null) return { id, why: 'on-its-way' };
  if (!isPriced(from) || !isPriced(to)) return { id, why: 'no-share-price' };
  const earnedUnits = grownDown(units, to);
  const stayedUnits = grownDown(units, from);
  return { id, earnedUnits, stayedUnits, costUnits, scoreUnits: earnedUnits - stayedUnits - costUnits };
};

/** The score of all moves: what they came to together, and how many were good and bad; one that came to nothing is neither. */
export const scoreMoves = (moves: readonly MadeMove[], nowSeconds: UnixSeconds): CashScore => {
  const judged: JudgedMove[] = [];
  const unjudged: UnjudgedMove[] = [];
  for (const move of moves) {
    const one = judgeMove(move, nowSeconds);
    if ('why' in one) unjudged.push(one);
    else judged.push(one);
  }
  return {
    judged,
    unjudged,
    scoreUnits: judged.reduce((sum, { scoreUnits }) => sum + scoreUnits, 0n),
    good: judged.filter(({ scoreUnits }) => scoreUnits > 0n).length,
    bad: judged.filter(({ scoreUnits }) => scoreUnits < 0n).length,
  };
};

/** By how much all moves are ahead of staying, as a share of the value: what the next decision goes by. Towards the worse. */
export const leadOfScoreE18 = (scoreUnits: bigint, valueUnits: bigint): bigint => {
  if (valueUnits <= 0n) return 0n;
  return scoreUnits >= 0n
    ? mulDivDown(scoreUnits, E18, valueUnits)
    : -((-scoreUnits * E18 + valueUnits - 1n) / valueUnits);
};
