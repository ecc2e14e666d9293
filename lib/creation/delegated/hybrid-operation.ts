import {
  type Address,
  concatHex,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  isHex,
  numberToHex,
  parseAbi,
} from 'viem';
import type { Ask } from '../../owner/ask.ts';
import type { OwnerCall } from '../../owner/owner-call.ts';

const ACCOUNT = parseAbi([
  'struct Execution { address target; uint256 value; bytes callData; }',
  'function execute(Execution execution) payable',
  'function entryPoint() view returns (address)',
]);
const ENTRY_POINT = parseAbi([
  'struct PackedUserOperation { address sender; uint256 nonce; bytes initCode; bytes callData; bytes32 accountGasLimits; uint256 preVerificationGas; bytes32 gasFees; bytes paymasterAndData; bytes signature; }',
  'function handleOps(PackedUserOperation[] ops, address beneficiary)',
  'function getNonce(address sender, uint192 key) view returns (uint256)',
]);

/** As a Hybrid account of version 1.3.0 hashes what its owner signs; the official kit signs the same. */
const TYPES = {
  EIP712Domain: [
    { name: 'name', type: 'string' },
    { name: 'version', type: 'string' },
    { name: 'chainId', type: 'uint256' },
    { name: 'verifyingContract', type: 'address' },
  ],
  PackedUserOperation: [
    { name: 'sender', type: 'address' },
    { name: 'nonce', type: 'uint256' },
    { name: 'initCode', type: 'bytes' },
    { name: 'callData', type: 'bytes' },
    { name: 'accountGasLimits', type: 'bytes32' },
    { name: 'preVerificationGas', type: 'uint256' },
    { name: 'gasFees', type: 'bytes32' },
    { name: 'paymasterAndData', type: 'bytes' },
    { name: 'entryPoint', type: 'address' },
  ],
} as const;

/** To check the owner's signature, and to do the one call: neither needs a third of it. */
const GAS_EACH = 400_000n;
const half = (value: bigint): Hex => numberToHex(value, { size: 16 });

const read = async (ask: Ask, to: Address, data: Hex): Promise<Hex> => {
  const answer = await ask({ method: 'eth_call', params: [{ to, data }, 'latest'] });
  if (!isHex(answer) || answer === '0x') throw new Error(`There is no smart account at ${to} on this chain.`);
  return answer;
};

export type Operation = {
  readonly chainId: number;
  readonly account: Address;
  /** Owns the account, signs, and sends what comes of it. */
  readonly owner: Address;
  readonly call: OwnerCall;
};

/**
 * Has the owner of a Hybrid account sign a call of it (ERC-4337, without fees), and gives the transaction that carries it out: anybody may
 * send that one, once.
 * @throws the wallet's refusal, or what the node says
 */
export async function signOperation(
  ask: Ask,
  { chainId, account, owner, call }: Operation,
): Promise<OwnerCall> {
  const entry = { abi: ACCOUNT, functionName: 'entryPoint' } as const;
  const entryPoint = decodeFunctionResult({
    ...{ ...entry, data: await read(ask, account, encodeFunctionData(entry)) },
  });
  const next = { abi: ENTRY_POINT, functionName: 'getNonce', args: [account, 0n] } as const;
  const nonce = decodeFunctionResult({
    ...{ ...next, data: await read(ask, entryPoint, encodeFunctionData(next)) },
  });
  const { to: target, valueWei: value, data } = call;
  const execution = { target, value, callData: data };
  const unsigned = {
    ...({ sender: account, nonce, initCode: '0x', preVerificationGas: 0n, paymasterAndData: '0x' } as const),
    callData: encodeFunctionData({ abi: ACCOUNT, functionName: 'execute', args: [execution] }),
    accountGasLimits: concatHex([half(GAS_EACH), half(GAS_EACH)]),
    gasFees: concatHex([half(0n), half(0n)]),
  } as const;
  const text = JSON.stringify(
    {
      ...{ types: TYPES, primaryType: 'PackedUserOperation', message: { ...unsigned, entryPoint } },
      domain: { name: 'HybridDeleGator', version: '1', chainId, verifyingContract: account },
    },
    (_, field: unknown) => (typeof field === 'bigint' ? `${field}` : field),
  );
  const signature = await ask({ method: 'eth_signTypedData_v4', params: [owner, text] });
  if (!isHex(signature)) throw new Error('The wallet answered with something that is no signature.');
  return {
    to: entryPoint,
    data: encodeFunctionData({
      ...{ abi: ENTRY_POINT, functionName: 'handleOps', args: [[{ ...unsigned, signature }], owner] },
    }),
    valueWei: 0n,
  };
}
