import 'server-only';
import {
  type Abi,
  type AbiParameter,
  type Address,
  decodeEventLog,
  decodeFunctionData,
  formatEther,
  type Hex,
  type Log,
} from 'viem';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { balancerFactoryAbi } from '../../../lib/abi/balancer-factory-abi.ts';
import { erc20Abi } from '../../../lib/abi/erc20-abi.ts';
import { limitOrderProtocolAbi } from '../../../lib/abi/limit-order-protocol-abi.ts';
import type { Decoded, LocalAddress, LocalTransaction } from '../../../lib/api/explorer-dto.ts';
import { ok, type Result } from '../../../lib/result.ts';
import { readTransactions } from '../../chain/call-chain.ts';
import type { ChainClient } from '../../chain/chain-client.ts';
import { asChainResult } from '../../chain/chain-failure.ts';
import { chainServed } from '../resources/chains.ts';

/** Public chains have explorers of their own, which know more. */
const LOCAL_CHAIN = 31_337;
/** Blocks that are searched for an address's transactions: a node keeps no index of them. */
const BLOCKS_SEARCHED = 100;

const ABIS: readonly Abi[] = [balancerAbi, balancerFactoryAbi, erc20Abi, limitOrderProtocolAbi];

const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null
    ? JSON.stringify(value, (_, one) => (typeof one === 'bigint' ? one.toString() : one))
    : String(value);

const namedArgs = (args: unknown, inputs: readonly AbiParameter[]): Decoded['args'] =>
  inputs.map(({ name = '' }, index) => ({
    name,
    value: textOf(Array.isArray(args) ? args[index] : (args as Record<string, unknown> | undefined)?.[name]),
  }));

const inputsOf = (abi: Abi, type: 'function' | 'event', name: string) =>
  abi.flatMap((item) => (item.type === type && item.name === name ? [item.inputs] : []))[0] ?? [];

/** The first of the project's ABIs that knows it. */
const decoded = (decode: (abi: Abi) => Decoded): Decoded | null => {
  for (const abi of ABIS)
    try {
      return decode(abi);
    } catch {
      // Another ABI may know it.
    }
  return null;
};

const callOf = (data: Hex): Decoded | null =>
  decoded((abi) => {
    const { functionName, args } = decodeFunctionData({ abi, data });
    return { name: functionName, args: namedArgs(args, inputsOf(abi, 'function', functionName)) };
  });

const eventOf = ({ data, topics }: Pick<Log, 'data' | 'topics'>): Decoded | null =>
  decoded((abi) => {
    const { eventName, args } = decodeEventLog({ abi, data, topics });
    const name = eventName ?? '';
    return { name, args: namedArgs(args, inputsOf(abi, 'event', name)) };
  });

const minedOf = async (chain: ChainClient, hash: Hex): Promise<LocalTransaction['mined'] & object> => {
  const receipt = await chain.getTransactionReceipt({ hash });
  const block = await chain.getBlock({ blockNumber: receipt.blockNumber });
  return {
    blockNumber: receipt.blockNumber.toString(),
    blockTimeSeconds: Number(block.timestamp),
    succeeded: receipt.status === 'success',
    gasUsed: receipt.gasUsed.toString(),
    feeEth: formatEther(receipt.gasUsed * receipt.effectiveGasPrice),
    logs: receipt.logs.map((log) => ({ address: log.address, event: eventOf(log) })),
  };
};

const readTransaction = async (chain: ChainClient, hash: Hex): Promise<LocalTransaction> => {
  const transaction = await chain.getTransaction({ hash });
  const { from, to, nonce, value, input } = transaction;
  const mined = transaction.blockNumber === null ? null : await minedOf(chain, hash);
  const created =
    to === null && mined !== null ? (await chain.getTransactionReceipt({ hash })).contractAddress : null;
  return {
    ...{ hash, mined, from, to: to ?? created ?? null, isCreation: to === null, nonce },
    valueEth: formatEther(value),
    call: to === null ? null : callOf(input),
    data: input,
  };
};

/** A transaction of the local chain; null where no local chain is served, or it knows none of that hash. Fails as the chain does. */
export const readLocalTransaction = async (hash: Hex): Promise<Result<LocalTransaction | null>> => {
  const served = chainServed(LOCAL_CHAIN);
  if (served === null) return ok(null);
  const known = await readTransactions(served.chain, [hash]);
  if (!known.ok) return known;
  if (!known.value.known.has(hash)) return ok(null);
  return asChainResult(() => readTransaction(served.chain, hash));
};

const recentOf = async (
  chain: ChainClient,
  { address, headNumber }: { readonly address: Address; readonly headNumber: bigint },
): Promise<Pick<LocalAddress, 'transactions' | 'blocksSearched'>> => {
  const count = Math.min(BLOCKS_SEARCHED, Number(headNumber) + 1);
  const numbers = Array.from({ length: count }, (_, index) => headNumber - BigInt(index));
  const blocks = await Promise.all(
    numbers.map((blockNumber) => chain.getBlock({ blockNumber, includeTransactions: true })),
  );
  const is = (other: string | null): boolean => other?.toLowerCase() === address;
  const transactions = blocks.flatMap(({ number, transactions: mined }) =>
    mined
      .filter(({ from, to }) => is(from) || is(to))
      .map(({ hash, from }) => ({ hash, blockNumber: number.toString(), isSender: is(from) })),
  );
  return { transactions, blocksSearched: count };
};

/** An address of the local chain; null where no local chain is served. Fails as the chain does. */
export const readLocalAddress = (address: Address): Promise<Result<LocalAddress | null>> => {
  const served = chainServed(LOCAL_CHAIN);
  if (served === null) return Promise.resolve(ok(null));
  const { chain, batching } = served;
  return asChainResult(async () => {
    const headNumber = await chain.getBlockNumber();
    const at = { address, blockNumber: headNumber };
    const [code, balance, sent, recent] = await Promise.all([
      chain.getCode(at),
      chain.getBalance(at),
      chain.getTransactionCount(at),
      recentOf(batching, { address, headNumber }),
    ]);
    const isContract = code !== undefined && code !== '0x';
    return {
      ...{ address, blockNumber: headNumber.toString(), isContract, sent, ...recent },
      balanceEth: formatEther(balance),
    };
  });
};
