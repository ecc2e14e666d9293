import { ratioOf } from '../performance/returns.ts';
import type { FlowValue } from '../performance/series-point.ts';
import type { UnixSeconds } from '../result.ts';
import { POINTS_MIN, type Track } from './track.ts';

/** A move so many times the usual one of its time is a jump, and no smaller one than two per cent. */
const JUMP_TIMES = 8;
const JUMP_MIN = 0.02;
/** A flow of so much of what was there is out of the ordinary. */
const ODD_SHARE = 0.25;
/** A shorter time without a look is no gap. */
const GAP_SECONDS_MIN = 3_600;

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? 0;

export type Jump = {
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  /** Simple return. */
  readonly move: number;
};

/**
 * Moves between two points beyond eight times the usual: the median of all moves ÷ √time, which a few jumps don't shift. Oldest first; none
 * in fewer than eight points.
 */
export const jumpsOf = (track: Track): readonly Jump[] => {
  if (track.length < POINTS_MIN) return [];
  const moves = track.slice(1).map(({ atSeconds, level }, index) => {
    const before = track[index] ?? { atSeconds, level };
    const move = level / before.level - 1;
    const paced = Math.abs(Math.log(level / before.level)) / Math.sqrt(atSeconds - before.atSeconds);
    return { fromSeconds: before.atSeconds, toSeconds: atSeconds, move, paced };
  });
  const usual = medianOf(moves.map(({ paced }) => paced));
  return moves
    .filter(({ move, paced }) => paced > JUMP_TIMES * usual && Math.abs(move) >= JUMP_MIN)
    .map(({ fromSeconds, toSeconds, move }) => ({ fromSeconds, toSeconds, move }));
};

/** A point of a series as gaps are found in it. */
export type Watched = { readonly atSeconds: UnixSeconds; readonly observedSeconds: number };

export type Gap = {
  readonly fromSeconds: UnixSeconds;
  readonly toSeconds: UnixSeconds;
  readonly seconds: number;
};

/** Times of an hour and more in which nobody looked, between two points that are kept; oldest first. */
export const gapsOf = (points: readonly Watched[]): readonly Gap[] =>
  points.slice(1).flatMap((point, index) => {
    const before = points[index] ?? point;
    const seconds = point.atSeconds - before.atSeconds - (point.observedSeconds - before.observedSeconds);
    return seconds < GAP_SECONDS_MIN
      ? []
      : [{ fromSeconds: before.atSeconds, toSeconds: point.atSeconds, seconds }];
  });

export type JudgedFlow = Pick<FlowValue, 'kind' | 'valueUsdE18' | 'beforeUsdE18'>;

/**
 * Whether a flow is out of the ordinary: no transfer that the chain told of, one without a price, or a quarter and more of what was there. The
 * first deposit is none.
 */
export const isOddFlow = ({ kind, valueUsdE18, beforeUsdE18 }: JudgedFlow): boolean => {
  if (kind === 'unread' || kind === 'unlisted' || valueUsdE18 === null) return true;
  return beforeUsdE18 > 0n && Math.abs(ratioOf(valueUsdE18, beforeUsdE18)) >= ODD_SHARE;
};
