import type { Hex } from 'viem';
import type { UnixSeconds } from '../result.ts';
import type { PlannedSwap } from './planned-swap.ts';
import type { SwapEnd } from './swap.ts';
import { leastArriving, WITHDRAWAL_SLIPPAGE_BPS } from './withdrawal.ts';

/** One of its sells as a row knows it. */
export type SellFacts = {
  readonly end: SwapEnd | null;
  /** What has come of it, by the provider's word; null = nothing was named. */
  readonly outUnits: bigint | null;
  /** It takes too long, and nothing ends by that. */
  readonly isOverdue: boolean;
};

export type ShareFacts = {
  readonly ownUnits: bigint;
  readonly heldUnits: bigint;
  readonly sells: readonly SellFacts[];
  /** Its owner was asked, and has said so; null = hasn't. */
  readonly hasAsked: boolean;
  readonly choice: 'leave' | 'keep' | null;
  /** Since then the verifier doesn't show what the provider says has arrived; null = not yet seen so. */
  readonly unshownSince: UnixSeconds | null;
};

/** Why its owner is asked. */
export const ASKS_WHY = ['not-all-sold', 'not-shown'] as const;
export type AsksWhy = (typeof ASKS_WHY)[number];

export type ShareStep =
  | { readonly kind: 'wait' }
  /** The verifier doesn't show yet what the provider says has arrived: from now on, where nothing was noted before. */
  | { readonly kind: 'unshown' }
  /** Nothing goes on before its owner has said what is to become of it. */
  | { readonly kind: 'ask'; readonly why: AsksWhy }
  | { readonly kind: 'leave'; readonly amountUnits: bigint }
  /** Nothing has arrived that could leave. */
  | { readonly kind: 'nothing' };

/** So long the verifier may lag behind what the provider says. */
const UNSHOWN_SECONDS_MAX = 600;

/** Whether no sell is on its way any more, but such as take too long. */
export const areSellsOver = (sells: readonly SellFacts[]): boolean =>
  sells.every(({ end, isOverdue }) => end !== null || isOverdue);

const smallest = (first: bigint, ...more: readonly bigint[]): bigint =>
  more.reduce((least, one) => (one < least ? one : least), first);

/**
 * What is done next about a withdrawal of a share whose sells are over. What leaves is its own part and what has arrived, of which both
 * witnesses have to speak: no more than the provider names and no more than the verifier shows. Pure and total; whatever isn't as it was asked
 * for is asked of the owner, once, and waits for the answer.
 *
 * @param heldNowUnits by the verifier, of the asset that leaves, in a final block
 */
export const nextShareStep = (
  { ownUnits, heldUnits, sells, hasAsked, choice, unshownSince }: ShareFacts,
  { heldNowUnits, nowSeconds }: { readonly heldNowUnits: bigint; readonly nowSeconds: UnixSeconds },
): ShareStep => {
  if (!areSellsOver(sells) || choice === 'keep') return { kind: 'wait' };
  const named = sells.reduce((sum, { outUnits }) => sum + (outUnits ?? 0n), 0n);
  const more = heldNowUnits > heldUnits ? heldNowUnits - heldUnits : 0n;
  const isAllOver = sells.every(({ end }) => end !== null);
  if (isAllOver && named === 0n && ownUnits === 0n) return { kind: 'nothing' };
  if (choice === 'leave') {
    const amountUnits = smallest(heldNowUnits, ownUnits + smallest(named, more));
    return amountUnits === 0n ? { kind: 'nothing' } : { kind: 'leave', amountUnits };
  }
  if (hasAsked) return { kind: 'wait' };
  if (!sells.every(({ end }) => end === 'swapped')) return { kind: 'ask', why: 'not-all-sold' };
  if (more >= named && heldNowUnits >= ownUnits + named)
    return { kind: 'leave', amountUnits: ownUnits + named };
  return unshownSince !== null && nowSeconds > unshownSince + UNSHOWN_SECONDS_MAX
    ? { kind: 'ask', why: 'not-shown' }
    : { kind: 'unshown' };
};

/** The one swap by which it leaves. Its id is the withdrawal's own: nobody can write a second one. */
export const exitOfShare = (
  {
    id,
    asset,
    to,
    isTest,
  }: { readonly id: Hex; readonly asset: string; readonly to: string; readonly isTest: boolean },
  amountUnits: bigint,
): PlannedSwap => ({
  legId: id,
  purpose: 'exit',
  asked: {
    ...{ originAsset: asset, destinationAsset: asset, amountUnits, slippageBps: WITHDRAWAL_SLIPPAGE_BPS },
    ...{
      leastOutUnits: leastArriving(amountUnits, isTest),
      recipientType: 'DESTINATION_CHAIN',
      recipient: to,
    },
  },
  // What was sold for it has counted already.
  valueUsdE18: null,
});
