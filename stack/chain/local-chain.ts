import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Abi,
  type Account,
  type Address,
  createPublicClient,
  createWalletClient,
  defineChain,
  type Hex,
  http,
  type PublicClient,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { z } from 'zod';
import { waitFor } from '../process/sleep.ts';
import { CHAIN_ID, rpc } from './rpc.ts';

/** What one transaction does. `gas` is always given: estimating costs a round trip and hides the reason of a revert. */
export type Call = {
  readonly to: Address | null;
  readonly data: Hex;
  readonly value?: bigint;
  readonly gas?: bigint;
};

/** Sends from one key and answers once the transaction is in a block. */
export type Sender = {
  readonly address: Address;
  readonly send: (call: Call) => Promise<TransactionReceipt>;
};

/** Reads and, per key, writes of the local chain. */
export type LocalChain = {
  readonly rpcUrl: string;
  readonly client: PublicClient;
  readonly sender: (privateKey: Hex) => Sender;
};

const GAS = 12_000_000n;

const chainAt = (rpcUrl: string) =>
  defineChain({
    id: CHAIN_ID,
    name: 'local stack',
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  });

/**
 * The receipt of a transaction that is in a block. Asked for until it is there: viem's own wait looks again only when a new
 * block comes, and none comes when this one was mined between two of its questions.
 */
export const receiptOf = async (client: PublicClient, hash: Hex): Promise<TransactionReceipt> => {
  const receipt = await waitFor(
    () =>
      client.getTransactionReceipt({ hash }).catch((error: unknown) => {
        if (error instanceof TransactionReceiptNotFoundError) return null;
        throw error;
      }),
    { timeoutMs: 30_000, everyMs: 10 },
  );
  if (receipt === null) throw new Error(`transaction ${hash} is in no block after 30 s`);
  return receipt;
};

/** Connects to the stack's chain. A reverted transaction throws with its hash. */
export const localChain = (rpcUrl: string): LocalChain => {
  const chain = chainAt(rpcUrl);
  const transport = http(rpcUrl, { retryCount: 1, timeout: 30_000 });
  const client: PublicClient = createPublicClient({ chain, transport, pollingInterval: 15, cacheTime: 0 });
  const sender = (privateKey: Hex): Sender => {
    const account: Account = privateKeyToAccount(privateKey);
    const wallet = createWalletClient({ account, chain, transport });
    const send = async ({ to, data, value = 0n, gas = GAS }: Call): Promise<TransactionReceipt> => {
      const fees = { maxFeePerGas: 100_000_000_000n, maxPriorityFeePerGas: 0n };
      const hash = await wallet.sendTransaction({ account, chain, to, data, value, gas, ...fees });
      const receipt = await receiptOf(client, hash);
      if (receipt.status === 'reverted') throw new Error(`transaction ${hash} reverted`);
      return receipt;
    };
    return { address: account.address.toLowerCase() as Address, send };
  };
  return { rpcUrl, client, sender };
};

/** Gives an account ether; both nodes know the call by this name. */
export const setEtherBalance = async (rpcUrl: string, address: Address, wei: bigint): Promise<void> => {
  await rpc(rpcUrl, 'hardhat_setBalance', { params: [address, `0x${wei.toString(16)}`] });
};

const artifactSchema = z.object({ abi: z.array(z.unknown()), bytecode: z.string().startsWith('0x') });

/** A compiled contract from hardhat's artifacts. Throws when it was not compiled. */
export const artifact = (root: string, source: string, name: string): { abi: Abi; bytecode: Hex } => {
  const path = join(root, 'hardhat', 'artifacts', 'contracts', source, `${name}.json`);
  const { abi, bytecode } = artifactSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  return { abi: abi as Abi, bytecode: bytecode as Hex };
};
