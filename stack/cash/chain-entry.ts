import type { CashEnd } from './cash-end.ts';
import { poolOf } from './rates-fake.ts';

/** The chain's entry of CHAINS. */
export const chainEntryOf = ({ chainId, rpcUrl, name, balancer, cash, cctp, feeds, vaults }: CashEnd) => ({
  chain: {
    ...{ id: chainId, slug: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'), name, nativeSymbol: 'ETH' },
    ...{ blockTimeSeconds: 1, finalityBlocks: 3, testnet: true, wrappedNative: balancer.weth },
    feeds: [
      { asset: 'USDC', address: feeds.usdc, heartbeatSeconds: 30 * 86_400 },
      { asset: 'ETH', address: feeds.ether, heartbeatSeconds: 30 * 86_400 },
    ],
    tokens: [
      { symbol: 'USDC', address: cctp.usdc, decimals: 6, feed: 'USDC' },
      { symbol: 'WETH', address: balancer.weth, decimals: 18, feed: 'ETH' },
    ],
    vaults: vaults.map(({ name: vault, address }) => ({
      ...{ name: vault, protocol: 'Local', address, decimals: 18, llamaPool: poolOf(chainId, { address }) },
    })),
  },
  ...{ rpcUrls: [rpcUrl], factoryAddress: balancer.factory, factoryBlock: 0 },
  cash: { factory: cash.factory, lens: cash.lens, fromBlock: 0 },
  cctp: {
    ...{ domain: cctp.domain, usdc: cctp.usdc },
    ...{ tokenMessenger: cctp.tokenMessenger, messageTransmitter: cctp.messageTransmitter },
  },
});
