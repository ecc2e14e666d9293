import {
  type Address,
  decodeFunctionResult,
  encodeFunctionData,
  recoverTypedDataAddress,
  type TypedDataDefinition,
} from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { registrationTypedData, type SignedRegistration } from '../../lib/policy/registration.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import { type ChainClient, readHead } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { readClone } from './read-clones.ts';

/** A read of one stored word. */
const WORD_GAS = 100_000n;

/** A chain, and the factory of the contracts that accounts trade by with their delegations; null = it has none. */
export type OwnerPlace = { readonly chain: ChainClient; readonly factory: Address | null };

const namedOwner = (chain: ChainClient, portfolio: Address): Promise<Result<Address>> =>
  asChainResult(async () => {
    const call = { abi: balancerAbi, functionName: 'owner' } as const;
    const answer = await chain.call({ to: portfolio, data: encodeFunctionData(call), gas: WORD_GAS });
    const owner = decodeFunctionResult({ ...call, data: answer.data ?? '0x' });
    return owner.toLowerCase() as Address;
  });

/** Of a contract that the factory says it has made, the account that it serves; of any other what it says itself. */
const ownerOf = async ({ chain, factory }: OwnerPlace, portfolio: Address): Promise<Result<Address>> => {
  if (factory !== null) {
    const head = await readHead(chain);
    if (!head.ok) return head;
    const clone = await readClone(chain, { factory, clone: portfolio }, head.value.number);
    if (!clone.ok) return clone;
    if (clone.value !== null) return ok(clone.value.account);
  }
  return namedOwner(chain, portfolio);
};

/** Who signed with a plain key; null when these bytes are no such signature. */
const keyOf = async (signed: SignedRegistration): Promise<Address | null> => {
  try {
    const typedData: TypedDataDefinition = registrationTypedData(signed);
    const key = await recoverTypedDataAddress({ ...typedData, signature: signed.signature });
    return key.toLowerCase() as Address;
  } catch {
    return null;
  }
};

/**
 * The owner of the portfolio at the chain's head, when the registration is signed by it: by its key, which no node needs to confirm,
 * else as its contract says (EIP-1271; ERC-6492 before it is deployed). Fails with `signature-not-owners`, naming both.
 */
export const checkOwnerSignature = async (
  place: OwnerPlace,
  signed: SignedRegistration,
): Promise<Result<Address>> => {
  const { portfolio, signature } = signed;
  const owner = await ownerOf(place, portfolio);
  if (!owner.ok) return owner;
  const key = await keyOf(signed);
  if (key === owner.value) return owner;
  const typedData: TypedDataDefinition = registrationTypedData(signed);
  const valid = await asChainResult(() =>
    place.chain.verifyTypedData({ ...typedData, address: owner.value, signature }),
  );
  if (!valid.ok) return valid;
  if (valid.value) return ok(owner.value);
  return fail(
    'signature-not-owners',
    `${owner.value}, the owner of ${portfolio} on chain ${signed.chainId}, did not sign this: another account did` +
      `${key === null ? '' : ` (${key}, by these words)`}, or it was changed afterwards, or is for another chain.`,
  );
};
