import type { Address } from 'viem';
import { mulDivUp, powerOfTen } from '../money/fixed-point.ts';
import type { Decision } from './decision.ts';
import type { AssetState, Snapshot } from './snapshot.ts';

/** What the protocol's router is to be allowed of one token, raw units. */
export type AllowanceWish = { readonly token: Address; readonly units: bigint };

type Seen = { readonly snapshot: Snapshot; readonly decision: Decision };

/** Raw units that open orders and the look's own legs may still take. */
const neededUnits = ({ snapshot, decision }: Seen, token: Address): bigint => {
  let units = 0n;
  for (const order of snapshot.openOrders) if (order.sellToken === token) units += order.remainingSellUnits;
  if (decision.plan.kind === 'act')
    for (const leg of decision.plan.legs) if (leg.sellToken === token) units += leg.sellUnits;
  return units;
};

/** Raw units, rounded up, that were left out of the plan because the allowance was too low. */
const missingUnits = ({ decision }: Seen, { token, price, decimals }: AssetState): bigint => {
  if (!price.ok) return 0n;
  let usdE18 = 0n;
  for (const { sellToken, hold, valueUsdE18 } of decision.dropped)
    if (sellToken === token && hold.reason === 'allowance-low') usdE18 += valueUsdE18;
  return mulDivUp(usdE18, powerOfTen(decimals), price.usdE18);
};

/**
 * How the standing allowances of a portfolio at 1inch should change after a look: as large as the orders that it has and wants, and nothing
 * where everything is in its band and no order is left. Empty where it has none to tell of, or all are right.
 */
export const allowanceWishes = (seen: Seen): readonly AllowanceWish[] => {
  const { snapshot, decision } = seen;
  const isQuiet = decision.plan.kind === 'hold' && decision.plan.hold.reason === 'in-band';
  return snapshot.assets.flatMap((asset): AllowanceWish[] => {
    const { token, allowanceUnits } = asset;
    if (allowanceUnits === null) return [];
    const needed = neededUnits(seen, token);
    const missing = missingUnits(seen, asset);
    if (missing > 0n && needed + missing > allowanceUnits) return [{ token, units: needed + missing }];
    return isQuiet && needed === 0n && allowanceUnits > 0n ? [{ token, units: 0n }] : [];
  });
};
