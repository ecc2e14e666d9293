import { toHex } from 'viem';
import { KNOWN_BY_ID } from '../chains/known-chains.ts';
import type { Ask } from './ask.ts';
import { walletRefusal } from './wallet-refusal.ts';

/**
 * Asks a wallet to go to a chain, and where it doesn't know the chain yet, to add it with the nodes that are open to everybody (EIP-3085).
 * Rejects as the wallet does; a chain without such nodes is the person's to add.
 */
export const switchChain = async (ask: Ask, chainId: number): Promise<void> => {
  const wanted = { method: 'wallet_switchEthereumChain', params: [{ chainId: toHex(chainId) }] };
  try {
    await ask(wanted);
  } catch (error) {
    const chain = KNOWN_BY_ID.get(chainId);
    const isUnknown = walletRefusal(error).kind === 'wrong-chain';
    if (!isUnknown || chain === undefined || chain.publicRpcUrls.length === 0) throw error;
    const { name: chainName, nativeSymbol: symbol, publicRpcUrls: rpcUrls } = chain;
    const nativeCurrency = { name: symbol, symbol, decimals: 18 };
    const added = { chainId: toHex(chainId), chainName, nativeCurrency, rpcUrls };
    await ask({ method: 'wallet_addEthereumChain', params: [added] });
    // Adding need not switch.
    await ask(wanted);
  }
};
