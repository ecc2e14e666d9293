import 'server-only';
import type { Address } from 'viem';
import { usdcOf } from '../../../lib/chains/chain.ts';
import type { CashCreationChain } from '../../../lib/creation/cash/cash-draft.ts';
import type { DelegatedCreationChain } from '../../../lib/creation/delegated/delegated-draft.ts';
import { type CreationChain, listingsOf } from '../../../lib/creation/listing.ts';
import { type Env, readEnv } from '../../env.ts';
import { openSigners } from '../tick/bot-signers.ts';

/** What somebody who makes a portfolio here may choose from. */
export type NewPortfolioTerms = {
  readonly chains: readonly CreationChain[];
  /** The bot's own address; null where this process doesn't hold its key. */
  readonly signer: Address | null;
};

const signerOf = async (env: Env): Promise<Address | null> => {
  const opened = await openSigners(env);
  const ring = opened.ok ? await opened.value.ring() : opened;
  const [signer = null] = ring.ok ? ring.value.keys.addresses : [];
  return signer;
};

/** Addresses only: a key never leaves the process. @throws {EnvError} */
export async function newPortfolioTerms(): Promise<NewPortfolioTerms> {
  const env = readEnv();
  const signer = await signerOf(env);
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

/** What somebody who makes portfolios of USDC here may choose from. */
export type NewCashTerms = {
  readonly chains: readonly CashCreationChain[];
  readonly signer: Address | null;
};

const cashChainOf = ({ chain, cash, cctp }: Env['chains'][number]): readonly CashCreationChain[] => {
  const usdc = usdcOf(chain)?.address ?? null;
  if (cash === null || cctp === null || usdc === null || chain.vaults.length === 0) return [];
  const { id, name, vaults } = chain;
  const { domain, messageTransmitter: transmitter } = cctp;
  return [
    {
      ...{ id, name, domain, usdc, factory: cash.factory, transmitter },
      vaults: vaults.map(({ name: vault, address, decimals }) => ({ name: vault, address, decimals })),
    },
  ];
};

/** Served chains that have the contracts of cash portfolios, Circle's, and vaults. Addresses only. @throws {EnvError} */
export const newCashTerms = async (): Promise<NewCashTerms> => {
  const env = readEnv();
  return { chains: env.chains.flatMap(cashChainOf), signer: await signerOf(env) };
};

/** What somebody whose own account is to be rebalanced here may choose from. */
export type NewDelegatedTerms = {
  readonly chains: readonly DelegatedCreationChain[];
  readonly signer: Address | null;
};

const delegatedChainOf = ({ chain, delegated }: Env['chains'][number]): readonly DelegatedCreationChain[] => {
  const listings = listingsOf(chain);
  const routers = [chain.router, chain.spotRouter?.router ?? null].filter((router) => router !== null);
  const simulated = chain.slug === 'local';
  if (delegated === null || routers.length === 0 || (listings.length < 2 && !simulated)) return [];
  const { factory, manager, enforcers, accounts } = delegated;
  const { id, name } = chain;
  return [{ id, name, factory, manager, enforcers, accounts, listings, simulated, routers }];
};

/** Served chains that have the contracts of accounts that delegate, tokens with feeds, and routers. Addresses only. @throws {EnvError} */
export const newDelegatedTerms = async (): Promise<NewDelegatedTerms> => {
  const env = readEnv();
  return { chains: env.chains.flatMap(delegatedChainOf), signer: await signerOf(env) };
};

/** Where portfolios are made, for everybody to look at. @throws {EnvError} */
export const factoriesServed = (): readonly {
  readonly chainId: number;
  readonly chain: string;
  readonly address: Address;
}[] =>
  readEnv().chains.flatMap(({ chain, factoryAddress }) =>
    factoryAddress === null ? [] : [{ chainId: chain.id, chain: chain.name, address: factoryAddress }],
  );
