import {
  type Address,
  concatHex,
  encodeAbiParameters,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  parseAbi,
} from 'viem';
import type { OwnerCall } from '../../owner/owner-call.ts';
import type { DelegatedCreationChain } from './delegated-draft.ts';
import { PROXY_CREATION_CODE } from './proxy-creation-code.ts';

const HYBRID = parseAbi([
  'function initialize(address owner, string[] keyIds, uint256[] xValues, uint256[] yValues)',
]);
const DEPLOYER = parseAbi(['function deploy(bytes bytecode, bytes32 salt) returns (address)']);

type Question = {
  readonly accounts: DelegatedCreationChain['accounts'];
  readonly owner: Address;
  readonly salt: Hex;
};

/** A proxy of the Hybrid code that one key owns, and no passkey: the same as the official kit deploys. */
const creationCode = ({ accounts, owner }: Question): Hex => {
  const data = encodeFunctionData({ abi: HYBRID, functionName: 'initialize', args: [owner, [], [], []] });
  const args = encodeAbiParameters([{ type: 'address' }, { type: 'bytes' }], [accounts.hybrid, data]);
  return concatHex([PROXY_CREATION_CODE, args]);
};

/** Where a smart account of this owner will be, or is, before anything is sent (CREATE2). */
export const hybridAddress = (question: Question): Address =>
  getContractAddress({
    ...{ opcode: 'CREATE2', from: question.accounts.deployer, salt: question.salt },
    bytecode: creationCode(question),
  });

/** Deploys it; anybody may, and its owner is who was named. */
export const deployHybridCall = (question: Question): OwnerCall => ({
  to: question.accounts.deployer,
  data: encodeFunctionData({
    ...{ abi: DEPLOYER, functionName: 'deploy', args: [creationCode(question), question.salt] },
  }),
  valueWei: 0n,
});
