import { type Asset, assetWords } from './use-assets.ts';

/** What may be deposited: it has a price that a cap can be kept by, and a refund's address can be checked. */
export const offeredAssets = (assets: readonly Asset[]): readonly Asset[] =>
  assets.filter(({ priceUsd, addressesChecked }) => priceUsd !== null && addressesChecked);

const sorted = (names: Iterable<string>): readonly string[] => [...new Set(names)].toSorted();
const LIST = new Intl.ListFormat('en-GB');

/** Why some of what the provider lists is not offered; null = all of it is. */
export const notOfferedText = (assets: readonly Asset[]): string | null => {
  const chains = sorted(assets.filter((one) => !one.addressesChecked).map(({ chain }) => chain));
  const unpriced = sorted(
    assets.filter((one) => one.addressesChecked && one.priceUsd === null).map(assetWords),
  );
  const why = [
    ...(chains.length > 0
      ? [`From ${LIST.format(chains)}: addresses can’t be checked there, so a refund could be lost.`]
      : []),
    ...(unpriced.length > 0 ? [`${LIST.format(unpriced)}: no price, so the cap could not be kept.`] : []),
  ];
  return why.length === 0 ? null : `Not offered. ${why.join(' ')}`;
};

/** Names those of an account's assets that nobody but the provider prices; null = none is. */
export const pricedByOneText = (assets: readonly Asset[], tokens: readonly string[]): string | null => {
  const alone = assets.filter(({ asset, pricedBy }) => tokens.includes(asset) && pricedBy.length < 2);
  if (alone.length === 0) return null;
  return `Priced by the provider alone: ${LIST.format(sorted(alone.map(({ symbol }) => symbol)))}. No second source is asked, so a wrong price there would be told by nobody but its own jump.`;
};
