import type { Address } from 'viem';
import { CCTP_CHAINS, type CctpChain } from '../lib/cctp/domains.ts';
import type { Chain } from '../lib/chains/chain.ts';
import {
  type CashContracts,
  type ChainEntry,
  type DelegatedEntry,
  readChainFile,
} from '../lib/chains/chain-file.ts';
import { chainOfId } from '../lib/chains/known-chains.ts';
import { DELEGATION_FRAMEWORK, type DelegatedChain } from '../lib/delegations/framework.ts';
import { guessOf } from '../lib/json/read-json.ts';
import { LIMIT_ORDER_PROTOCOL } from '../lib/orders/limit-order.ts';
import { fail, ok, type Result } from '../lib/result.ts';
import { readTextFile } from './env-fields.ts';
import { Secret } from './secret.ts';

/** One chain that this process serves, as its operator has set it. */
export type ChainSettings = {
  readonly chain: Chain;
  /** The preferred one first; none = nothing can be read there. Secret: providers put their key into it. */
  readonly rpcUrls: readonly Secret[];
  /** What alone takes the bot's own transactions; null: the nodes do. Secret like them. */
  readonly privateRpcUrl: Secret | null;
  readonly factoryAddress: Address | null;
  readonly factoryBlock: bigint;
  /** Null = CCTP isn't there. */
  readonly cctp: CctpChain | null;
  /** Null = no cash portfolio is found there. */
  readonly cash: CashContracts | null;
  /** Null = no account that trades by its delegations is found there. */
  readonly delegated: DelegatedChain | null;
};

const delegatedOf = (entry: DelegatedEntry | null): DelegatedChain | null => {
  if (entry === null) return null;
  const { framework, ...own } = entry;
  return { ...own, ...(framework ?? DELEGATION_FRAMEWORK) };
};

const cctpOf = (chainId: number, own: ChainEntry['cctp'] = null): CctpChain | null =>
  own === null ? (CCTP_CHAINS.get(chainId) ?? null) : { chainId, ...own };

const hidden = ({
  chain,
  rpcUrls,
  privateRpcUrl,
  factoryAddress,
  factoryBlock,
  cctp,
  cash,
  delegated,
}: ChainEntry): ChainSettings => ({
  ...{ chain, factoryAddress, factoryBlock, cash, cctp: cctpOf(chain.id, cctp) },
  delegated: delegatedOf(delegated),
  rpcUrls: rpcUrls.map((url) => new Secret(url)),
  privateRpcUrl: privateRpcUrl === null ? null : new Secret(privateRpcUrl),
});

const routedBy = (router: Address | null, chain: Chain): Chain =>
  router === null || chain.spotRouter === null
    ? chain
    : { ...chain, spotRouter: { ...chain.spotRouter, router } };

/** The one chain of RPC_URL, NETWORK_ID, FACTORY_ADDRESS, FACTORY_BLOCK, FLASHBOTS_RPC_URL and UNISWAP_V2_ROUTER. */
export const chainOfShorthand = (shorthand: {
  readonly rpcUrls: readonly Secret[];
  readonly networkId: number;
  readonly factoryAddress: Address | null;
  readonly factoryBlock: bigint;
  /** In place of the one that is known. */
  readonly spotRouter: Address | null;
  readonly privateRpcUrl: Secret | null;
}): ChainSettings => ({
  chain: routedBy(shorthand.spotRouter, chainOfId(shorthand.networkId)),
  rpcUrls: shorthand.rpcUrls,
  privateRpcUrl: shorthand.privateRpcUrl,
  factoryAddress: shorthand.factoryAddress,
  factoryBlock: shorthand.factoryBlock,
  cctp: cctpOf(shorthand.networkId),
  cash: null,
  delegated: null,
});

/** Orders are hashed and signed for one address of the protocol: with another one nothing could ever be filled. */
const routerFault = (entries: readonly ChainEntry[], name: string): string | null => {
  const index = entries.findIndex(
    ({ chain: { router } }) => router !== null && router !== LIMIT_ORDER_PROTOCOL,
  );
  return index < 0
    ? null
    : `${name}: chains[${index}].chain.router: orders are made for ${LIMIT_ORDER_PROTOCOL} alone so far`;
};

/** The chains that the value of CHAINS names: the path of a file, or its JSON. */
export const chainsOfFile = (value: string): Result<readonly [ChainSettings, ...ChainSettings[]]> => {
  const isJson = value.startsWith('{');
  const name = isJson ? 'the JSON' : value;
  const text = isJson ? ok(value) : readTextFile(value);
  if (!text.ok) return text;
  const entries = readChainFile(text.value, name);
  if (!entries.ok) return entries;
  const fault = routerFault(entries.value, name);
  if (fault !== null) return fail('chains-invalid', fault);
  const [first, ...others] = entries.value;
  return ok([hidden(first), ...others.map(hidden)]);
};

/** The one of these that is meant by its word or id; without a word there must be no other. */
export const chooseChain = (
  chains: readonly [ChainSettings, ...ChainSettings[]],
  word: string | null,
): Result<ChainSettings> => {
  const slugs = chains.map(({ chain }) => chain.slug);
  const [only, ...others] = chains;
  if (word === null && others.length === 0) return ok(only);
  if (word === null)
    return fail(
      'not-configured',
      `CHAINS names several chains: say which with --chain (${slugs.join(', ')}).`,
    );
  const chosen = chains.find(({ chain }) => chain.slug === word || String(chain.id) === word);
  if (chosen !== undefined) return ok(chosen);
  return fail(
    'not-configured',
    `No chain ${word} is served${guessOf(word, slugs)}: there is ${slugs.join(', ')}.`,
  );
};
