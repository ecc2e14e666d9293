import { larger, smaller } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import type { Hold } from './hold.ts';
import { nextLookAt, type Situation, usdLimit } from './hold.ts';
import type { InParts } from './policy.ts';
import type { Programme, Snapshot } from './snapshot.ts';
import type { Position } from './survey.ts';

/** Which of its programme's parts a leg is. The journal keeps it: the next look's programme begins where this one's did. */
export type LegPart = {
  readonly startedAtSeconds: UnixSeconds;
  /** Counted from 1. */
  readonly number: number;
  readonly of: number;
};

/** Which part of a programme a time falls into, counted from 0; the last one's end is its own. */
export const partAt = (
  { parts, overSeconds }: InParts,
  startedAtSeconds: UnixSeconds,
  nowSeconds: UnixSeconds,
): number => Math.floor((Math.max(nowSeconds - startedAtSeconds, 0) * parts) / overSeconds);

/** When a part begins. */
export const partBeginsAt = (
  { parts, overSeconds }: InParts,
  startedAtSeconds: UnixSeconds,
  part: number,
): UnixSeconds => startedAtSeconds + Math.ceil((part * overSeconds) / parts);

type Pair = { readonly sell: Position; readonly buy: Position };

const isOf = ({ sell, buy }: Pair, { sellToken, buyToken }: Programme): boolean =>
  sellToken === sell.asset.token && buyToken === buy.asset.token;

const isRunning = (terms: InParts, { startedAtSeconds }: Programme, nowSeconds: UnixSeconds): boolean =>
  startedAtSeconds <= nowSeconds && nowSeconds - startedAtSeconds < terms.overSeconds;

type Terms = Pick<Situation, 'snapshot' | 'policy'>;

/** The programmes that are under way; none where the policy trades whole legs. */
const running = ({ snapshot, policy }: Terms): readonly Programme[] => {
  const { inParts } = policy.orderTerms;
  if (inParts === null) return [];
  return (snapshot.programmes ?? []).filter((one) => isRunning(inParts, one, snapshot.nowSeconds));
};

/** Whether a trade that was begun is to go on, although nothing calls for one anew. */
export const isUnderWay = (look: Terms): boolean => running(look).length > 0;

/** Whether a pair's trade was begun and is under way. */
export const isPairUnderWay = (look: Terms, pair: Pair): boolean =>
  running(look).some((one) => isOf(pair, one));

/** What of a pair is to be traded now, and what waits for the parts that come. */
export type PartNow = {
  readonly usdE18: bigint;
  readonly part: LegPart | null;
  /** Null when all of it is to be traded now. */
  readonly hold: Hold | null;
};

type Wanted = Pair & { readonly usdE18: bigint; readonly minUsdE18: bigint };

/**
 * A pair's trade in equal parts over its policy's time: what the plan wants now ÷ the parts that are left, less what was sold in this one.
 * What a missed part would have traded is spread over those that are left, and the last takes all that is still wanted. A part is never
 * less than the smallest trade, unless its own is done.
 */
export const partNow = (look: Terms, wanted: Wanted): PartNow => {
  const { usdE18, minUsdE18, sell } = wanted;
  const { inParts } = look.policy.orderTerms;
  if (inParts === null) return { usdE18, part: null, hold: null };
  const now = look.snapshot.nowSeconds;
  const programme = running(look).find((one) => isOf(wanted, one));
  const startedAtSeconds = programme?.startedAtSeconds ?? now;
  const index = Math.min(partAt(inParts, startedAtSeconds, now), inParts.parts - 1);
  const part = { startedAtSeconds, number: index + 1, of: inParts.parts };
  const left = BigInt(inParts.parts - index);
  // {usd} = {units} × {usd/token} ÷ {units/token}, at today's price
  const soldUsdE18 = ((programme?.soldUnits ?? 0n) * sell.priceUsdE18) / sell.unitsPerToken;
  const share = larger((usdE18 + soldUsdE18) / left - soldUsdE18, 0n);
  const least = soldUsdE18 === 0n || left === 1n ? larger(share, minUsdE18) : share;
  const tradedUsdE18 = left === 1n ? usdE18 : smaller(least, usdE18);
  if (tradedUsdE18 === usdE18) return { usdE18, part, hold: null };
  const next = partBeginsAt(inParts, startedAtSeconds, index + 1);
  const isDone = tradedUsdE18 < minUsdE18;
  const hold: Hold = {
    reason: 'part-traded',
    detail: null,
    limit: usdLimit('part', usdE18, isDone ? 0n : tradedUsdE18),
    lookAgainAt: nextLookAt(look, next),
  };
  return { usdE18: isDone ? 0n : tradedUsdE18, part, hold };
};

/** What the engine is told of programmes: what was sold of each in the part that now is. */
export const programmesNow = (
  inParts: InParts | null,
  begun: readonly BegunProgramme[],
  nowSeconds: UnixSeconds,
): NonNullable<Snapshot['programmes']> => {
  if (inParts === null) return [];
  return begun.flatMap(({ sellToken, buyToken, startedAtSeconds, fills }) => {
    const since = partBeginsAt(inParts, startedAtSeconds, partAt(inParts, startedAtSeconds, nowSeconds));
    const soldUnits = fills.reduce(
      (sum, { atSeconds, soldUnits: units }) => (atSeconds >= since ? sum + units : sum),
      0n,
    );
    const programme = { sellToken, buyToken, startedAtSeconds, soldUnits };
    return isRunning(inParts, programme, nowSeconds) ? [programme] : [];
  });
};

/** A programme as it is remembered, whatever the policy says now. */
export type BegunProgramme = Omit<Programme, 'soldUnits'> & {
  readonly fills: readonly { readonly atSeconds: UnixSeconds; readonly soldUnits: bigint }[];
};
