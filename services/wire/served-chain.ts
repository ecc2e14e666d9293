import type { Address } from 'viem';
import type { CctpChain } from '../../lib/cctp/domains.ts';
import type { Chain } from '../../lib/chains/chain.ts';
import type { CashContracts } from '../../lib/chains/chain-file.ts';
import type { DelegatedChain } from '../../lib/delegations/framework.ts';
import { ok, type Result } from '../../lib/result.ts';
import type { Tally } from '../../lib/tally.ts';
import { type ChainClient, checkChainId, openNodes } from '../chain/chain-client.ts';
import type { EndpointEvent } from '../chain/endpoint-pool.ts';
import { type NodeMeter, nodeMeter } from '../chain/node-meter.ts';
import type { ChainSettings } from '../chain-settings.ts';
import type { Log } from '../log.ts';

/** A chain that this process serves, and how it is reached. Nothing here is the process's own. */
export type ServedChain = {
  readonly chainId: number;
  /** Between two blocks. */
  readonly blockSeconds: number;
  /** What is known of it before anybody asks it. */
  readonly facts: Chain;
  readonly chain: ChainClient;
  /** The same nodes through a client that sends what is asked at once as one batch. */
  readonly batching: ChainClient;
  /** Where the bot's own transactions are sent, and nowhere else. Null: to the nodes. */
  readonly relay: ChainClient | null;
  /** Null where no portfolio can be found. */
  readonly factory: Address | null;
  /** Circle's contracts; null = there are none. */
  readonly cctp: CctpChain | null;
  /** The contracts of cash portfolios; null = none is found there. */
  readonly cash: CashContracts | null;
  /** Those of accounts that trade by their delegations; null = none is found there. */
  readonly delegated: DelegatedChain | null;
  /** First block the factory can be found in. */
  readonly factoryBlock: bigint;
  /** Fails with `wrong-chain` while every node serves another one; asks until it has been right once. */
  readonly isRight: () => Promise<Result<null>>;
  /** Told of what its nodes are asked; nobody counts where it is left out. */
  readonly meter: NodeMeter | undefined;
};

/** Chains by their id. */
export type ServedChains = ReadonlyMap<number, ServedChain>;

const serve = (settings: ChainSettings, log: Log, tally: Tally | null): ServedChain => {
  const { chain: facts, rpcUrls, privateRpcUrl, factoryAddress: factory, factoryBlock } = settings;
  const { cctp, cash, delegated } = settings;
  const report = (event: EndpointEvent) => log.warn({ chain: facts.slug, ...event }, 'chain-node');
  const meter = tally === null ? undefined : nodeMeter(tally, facts.slug);
  const nodes = openNodes({ facts, rpcUrls, report, meter });
  const relay =
    privateRpcUrl === null ? null : openNodes({ facts, rpcUrls: [privateRpcUrl], report, meter }).chain;
  let wasRight = false;
  return {
    ...{
      chainId: facts.id,
      facts,
      blockSeconds: facts.blockTimeSeconds,
      factory,
      factoryBlock,
      cctp,
      cash,
      delegated,
      relay,
      meter,
      ...nodes,
    },
    isRight: async () => {
      if (wasRight) return ok(null);
      const checked = await checkChainId(nodes.chain);
      wasRight = checked.ok;
      return checked;
    },
  };
};

/** Nothing is connected before it is asked. @param tally what counts the requests; null = nothing does */
export const serveChains = (
  chains: readonly ChainSettings[],
  log: Log,
  tally: Tally | null = null,
): ServedChains => new Map(chains.map((settings) => [settings.chain.id, serve(settings, log, tally)]));
