import { type Address, zeroAddress } from 'viem';
import { balancerFactoryAbi } from '../../lib/abi/balancer-factory-abi.ts';
import { cashLensCode } from '../../lib/abi/cash-lens-code.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { SETTLED_BLOCKS } from '../../lib/ledger/next-call-step.ts';
import { ok, type Result } from '../../lib/result.ts';
import { type ChainClient, readHead } from './chain-client.ts';
import { asChainResult, causesOf } from './chain-failure.ts';
import { getLogs } from './get-logs.ts';
import { observeFleet } from './observe-fleet.ts';

export type Probe = {
  readonly head: Result<Block>;
  /** Of the head's answer. Null like those below where there was none. */
  readonly milliseconds: number | null;
  readonly lens: Result<unknown> | null;
  readonly state: Result<unknown> | null;
  readonly logs: Result<unknown> | null;
};

/** What it calls itself in what owners sign. */
const CASH_FACTORY_NAME = '1Balancer Cash Factory';

/** What stands where a factory is said to be. */
export type FactoryKind = 'factory' | 'other-code' | 'no-code';

type Asked = { readonly factory: Address | null; readonly factoryBlock: bigint };

const lensAt = async (chain: ChainClient, { number: blockNumber }: Block): Promise<Result<unknown>> => {
  const read = await observeFleet({ chain, blockNumber }, [zeroAddress]);
  return read.ok ? (read.value.answers[0] ?? ok(null)) : read;
};

const stateBefore = (chain: ChainClient, { number }: Block): Promise<Result<unknown>> => {
  const blockNumber = number > SETTLED_BLOCKS ? number - SETTLED_BLOCKS : 0n;
  return asChainResult(() => chain.getTransactionCount({ address: zeroAddress, blockNumber }));
};

const logsFrom = async (
  chain: ChainClient,
  { factory, factoryBlock }: Asked,
  { number }: Block,
): Promise<Result<unknown>> => {
  if (factory === null || factoryBlock > number) return ok(null);
  return getLogs(
    chain,
    { addresses: [factory], topics: [null] },
    { fromBlock: factoryBlock, toBlock: factoryBlock },
  );
};

/** What one node can do of what ticks ask of it. @param chain of this node alone */
export const probeNode = async (
  chain: ChainClient,
  { monotonicMs, ...asked }: Asked & { readonly monotonicMs: () => number },
): Promise<Probe> => {
  const startMs = monotonicMs();
  const head = await readHead(chain);
  if (!head.ok) return { head, milliseconds: null, lens: null, state: null, logs: null };
  const milliseconds = Math.round(monotonicMs() - startMs);
  const [lens, state, logs] = await Promise.all([
    lensAt(chain, head.value),
    stateBefore(chain, head.value),
    logsFrom(chain, asked, head.value),
  ]);
  return { head, milliseconds, lens, state, logs };
};

/** What stands at an address that is said to be a factory. Fails as the chain does. */
export const factoryKindOf = (chain: ChainClient, address: Address): Promise<Result<FactoryKind>> =>
  asChainResult(async () => {
    const code = await chain.getCode({ address });
    if (code === undefined || code === '0x') return 'no-code';
    try {
      const call = { abi: balancerFactoryAbi, functionName: 'isPortfolio', args: [zeroAddress] } as const;
      return (await chain.readContract({ address, ...call })) ? 'other-code' : 'factory';
    } catch (error) {
      // Another contract reverts, or answers something else than a word.
      if (causesOf(error).some(({ name }) => /ContractFunction|AbiDecoding/.test(name))) return 'other-code';
      throw error;
    }
  });

/** The same of one that is said to be a factory of cash portfolios: it says so itself, by its EIP-712 domain. */
export const cashFactoryKindOf = (chain: ChainClient, address: Address): Promise<Result<FactoryKind>> =>
  asChainResult(async () => {
    const code = await chain.getCode({ address });
    if (code === undefined || code === '0x') return 'no-code';
    try {
      const { domain } = await chain.getEip712Domain({ address });
      return domain.name === CASH_FACTORY_NAME ? 'factory' : 'other-code';
    } catch (error) {
      if (causesOf(error).some(({ name }) => /ContractFunction|AbiDecoding|Eip712Domain/.test(name)))
        return 'other-code';
      throw error;
    }
  });

/** Whether the cash lens' own code stands there. Fails as the chain does. */
export const isCashLens = (chain: ChainClient, address: Address): Promise<Result<boolean>> =>
  asChainResult(async () => (await chain.getCode({ address })) === cashLensCode);

/** Whether there is a contract. Fails as the chain does. */
export const hasCode = (chain: ChainClient, address: Address): Promise<Result<boolean>> =>
  asChainResult(async () => !['0x', undefined].includes(await chain.getCode({ address })));
