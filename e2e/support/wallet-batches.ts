import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  hexToBigInt,
  isAddress,
  isHex,
  numberToHex,
  padHex,
  parseAbi,
  parseAbiParameters,
  parseGwei,
} from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { z } from 'zod';
import { BATCH_EXECUTOR_CODE, batchData } from './batch-executor.ts';

type AskNode = (method: string, params: readonly unknown[]) => Promise<unknown>;

const hex = z.custom<Hex>((value) => typeof value === 'string' && isHex(value));
/** `wallet_sendCalls` of EIP-5792, version 2.0.0: nothing more, nothing less. */
const requestSchema = z.strictObject({
  version: z.literal('2.0.0'),
  id: z.string().max(4_096).optional(),
  from: z.custom<Address>((value) => typeof value === 'string' && isAddress(value)),
  chainId: hex,
  atomicRequired: z.boolean(),
  calls: z
    .array(
      z.strictObject({
        to: z.custom<Address>((value) => typeof value === 'string' && isAddress(value, { strict: false })),
        data: hex.optional(),
        value: hex.optional(),
      }),
    )
    .min(1),
  capabilities: z.record(z.string(), z.unknown()).optional(),
});
export type BatchRequest = z.infer<typeof requestSchema>;

/** @returns a request that follows EIP-5792, or null */
export const parseBatch = (value: unknown): BatchRequest | null =>
  requestSchema.safeParse(value).data ?? null;

/** ERC-7579: several calls, all or nothing. */
const BATCH_MODE = padHex('0x01', { size: 32, dir: 'right' });
const SMART_ACCOUNT = parseAbi(['function execute(bytes32 mode, bytes executionCalldata) payable']);
const EXECUTIONS = parseAbiParameters('(address target, uint256 value, bytes callData)[]');

/** The calls of a batch as an upgraded account carries them out itself. */
const executionsOf = (calls: BatchRequest['calls']): Hex =>
  encodeFunctionData({
    abi: SMART_ACCOUNT,
    functionName: 'execute',
    args: [
      BATCH_MODE,
      encodeAbiParameters(EXECUTIONS, [
        calls.map(({ to, value, data }) => ({
          ...{ target: to, value: value === undefined ? 0n : hexToBigInt(value), callData: data ?? '0x' },
        })),
      ]),
    ],
  });

const GAS_LIMIT = 8_000_000n;
const STATUS = { waiting: 100, done: 200, refused: 500 } as const;
const receiptSchema = z.looseObject({
  status: hex,
  transactionHash: hex,
  blockHash: hex,
  blockNumber: hex,
  gasUsed: hex,
  logs: z.array(z.unknown()),
});

/**
 * The batches of a test's wallet: each one transaction, in which the account carries its own calls out. The local chain is of before
 * EIP-7702, so the account is given the executor's code by the node, until its transaction is in a block.
 */
export class WalletBatches {
  /** The code that an account is given for good by its first batch (EIP-7702); null: the chain is of before that. */
  upgradeTo: Address | null = null;
  readonly sent: { readonly id: string; readonly hash: Hex; readonly request: BatchRequest }[] = [];

  /** Signs and sends. @returns the wallet's name for it */
  async send(account: PrivateKeyAccount, request: BatchRequest, node: AskNode): Promise<string> {
    const nonce = Number(await node('eth_getTransactionCount', [account.address, 'pending']));
    if (this.upgradeTo !== null) return this.#upgrade(account, { request, nonce, to: this.upgradeTo }, node);
    const raw = await account.signTransaction({
      ...{ type: 'eip1559', chainId: Number(request.chainId), nonce, to: account.address },
      ...{ data: batchData(request.calls), gas: GAS_LIMIT },
      ...{ maxFeePerGas: parseGwei('20'), maxPriorityFeePerGas: parseGwei('1') },
    });
    await node('anvil_setCode', [account.address, BATCH_EXECUTOR_CODE]);
    return this.#keep((await node('eth_sendRawTransaction', [raw])) as Hex, request);
  }

  #keep(hash: Hex, request: BatchRequest): string {
    const id = numberToHex(this.sent.length + 1, { size: 32 });
    this.sent.push({ id, hash, request });
    return id;
  }

  /** One transaction of type 4: the account's code, and then its calls. */
  async #upgrade(
    account: PrivateKeyAccount,
    { request, nonce, to }: { readonly request: BatchRequest; readonly nonce: number; readonly to: Address },
    node: AskNode,
  ): Promise<string> {
    const chainId = Number(request.chainId);
    const authorization = await account.signAuthorization({ chainId, nonce: nonce + 1, contractAddress: to });
    const raw = await account.signTransaction({
      ...{ type: 'eip7702', chainId, nonce, to: account.address, authorizationList: [authorization] },
      ...{ data: executionsOf(request.calls), gas: GAS_LIMIT },
      ...{ maxFeePerGas: parseGwei('20'), maxPriorityFeePerGas: parseGwei('1') },
    });
    return this.#keep((await node('eth_sendRawTransaction', [raw])) as Hex, request);
  }

  /** What `wallet_getCallsStatus` answers; null: no such batch. */
  async status(id: unknown, node: AskNode): Promise<unknown> {
    const batch = this.sent.find((one) => one.id === id);
    if (batch === undefined) return null;
    const answer = await node('eth_getTransactionReceipt', [batch.hash]);
    const told = { version: '2.0.0', id: batch.id, chainId: batch.request.chainId, atomic: true };
    if (answer === null) return { ...told, status: STATUS.waiting };
    if (this.upgradeTo === null) await node('anvil_setCode', [batch.request.from, '0x']);
    const { status, logs, blockHash, blockNumber, gasUsed, transactionHash } = receiptSchema.parse(answer);
    return {
      ...told,
      status: status === '0x1' ? STATUS.done : STATUS.refused,
      receipts: [{ logs, status, blockHash, blockNumber, gasUsed, transactionHash }],
    };
  }
}
