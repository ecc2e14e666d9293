import { BPS_WHOLE } from '../money/fixed-point.ts';
import { isTokenId } from './names.ts';

/** An index: what share of its value each asset is to have, in basis points. */
export type Allocation = { readonly token: string; readonly targetBps: number };

/** So many legs fit in the provider's rate at once. */
export const INDEX_ASSETS_MAX = 20;

/** Why these are no allocations of an index, each in a sentence; empty = they are. Shares are whole basis points and make 100 %, exactly. */
export const allocationFaults = (allocations: readonly Allocation[]): readonly string[] => {
  const sum = allocations.reduce((total, { targetBps }) => total + targetBps, 0);
  const tokens = allocations.map(({ token }) => token);
  const twice = tokens.filter((token, at) => tokens.indexOf(token) !== at);
  return [
    ...(allocations.length === 0 ? ['An index has at least one asset.'] : []),
    ...(allocations.length > INDEX_ASSETS_MAX
      ? [`An index has at most ${INDEX_ASSETS_MAX} assets, and these are ${allocations.length}.`]
      : []),
    ...tokens.filter((token) => !isTokenId(token)).map((token) => `${token} is no token of the verifier.`),
    ...[...new Set(twice)].map((token) => `${token} stands there twice.`),
    ...allocations
      .filter(({ targetBps }) => !Number.isSafeInteger(targetBps) || targetBps < 1 || targetBps > BPS_WHOLE)
      .map(({ token }) => `The share of ${token} is none from 0.01 to 100 %.`),
    ...(sum === BPS_WHOLE || allocations.length === 0
      ? []
      : [`The shares make ${sum / 100} %, and must make 100 %.`]),
  ];
};

/**
 * An amount split by shares, each part rounded down: what doesn't divide stays unspent. The allocations have no faults.
 */
export const splitUnitsDown = (
  amountUnits: bigint,
  allocations: readonly Allocation[],
): readonly { readonly token: string; readonly units: bigint }[] =>
  allocations.map(({ token, targetBps }) => ({
    token,
    units: (amountUnits * BigInt(targetBps)) / BigInt(BPS_WHOLE),
  }));
