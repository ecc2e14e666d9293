import 'server-only';
import type { Address } from 'viem';
import { type CreationChain, listingsOf } from '../../lib/creation/listing.ts';
import { readEnv } from '../env.ts';
import { openSigners } from './bot-signers.ts';

/** What somebody who makes a portfolio here may choose from. */
export type NewPortfolioTerms = {
  readonly chains: readonly CreationChain[];
  /** The bot's own address; null where this process doesn't hold its key. */
  readonly signer: Address | null;
};

/** Addresses only: a key never leaves the process. @throws {EnvError} */
export async function newPortfolioTerms(): Promise<NewPortfolioTerms> {
  const env = readEnv();
  const opened = await openSigners(env);
  const ring = opened.ok ? await opened.value.ring() : opened;
  const [signer = null] = ring.ok ? ring.value.keys.addresses : [];
  const chains = env.chains.flatMap(({ chain, factoryAddress }) =>
    factoryAddress === null
      ? []
      : [
          {
            ...{ id: chain.id, name: chain.name, factory: factoryAddress },
            ...{ listings: listingsOf(chain), simulated: chain.slug === 'local' },
          },
        ],
  );
  return { chains, signer };
}

/** Where portfolios are made, for everybody to look at. @throws {EnvError} */
export const factoriesServed = (): readonly {
  readonly chainId: number;
  readonly chain: string;
  readonly address: Address;
}[] =>
  readEnv().chains.flatMap(({ chain, factoryAddress }) =>
    factoryAddress === null ? [] : [{ chainId: chain.id, chain: chain.name, address: factoryAddress }],
  );
