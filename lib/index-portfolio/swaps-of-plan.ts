import { type Hex, keccak256, stringToBytes } from 'viem';
import type { Decision, Leg } from '../engine/decision.ts';
import type { Policy } from '../engine/policy.ts';
import type { Snapshot } from '../engine/snapshot.ts';
import type { IndexAccount } from '../intents/index-account.ts';
import type { LegPurpose, PlannedSwap } from '../intents/planned-swap.ts';
import { tokensByAsset } from './asset-of-token.ts';

/** A decision of an index, and what its assets are at the verifier. */
export type PlannedIndex = {
  readonly snapshot: Snapshot;
  readonly policy: Policy;
  readonly decision: Decision;
  readonly tokens: readonly string[];
};

const TAG = '1Balancer index leg v1';

type Content = Omit<PlannedSwap, 'legId' | 'valueUsdE18'>;

/** By account, block, place in the plan and everything that is asked: the same leg of the same look is the same. */
const legIdOf = (
  { account, blockHash }: { account: IndexAccount; blockHash: Hex },
  index: number,
  of: Content,
): Hex =>
  keccak256(
    stringToBytes(
      JSON.stringify([
        ...[TAG, account, blockHash, index, of.purpose, of.asked.originAsset, of.asked.destinationAsset],
        ...[`${of.asked.amountUnits}`, `${of.asked.leastOutUnits}`, of.asked.slippageBps, of.asked.recipient],
      ]),
    ),
  );

/**
 * The plan's legs as swaps to ask for, in its order; none where it holds. Of the slippage that the policy allows below the mid, half is left to
 * the market's cost and half to what the provider may give less than it quotes; the least that is taken follows from the policy's whole.
 */
export const swapsOfPlan = (planned: PlannedIndex): readonly PlannedSwap[] => {
  const { snapshot, policy, decision, tokens } = planned;
  if (decision.plan.kind === 'hold') return [];
  const { account, blockHash, lastRebalanceAtSeconds } = snapshot;
  const byAsset = tokensByAsset(tokens);
  const purpose: LegPurpose = lastRebalanceAtSeconds === null ? 'construct' : 'rebalance';
  const swapOf = (leg: Leg): PlannedSwap => {
    const [originAsset, destinationAsset] = [byAsset.get(leg.sellToken), byAsset.get(leg.buyToken)];
    if (originAsset === undefined || destinationAsset === undefined)
      throw new Error('a leg of an asset that is no token of the look');
    const content: Content = {
      purpose,
      asked: {
        ...{ originAsset, destinationAsset, amountUnits: leg.sellUnits, leastOutUnits: leg.buyUnits },
        slippageBps: Math.floor(policy.limits.slippageBpsMax / 2),
        ...{ recipientType: 'INTENTS', recipient: account.address },
      },
    };
    const legId = legIdOf({ account: account.address, blockHash }, leg.index, content);
    return { legId, ...content, valueUsdE18: leg.sellValueUsdE18 };
  };
  return decision.plan.legs.map(swapOf);
};
