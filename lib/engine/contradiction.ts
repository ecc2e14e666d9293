import { E18 } from '../money/fixed-point.ts';
import type { AssetState, Snapshot } from './snapshot.ts';

const soundAsset = (asset: AssetState): boolean =>
  Number.isInteger(asset.decimals) &&
  asset.decimals >= 0 &&
  asset.decimals <= 27 &&
  asset.units >= 0n &&
  Number.isInteger(asset.targetBps) &&
  asset.targetBps >= 0 &&
  asset.targetBps <= 10_000 &&
  (asset.targetExactE18 === undefined || asset.targetExactE18 >= 0n);

const hasTwins = (assets: readonly AssetState[]): boolean => {
  let ascending = true;
  for (let index = 1; index < assets.length; index++) {
    const [before, after] = [assets[index - 1], assets[index]];
    if (before !== undefined && after !== undefined && before.token >= after.token) ascending = false;
  }
  return !ascending && new Set(assets.map(({ token }) => token)).size !== assets.length;
};

/**
 * What makes a snapshot no possible state of a portfolio, as one plain sentence; null when it is sound.
 * Nothing is decided on such a read: it is looked at again instead.
 */
export const contradictionIn = (snapshot: Snapshot): string | null => {
  const { assets } = snapshot;
  let bps = 0;
  let exactE18 = 0n;
  let exact = 0;
  for (const asset of assets) {
    if (!soundAsset(asset)) return `${asset.symbol} has impossible decimals, units or target`;
    bps += asset.targetBps;
    if (asset.targetExactE18 !== undefined) {
      exact += 1;
      exactE18 += asset.targetExactE18;
    }
  }
  if (!Number.isSafeInteger(snapshot.nowSeconds)) return 'the block has no usable time';
  if (hasTwins(assets)) return 'an asset is listed twice';
  if (exact > 0) {
    if (exact !== assets.length) return 'only some targets are exact';
    const short = E18 - exactE18;
    return short < -64n || short > 64n ? 'the exact targets do not sum to one' : null;
  }
  return bps === 10_000 || assets.length === 0
    ? null
    : `the targets sum to ${bps} instead of 10,000 basis points`;
};
