import {
  type Address,
  concatHex,
  encodeFunctionData,
  type Hex,
  pad,
  parseAbi,
  toFunctionSelector,
} from 'viem';
import { vi } from 'vitest';
import { type Answer, type ApiWorld, askRoute, buildApiWorld, type Credentials } from './api-world.ts';
import { buildDelegatedWorld, type DelegatedWorld, type HolderKind } from './delegated-world.ts';

const CHAIN_ID = 31_337;
const HYBRID = parseAbi(['function transferOwnership(address newOwner)']);
export const KEPT_POLICY = {
  version: 1,
  triggers: [{ kind: 'absolute', bandBps: 400 }],
  limits: { cooldownSeconds: 0 },
} as const;

type Names =
  | 'owner'
  | 'account'
  | 'guardian'
  | 'authorizedSigner'
  | 'generation'
  | 'paused'
  | 'isClone'
  | 'currentOf';

/** Code that answers each call that it is asked by name with a word, and reverts for any other. */
export const saying = (words: Partial<Readonly<Record<Names, Hex>>>): Hex => {
  const signatureOf = (name: string) =>
    toFunctionSelector(`${name}(${name === 'isClone' || name === 'currentOf' ? 'address' : ''})`);
  const entries = Object.entries(words).map(([name, word]) => ({
    selector: signatureOf(name),
    word: pad(word, { size: 32 }),
  }));
  // calldata's first four bytes; a comparison and a jump for each; then the answers.
  const head: Hex = '0x5f3560e01c';
  const step = 11;
  const ends = 5 + entries.length * step + 3;
  const answerSize = 41;
  const jumps = entries.map(({ selector }, index) => {
    const to = ends + index * answerSize;
    return concatHex(['0x8063', selector, '0x1461', pad(`0x${to.toString(16)}`, { size: 2 }), '0x57']);
  });
  const answers = entries.map(({ word }) => concatHex(['0x5b7f', word, '0x5f5260205ff3', '0x00']));
  return concatHex([head, ...jumps, '0x5f5ffd', ...answers]);
};

/** A process has one set of connections to each. */
const forget = (what: 'api-chains' | 'app-sql'): void => {
  delete (globalThis as Record<symbol, unknown>)[Symbol.for(`1balancer.${what}`)];
};

/** A world with an account that delegates, in which nobody has registered anything, and the API that serves it. */
export type SmartAccountWorld = {
  readonly chain: DelegatedWorld;
  readonly api: ApiWorld;
  readonly ask: (method: string, ...params: readonly unknown[]) => Promise<unknown>;
  readonly as: (address: Address) => Promise<Credentials>;
  readonly register: (who: Address, address: Address) => Promise<Answer>;
  readonly registered: () => Promise<readonly unknown[]>;
  /** The smart account gets another owner on chain. */
  readonly transferTo: (owner: Address) => Promise<void>;
  /** From here on the API asks this node for the chain. */
  readonly asks: (rpcUrl: string) => void;
  readonly stop: () => Promise<void>;
};

export const buildSmartAccountWorld = async (kind: HolderKind): Promise<SmartAccountWorld> => {
  const chain = await buildDelegatedWorld(kind);
  const api = await buildApiWorld(chain.database);
  const { CHAINS = '' } = chain.env;
  const { admin } = chain.database;
  vi.stubEnv('CHAINS', CHAINS);
  // The operator's word, which this is to do without.
  await admin`truncate policy_registrations`;
  const as = (address: Address): Promise<Credentials> => api.session(address);
  return {
    ...{ chain, api, as },
    ask: (method, ...params) => chain.deployer.publicClient.request({ method, params } as never),
    register: async (who, address) =>
      askRoute('POST', '/api/portfolios', {
        as: await as(who),
        body: { chainId: CHAIN_ID, address, name: 'Savings', policy: KEPT_POLICY },
      }),
    registered: () => admin`select address, created_by from policy_registrations`,
    transferTo: (owner) =>
      chain.sendAs(
        chain.holder,
        chain.holder,
        encodeFunctionData({ abi: HYBRID, functionName: 'transferOwnership', args: [owner] }),
      ),
    asks: (rpcUrl) => {
      vi.stubEnv('CHAINS', CHAINS.replaceAll(chain.rpcUrl, rpcUrl));
      forget('api-chains');
    },
    stop: async () => {
      await api.stop();
      await chain.stop();
      forget('api-chains');
      forget('app-sql');
    },
  };
};
