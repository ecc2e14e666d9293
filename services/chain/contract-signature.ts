import {
  encodeDeployData,
  encodeFunctionData,
  erc6492SignatureValidatorAbi,
  erc6492SignatureValidatorByteCode,
  type Hex,
  isErc6492Signature,
  parseAbi,
  RpcRequestError,
  size,
  slice,
} from 'viem';
import { fail, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult, causesOf } from './chain-failure.ts';

const EIP1271 = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)']);
const MAGIC_VALUE = '0x1626ba7e';
const YES = '0x01';

/** A wallet's check is some ten thousand; whoever burns more is no wallet. */
const CHECK_GAS = 1_000_000n;
const ANSWER_WITHIN_MS = 5_000;

export type ContractSignature = { readonly address: Hex; readonly hash: Hex; readonly signature: Hex };

/** What a call came to: what it returned, or null where the code reverted, burnt its gas or was none. */
const outcomeOf = async (call: Promise<{ readonly data?: Hex | undefined }>): Promise<Hex | null> => {
  try {
    return (await call).data ?? null;
  } catch (error) {
    // The node has run it and says how it ended, each in its own words.
    const isEnd = causesOf(error).some(
      (cause) =>
        cause instanceof RpcRequestError &&
        (cause.code === 3 ||
          /revert|out ?of ?gas|opcode|stack|invalid jump|bad instruction/i.test(cause.message)),
    );
    if (isEnd) return null;
    throw error;
  }
};

/** EIP-1271: the deployed contract's own word. */
const askContract = async (chain: ChainClient, { address, hash, signature }: ContractSignature) => {
  const data = encodeFunctionData({
    abi: EIP1271,
    functionName: 'isValidSignature',
    args: [hash, signature],
  });
  const answer = await outcomeOf(chain.call({ to: address, data, gas: CHECK_GAS }));
  return answer !== null && size(answer) >= 32 && slice(answer, 0, 4) === MAGIC_VALUE;
};

/** ERC-6492: deploys the contract as the signature says, in a call that leaves nothing behind, and asks it then. */
const askUndeployed = async (chain: ChainClient, { address, hash, signature }: ContractSignature) => {
  const data = encodeDeployData({
    abi: erc6492SignatureValidatorAbi,
    bytecode: erc6492SignatureValidatorByteCode,
    args: [address, hash, signature],
  });
  return (await outcomeOf(chain.call({ data, gas: CHECK_GAS }))) === YES;
};

/** The outcome, or `chain-timeout` when it takes longer. */
const inTime = async (work: Promise<Result<boolean>>): Promise<Result<boolean>> => {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Result<boolean>>((answer) => {
    timer = setTimeout(
      () => answer(fail('chain-timeout', 'The node did not answer in time.', { when: 'next-tick' })),
      ANSWER_WITHIN_MS,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
};

/**
 * Whether a contract takes a signature for its own at the chain's head: by EIP-1271, or ERC-6492 where the signature says how the contract
 * is to be deployed. Within 1,000,000 gas and 5 s. A contract that reverts or burns its gas says no; a node that fails is a failure.
 */
export const isContractSignature = (
  chain: ChainClient,
  question: ContractSignature,
): Promise<Result<boolean>> =>
  inTime(
    asChainResult(() =>
      isErc6492Signature(question.signature) ? askUndeployed(chain, question) : askContract(chain, question),
    ),
  );
