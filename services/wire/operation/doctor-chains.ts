import type { Address } from 'viem';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import { LIMIT_ORDER_PROTOCOL } from '../../../lib/orders/limit-order.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { readMarket } from '../../chain/call-chain.ts';
import { type ChainClient, openNodes } from '../../chain/chain-client.ts';
import { asChainResult } from '../../chain/chain-failure.ts';
import {
  cashFactoryKindOf,
  factoryKindOf,
  hasCode,
  isCashLens,
  type Probe,
  probeNode,
} from '../../chain/probe-node.ts';
import type { ChainSettings } from '../../chain-settings.ts';
import { systemClock } from '../../clock.ts';
import type { ChainFacts, ContractFacts, NodeFacts } from '../../doctor/judge-chain.ts';
import type { GasFacts } from '../../doctor/judge-signers.ts';

/** What is asked of one chain. Each node is looked at once, however often it is asked for. */
export type ChainProbes = {
  readonly settings: ChainSettings;
  readonly nodes: () => Promise<ChainFacts>;
  /** Null where no node answers. */
  readonly contracts: () => Promise<Result<ContractFacts> | null>;
  readonly gas: (signer: Address) => Promise<Result<GasFacts>>;
  /** Of all its nodes, and the best head; null where none answers. */
  readonly best: () => Promise<BestNode | null>;
};

type BestNode = { readonly chain: ChainClient; readonly headNumber: bigint; readonly head: Block };
type Node = { readonly chain: ChainClient; readonly facts: NodeFacts & Pick<Probe, 'head'> };

/** A node that is slower is no good to ticks. */
const TIMEOUT_MS = 4_000;
/** Usual for revoking the orders of one portfolio. */
const REVOCATION_GAS = 60_000n;

const nodesOf = ({ chain: facts, rpcUrls, factoryAddress: factory, factoryBlock }: ChainSettings) =>
  Promise.all(
    rpcUrls.map(async (url): Promise<Node> => {
      const { chain } = openNodes({ facts, rpcUrls: [url], timeoutMs: TIMEOUT_MS });
      const { monotonicMs } = systemClock;
      const probe = await probeNode(chain, { factory, factoryBlock, monotonicMs });
      return { chain, facts: { host: new URL(url.reveal()).host, ...probe } };
    }),
  );

const bestOf = (nodes: readonly Node[]): BestNode | null =>
  nodes.reduce<BestNode | null>((best, { chain, facts: { head } }) => {
    if (!head.ok || (best !== null && best.headNumber >= head.value.number)) return best;
    return { chain, headNumber: head.value.number, head: head.value };
  }, null);

const cashOf = async (
  chain: ChainClient,
  cash: ChainSettings['cash'],
): Promise<Result<ContractFacts['cash']>> => {
  if (cash === null) return ok(null);
  const kind = await cashFactoryKindOf(chain, cash.factory);
  if (!kind.ok) return kind;
  const isLens = cash.lens === null ? ok(null) : await isCashLens(chain, cash.lens);
  return isLens.ok ? ok({ address: cash.factory, kind: kind.value, isLens: isLens.value }) : isLens;
};

const contractsOf = async (
  { chain: facts, factoryAddress, factoryBlock, cash }: ChainSettings,
  { chain, headNumber }: BestNode,
): Promise<Result<ContractFacts>> => {
  const [kind, isRouted, ofCash] = await Promise.all([
    factoryAddress === null ? null : factoryKindOf(chain, factoryAddress),
    hasCode(chain, LIMIT_ORDER_PROTOCOL),
    cashOf(chain, cash),
  ]);
  if (kind !== null && !kind.ok) return kind;
  if (!isRouted.ok) return isRouted;
  if (!ofCash.ok) return ofCash;
  return ok({
    ...{ name: facts.name, factoryBlock, headNumber },
    factory: factoryAddress === null || kind === null ? null : { address: factoryAddress, kind: kind.value },
    router: { address: LIMIT_ORDER_PROTOCOL, hasCode: isRouted.value },
    cash: ofCash.value,
  });
};

const NO_NODE = fail('chain-unavailable', 'No node answers.');

const gasOf = async (
  { chain: { name, nativeSymbol } }: ChainSettings,
  { best, signer }: { readonly best: BestNode | null; readonly signer: Address },
): Promise<Result<GasFacts>> => {
  if (best === null) return NO_NODE;
  const [balance, market] = await Promise.all([
    asChainResult(() => best.chain.getBalance({ address: signer })),
    readMarket(best.chain),
  ]);
  if (!balance.ok) return balance;
  if (!market.ok) return market;
  const costWei = REVOCATION_GAS * market.value.maxFeeWei;
  return ok({ chain: name, symbol: nativeSymbol, signer, balanceWei: balance.value, costWei });
};

export const chainProbes = (settings: ChainSettings): ChainProbes => {
  const { id: chainId, name, blockTimeSeconds: blockSeconds } = settings.chain;
  let looked: ReturnType<typeof nodesOf> | null = null;
  const nodes = () => {
    looked ??= nodesOf(settings);
    return looked;
  };
  const best = async () => bestOf(await nodes());
  return {
    ...{ settings, best },
    nodes: async () => ({
      ...{ name, chainId, blockSeconds, nowSeconds: systemClock.nowSeconds() },
      nodes: (await nodes()).map(({ facts }) => facts),
    }),
    contracts: async () => {
      const at = await best();
      return at === null ? null : contractsOf(settings, at);
    },
    gas: async (signer) => gasOf(settings, { best: await best(), signer }),
  };
};
