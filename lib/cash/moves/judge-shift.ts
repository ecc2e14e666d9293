import type { Hex } from 'viem';
import type { Result } from '../../result.ts';
import { decodeCashDecision } from '../cash-codec.ts';
import { JUDGED_AFTER_SECONDS, judgeMove, type MadeMove, type PricedPlace } from '../score-moves.ts';
import { shiftOfMove } from './shift-of-move.ts';

/** A move that was done, and what its score needs of its row. */
export type ScoredShift = {
  readonly id: Hex;
  readonly ownerId: string;
  readonly index: number;
  /** Of its look, as it is stored. */
  readonly decision: unknown;
  readonly madeAtSeconds: number;
  readonly arrivedAtSeconds: number | null;
  readonly units: bigint;
  readonly costUnits: bigint;
  /** Share prices when it was done, in 18 decimals; null = nobody has read them then. */
  readonly fromThenE18: bigint | null;
  readonly toThenE18: bigint | null;
};

/** Share prices of a vault when its move is judged; null = nobody has read it then. */
export type SharePriceAt = (place: {
  readonly chainId: number;
  readonly vault: string;
  readonly atSeconds: number;
}) => Promise<Result<bigint | null>>;

/** No price is no place: a move of it is never judged by chance. */
const UNPRICED: PricedPlace = { thenE18: 0n, nowE18: 0n };

const priced = (thenE18: bigint | null, nowE18: bigint | null): PricedPlace =>
  thenE18 === null || nowE18 === null ? UNPRICED : { thenE18, nowE18 };

/**
 * What a move came to after seven days, in USDC units; null = it can't be told yet. What is redeemed is judged with what it pays for; what lay
 * idle, and what arrived, would have been put to work by staying too, and counts nothing by itself.
 */
export const judgeShift = async (
  scored: ScoredShift,
  nowSeconds: number,
  priceAt: SharePriceAt,
): Promise<Result<bigint | null>> => {
  const read = decodeCashDecision(scored.decision);
  if (!read.ok) return { ok: true, value: null };
  const { from, to } = shiftOfMove(read.value.plan, scored.index) ?? { from: null, to: null };
  if (from === null || to === null || from.vault === null) return { ok: true, value: 0n };
  const atSeconds = scored.madeAtSeconds + JUDGED_AFTER_SECONDS;
  const left = await priceAt({ chainId: from.chainId, vault: from.vault, atSeconds });
  if (!left.ok) return left;
  const entered = await priceAt({ ...to, atSeconds });
  if (!entered.ok) return entered;
  const made: MadeMove = {
    ...{ id: scored.id, madeAtSeconds: scored.madeAtSeconds, units: scored.units },
    ...{ arrivedAtSeconds: scored.arrivedAtSeconds, costUnits: scored.costUnits },
    from: priced(scored.fromThenE18, left.value),
    to: priced(scored.toThenE18, entered.value),
  };
  const judged = judgeMove(made, nowSeconds);
  return { ok: true, value: 'why' in judged ? null : judged.scoreUnits };
};
