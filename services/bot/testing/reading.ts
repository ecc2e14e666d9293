import type { Address } from 'viem';
import { snapshotOf } from '../../../lib/engine/testing/builders.ts';
import type { AccountReading } from '../../../lib/ledger/custody.ts';

/** What a custody reads of a contract whose two assets are on target. */
export const readingOf = (address: Address): AccountReading => {
  const { account, generation, guard, buckets, assets } = snapshotOf([
    { usd: 5_000, targetBps: 5_000 },
    { usd: 5_000, targetBps: 5_000 },
  ]);
  return {
    ...{
      account: { ...account, address },
      holder: address,
      generation,
      guard,
      buckets,
      paused: false,
      withheld: null,
    },
    assets: assets.map(({ price: _, ...state }) => ({
      state,
      priced: { chainId: 31_337, token: state.token, symbol: state.symbol, decimals: 18, feed: null },
    })),
    signer: '0x00000000000000000000000000000000000000b0',
    owners: [],
    fillMode: { kind: 'parts', series: 1n, epoch: 7n },
    swapping: null,
  };
};
