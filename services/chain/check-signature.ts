import {
  type Address,
  CallExecutionError,
  decodeFunctionResult,
  ExecutionRevertedError,
  encodeFunctionData,
  type Hex,
} from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import type { Action } from '../../lib/ledger/action.ts';
import { ok, type Result } from '../../lib/result.ts';
import { type ChainClient, readHead } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { readInParts } from './read-in-parts.ts';

const MAGIC_VALUE = '0x1626ba7e';

/** More than any portfolio needs to judge an order, and below what hosted nodes cap a call at. */
const CHECK_GAS = 10_000_000n;

export type SignatureToCheck = {
  readonly account: Address;
  readonly hash: Hex;
  /** The bytes a taker would pass as the signature. */
  readonly blob: Hex;
  readonly blockNumber: bigint;
};

/** Asks a contract, at a block, exactly what the protocol will ask it: EIP-1271. A revert is a no. */
export const isSignatureValid = (
  chain: ChainClient,
  { account, hash, blob, blockNumber }: SignatureToCheck,
): Promise<Result<boolean>> =>
  asChainResult(async () => {
    const call = { abi: balancerAbi, functionName: 'isValidSignature' } as const;
    try {
      const data = encodeFunctionData({ ...call, args: [hash, blob] });
      const answer = await chain.call({ to: account, data, blockNumber, gas: CHECK_GAS });
      return decodeFunctionResult({ ...call, data: answer.data ?? '0x' }) === MAGIC_VALUE;
    } catch (error) {
      const reverted =
        error instanceof CallExecutionError &&
        error.walk((cause) => cause instanceof ExecutionRevertedError) !== null;
      if (reverted) return false;
      throw error;
    }
  });

export type SignaturesToCheck = {
  readonly chain: ChainClient;
  readonly blockNumber: bigint;
  readonly suspects: ReadonlySet<string>;
  readonly timeIsUp: () => boolean;
};

/** {@link isSignatureValid} of many, some at a time; a contract that doesn't answer fails alone while the node answers others. */
export const areSignaturesValid = async (
  { chain, blockNumber, suspects, timeIsUp }: SignaturesToCheck,
  actions: readonly Action[],
): Promise<Result<readonly Result<boolean>[]>> => {
  const read = await readInParts<Action, boolean>(actions, {
    partMax: 1,
    sureMax: 1,
    isSound: () => true,
    isSuspect: ({ account }) => suspects.has(account),
    timeIsUp,
    ask: async ([action]) => {
      if (action === undefined) {
        const head = await readHead(chain);
        return head.ok ? ok([]) : head;
      }
      const { account, body } = action;
      const { orderHash: hash, signature: blob } = body;
      const valid = await isSignatureValid(chain, { account, hash, blob, blockNumber });
      return valid.ok ? ok([valid.value]) : valid;
    },
  });
  return read.ok ? ok(read.value.answers) : read;
};
