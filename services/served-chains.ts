import { readFileSync } from 'node:fs';
import type { Address } from 'viem';
import type { Chain } from '../lib/chains/chain.ts';
import { type ChainEntry, readChainFile } from '../lib/chains/chain-file.ts';
import { chainOfId } from '../lib/chains/known-chains.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { Secret } from './secret.ts';

/** One chain that this process serves. */
export type ServedChain = {
  readonly chain: Chain;
  /** The preferred one first; none = nothing can be read there. Secret: providers put their key into it. */
  readonly rpcUrls: readonly Secret[];
  readonly factoryAddress: Address | null;
  readonly factoryBlock: bigint;
};

/** URLs with commas between them; one within a URL parts nothing. */
export const urlsOf = (list: string): readonly string[] =>
  list.split(/,(?=\s*[a-z][a-z0-9+.-]*:\/\/)/i).map((url) => url.trim().replace(/\/+$/, ''));

const hidden = ({ chain, rpcUrls, factoryAddress, factoryBlock }: ChainEntry): ServedChain => ({
  ...{ chain, factoryAddress, factoryBlock },
  rpcUrls: rpcUrls.map((url) => new Secret(url)),
});

/** The one chain of RPC_URL, NETWORK_ID, FACTORY_ADDRESS and FACTORY_BLOCK. */
export const servedByShorthand = (shorthand: {
  readonly rpcUrls: readonly Secret[];
  readonly networkId: number;
  readonly factoryAddress: Address | null;
  readonly factoryBlock: bigint;
}): ServedChain => ({
  chain: chainOfId(shorthand.networkId),
  rpcUrls: shorthand.rpcUrls,
  factoryAddress: shorthand.factoryAddress,
  factoryBlock: shorthand.factoryBlock,
});

const textOf = (value: string): Result<{ readonly text: string; readonly name: string }> => {
  if (value.startsWith('{')) return ok({ text: value, name: 'the JSON' });
  try {
    return ok({ text: readFileSync(value, 'utf8'), name: value });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return fail('file-missing', `${value} can't be read${code}`);
  }
};

/** The chains that the value of CHAINS names: the path of a file, or its JSON. */
export const servedByFile = (value: string): Result<readonly [ServedChain, ...ServedChain[]]> => {
  const read = textOf(value);
  if (!read.ok) return read;
  const entries = readChainFile(read.value.text, read.value.name);
  if (!entries.ok) return entries;
  const [first, ...others] = entries.value;
  return ok([hidden(first), ...others.map(hidden)]);
};
