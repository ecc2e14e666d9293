import {
  type Address,
  type Hex,
  keccak256,
  parseSignature,
  serializeTransaction,
  type TransactionSerializableEIP1559,
} from 'viem';
import type { Call, Fees, SendRefusal } from '../../lib/ledger/call.ts';
import { type Receipt, SETTLED_BLOCKS } from '../../lib/ledger/next-call-step.ts';
import type { SignDigest } from '../../lib/orders/sign-order.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult, causesOf } from './chain-failure.ts';

/** What is known of a sender at one head. */
export type SenderFacts = {
  readonly nonceAtHead: number;
  readonly nonceSettled: number;
};

/** Both counts are read at blocks by their number: a node's idea of what is pending is left out. */
export const readSender = (
  chain: ChainClient,
  { sender, headNumber }: { readonly sender: Address; readonly headNumber: bigint },
): Promise<Result<SenderFacts>> =>
  asChainResult(async () => {
    const settled = headNumber > SETTLED_BLOCKS ? headNumber - SETTLED_BLOCKS : 0n;
    const [nonceAtHead, nonceSettled] = await Promise.all([
      chain.getTransactionCount({ address: sender, blockNumber: headNumber }),
      chain.getTransactionCount({ address: sender, blockNumber: settled }),
    ]);
    return { nonceAtHead, nonceSettled };
  });

/** Two doublings of the base fee are room for six full blocks in a row. */
const BASE_FEE_ROOM = 2n;
const PRIORITY_FEE_WEI_MIN = 1_000_000n;

/** What a transaction should offer to be taken by one of the next blocks. */
export const readMarket = (chain: ChainClient): Promise<Result<Fees>> =>
  asChainResult(async () => {
    const [{ baseFeePerGas }, asked] = await Promise.all([
      chain.getBlock({ blockTag: 'latest' }),
      chain.estimateMaxPriorityFeePerGas(),
    ]);
    const maxPriorityFeeWei = asked > PRIORITY_FEE_WEI_MIN ? asked : PRIORITY_FEE_WEI_MIN;
    return { maxFeeWei: (baseFeePerGas ?? 0n) * BASE_FEE_ROOM + maxPriorityFeeWei, maxPriorityFeeWei };
  });

export type TransactionFacts = {
  readonly receipts: ReadonlyMap<Hex, Receipt>;
  readonly known: ReadonlySet<Hex>;
};

const isUnknown = (error: unknown): boolean =>
  causesOf(error).some(({ name }) => /^Transaction(Receipt)?NotFoundError$/.test(name));

const orNull = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked;
  } catch (error) {
    if (isUnknown(error)) return null;
    throw error;
  }
};

/** Which of these transactions a node has, and which are in a block of its present chain. */
export const readTransactions = (
  chain: ChainClient,
  hashes: readonly Hex[],
): Promise<Result<TransactionFacts>> =>
  asChainResult(async () => {
    const receipts = new Map<Hex, Receipt>();
    const known = new Set<Hex>();
    await Promise.all(
      hashes.map(async (hash) => {
        const [transaction, receipt] = await Promise.all([
          orNull(chain.getTransaction({ hash })),
          orNull(chain.getTransactionReceipt({ hash })),
        ]);
        if (transaction !== null || receipt !== null) known.add(hash);
        if (receipt === null) return;
        const { blockNumber, blockHash, status, gasUsed, effectiveGasPrice: gasPriceWei } = receipt;
        receipts.set(hash, { blockNumber, blockHash, succeeded: status === 'success', gasUsed, gasPriceWei });
      }),
    );
    return { receipts, known };
  });

type Estimated = Pick<Call, 'sender' | 'target' | 'data'>;

/** Gas that a call uses now. Fails as the chain does, also when it would revert. */
export const gasUsedBy = (chain: ChainClient, { sender, target, data }: Estimated): Promise<Result<bigint>> =>
  asChainResult(() => chain.estimateGas({ account: sender, to: target, data }));

/** Gas that a call uses now, and half as much again. Fails as {@link gasUsedBy} does. */
export const estimateGas = async (chain: ChainClient, call: Estimated): Promise<Result<bigint>> => {
  const estimated = await gasUsedBy(chain, call);
  return estimated.ok ? ok((estimated.value * 3n) / 2n) : estimated;
};

export type Signed = { readonly raw: Hex; readonly txHash: Hex };
export type ToSign = { readonly call: Call; readonly nonce: number; readonly fees: Fees };

/** The bytes of one transaction: the same call, nonce and fees are the same transaction. */
export const signCall = async ({ call, nonce, fees }: ToSign, sign: SignDigest): Promise<Result<Signed>> => {
  const transaction: TransactionSerializableEIP1559 = {
    ...{ type: 'eip1559', chainId: call.chainId, nonce, to: call.target, data: call.data, value: 0n },
    ...{ gas: call.gasLimit, maxFeePerGas: fees.maxFeeWei, maxPriorityFeePerGas: fees.maxPriorityFeeWei },
  };
  const signature = await sign(keccak256(serializeTransaction(transaction)));
  if (!signature.ok) return signature;
  const raw = serializeTransaction(transaction, parseSignature(signature.value));
  return ok({ raw, txHash: keccak256(raw) });
};

type Row = { readonly says: RegExp; readonly means: 'taken' | SendRefusal };

/** Nodes word the same answer differently: Geth, Erigon, Nethermind, Besu, Reth, anvil, Hardhat. The first that matches counts. */
const ANSWERS: readonly Row[] = [
  {
    says: /already (known|imported|exists)|known transaction|alreadyknown|already in (the )?pool/i,
    means: 'taken',
  },
  { says: /nonce (is )?too low|oldnonce|nonce too old|nonce_below|already used nonce/i, means: 'nonce-used' },
  { says: /insufficient (funds|balance)|insufficientfunds|doesn't have enough funds/i, means: 'unfunded' },
  {
    says: /underpriced|replacementnotallowed|feetoolow|fee too low|fee cap (less|too low)|less than (the )?block base fee|below .*base ?fee|gas price .*(below|too low)/i,
    means: 'underpriced',
  },
];

/**
 * Sends the bytes. Answers null when a node has them, be it for the second time, or why none took them. Fails when no node answered: it may
 * have them all the same.
 */
export const sendRaw = async (chain: ChainClient, raw: Hex): Promise<Result<SendRefusal | null>> => {
  try {
    await chain.sendRawTransaction({ serializedTransaction: raw });
    return ok(null);
  } catch (error) {
    const words = causesOf(error)
      .map(({ message }) => message)
      .join(' ');
    const answer = ANSWERS.find(({ says }) => says.test(words));
    if (answer !== undefined) return ok(answer.means === 'taken' ? null : answer.means);
    const isAnswer = causesOf(error).some(({ name }) => name === 'RpcRequestError');
    if (isAnswer) return ok('refused');
    return fail('chain-unavailable', 'The node could not be reached.', { when: 'next-tick' });
  }
};
