import { describe, expect, it } from 'vitest';
import { chainOfId, KNOWN_CHAINS } from '../chains/known-chains.ts';
import type { Ask } from './ask.ts';
import { switchChain } from './switch-chain.ts';

const refused = (code: number, message: string) => Object.assign(new Error(message), { code });

/** A wallet that knows main net alone, as strict about what it is offered as EIP-3085 asks. */
const walletOf = (declines = false) => {
  const known = new Set(['0x1']);
  let at = '0x1';
  const ask: Ask = async ({ method, params }) => {
    const [offered] = params as readonly [Record<string, unknown>];
    const chainId = String(offered['chainId']);
    if (!/^0x[1-9a-f][0-9a-f]*$/.test(chainId)) throw refused(-32602, 'Invalid chain ID');
    if (method === 'wallet_switchEthereumChain') {
      if (!known.has(chainId)) throw refused(4902, 'Unrecognized chain ID');
      at = chainId;
      return null;
    }
    if (method !== 'wallet_addEthereumChain') throw refused(-32601, 'no such method');
    if (declines) throw refused(4001, 'User rejected the request.');
    const { chainName, nativeCurrency, rpcUrls } = offered;
    const coin = nativeCurrency as { symbol: string; decimals: number };
    if (typeof chainName !== 'string' || coin.decimals !== 18 || !/^\w{2,6}$/.test(coin.symbol))
      throw refused(-32602, 'malformed');
    if (!Array.isArray(rpcUrls) || !rpcUrls.every((url) => String(url).startsWith('https://')))
      throw refused(-32602, 'Expected an array with at least one valid string HTTPS url');
    known.add(chainId);
    return null;
  };
  return { ask, at: () => Number(at) };
};

describe('a wallet on another chain', () => {
  it.each(KNOWN_CHAINS.filter(({ id }) => id !== 31_337))(
    'goes to $name, though it did not know it',
    async ({ id }) => {
      const wallet = walletOf();
      await switchChain(wallet.ask, id);
      expect(wallet.at()).toBe(id);
    },
  );

  it('stays where it is when its owner declines, or nobody knows a node', async () => {
    const declining = walletOf(true);
    await expect(switchChain(declining.ask, 8_453)).rejects.toMatchObject({ code: 4001 });
    const wallet = walletOf();
    await expect(switchChain(wallet.ask, chainOfId(31_337).id)).rejects.toMatchObject({ code: 4902 });
    await expect(switchChain(wallet.ask, 999_999)).rejects.toMatchObject({ code: 4902 });
    expect([declining.at(), wallet.at()]).toEqual([1, 1]);
  });
});
