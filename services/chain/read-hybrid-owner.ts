import { type Address, decodeFunctionResult, encodeFunctionData, type Hex, keccak256, parseAbi } from 'viem';
import { HYBRID_PROXY_CODE_HASH } from '../../lib/delegations/framework.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { isSpent } from './read-vaults.ts';
import { isRevert } from './simulate-call.ts';

const HYBRID = parseAbi(['function owner() view returns (address)']);
const OWNER = encodeFunctionData({ abi: HYBRID, functionName: 'owner' });
const NOBODY = '0x0000000000000000000000000000000000000000';
/** Where a proxy keeps the address of what it calls. Source: ERC-1967. */
const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';
/** Two words are read behind a proxy. */
const GAS = 100_000n;

const lower = (address: Address): Address => address.toLowerCase() as Address;

const ownerIn = (answer: Hex): Address | null => {
  try {
    const owner = lower(decodeFunctionResult({ abi: HYBRID, functionName: 'owner', data: answer }));
    return owner === NOBODY ? null : owner;
  } catch {
    return null;
  }
};

/**
 * Who owns a Hybrid account of the official kit at a block; null where something else is at the address, or nobody owns it. Its own word
 * counts only where its code is the kit's proxy and calls the kit's code: of any other contract `owner()` may mean anything. Fails as the
 * chain does.
 */
export const readHybridOwner = (
  batching: ChainClient,
  { account, hybrid }: { readonly account: Address; readonly hybrid: Address },
  blockNumber: bigint,
): Promise<Result<Address | null>> =>
  asChainResult(async () => {
    const [code, called, answer] = await Promise.all([
      batching.getCode({ address: account, blockNumber }),
      batching.getStorageAt({ address: account, slot: IMPLEMENTATION_SLOT, blockNumber }),
      batching.call({ to: account, data: OWNER, gas: GAS, blockNumber }).catch((error: unknown) => {
        if (isRevert(error) || isSpent(error)) return { data: undefined };
        throw error;
      }),
    ]);
    if (code === undefined || keccak256(code) !== HYBRID_PROXY_CODE_HASH) return null;
    if (called === undefined || BigInt(called) !== BigInt(hybrid)) return null;
    return ownerIn(answer.data ?? '0x');
  });
