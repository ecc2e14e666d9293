import type { Address } from 'viem';
import type { Snapshot } from '../../engine/snapshot.ts';

/** Feeds that say what the snapshot's prices say. */
export const feedPricesOf = ({ assets }: Snapshot): ReadonlyMap<Address, bigint> =>
  new Map(assets.flatMap(({ token, price }) => (price.ok ? [[token, price.usdE18]] : [])));
