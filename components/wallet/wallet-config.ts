'use client';

import { type Chain, defineChain } from 'viem';
import { createConfig, createStorage, http, injected } from 'wagmi';
import { KNOWN_CHAINS } from '../../lib/chains/known-chains.ts';

/** Every read goes through the wallet, on the chain it is on: no node's address is ever shipped to a page. */
const chainOf = (id: number, name: string, symbol: string): Chain =>
  defineChain({
    id,
    name,
    nativeCurrency: { name: symbol, symbol, decimals: 18 },
    rpcUrls: { default: { http: [] } },
  });

const LOCAL = chainOf(31_337, 'Local chain', 'ETH');
const chains: readonly [Chain, ...Chain[]] = [
  LOCAL,
  ...KNOWN_CHAINS.map(({ id, name, nativeSymbol }) => chainOf(id, name, nativeSymbol)),
];

/** The browser's wallets by EIP-6963, one that predates it by `window.ethereum`, and who is connected, kept over reloads. */
export const walletConfig = createConfig({
  chains,
  connectors: [injected()],
  transports: Object.fromEntries(chains.map(({ id }) => [id, http()])),
  // Without it wagmi connects anew whenever its provider is drawn again: for a moment nobody would be connected, and what a page holds of
  // them be lost.
  ssr: true,
  storage: createStorage({ key: '1balancer.wallet', storage: window.localStorage }),
});
