import { type Address, decodeFunctionResult, encodeFunctionData, erc20Abi, type Hex } from 'viem';
import { delegatedBalancerAbi } from '../../lib/abi/delegated-balancer-abi.ts';
import { delegatedFactoryAbi } from '../../lib/abi/delegated-factory-abi.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';
import { isSpent } from './read-vaults.ts';
import { isRevert } from './simulate-call.ts';
import { tokenName } from './token-name.ts';

/** Whoever wrote what is asked may burn that much, and no more. */
const GAS = 200_000n;

/** What a contract that serves an account says of itself, and its factory of it. Addresses lower-cased. */
export type CloneReading = {
  readonly account: Address;
  readonly guardian: Address;
  readonly manager: Address;
  /** The account's clone that may trade; the zero address = none. */
  readonly current: Address;
};

const lower = (address: Address): Address => address.toLowerCase() as Address;

const symbolOf = (data: Hex | undefined): string => {
  try {
    return decodeFunctionResult({ abi: erc20Abi, functionName: 'symbol', data: data ?? '0x' });
  } catch {
    return '';
  }
};

/** Which clone is each account's current one at a block, the zero address where there is none, in the order asked. Fails as the chain does. */
export const readCurrentClones = (
  batching: ChainClient,
  { factory, accounts }: { readonly factory: Address; readonly accounts: readonly Address[] },
  blockNumber: bigint,
): Promise<Result<readonly Address[]>> =>
  asChainResult(() =>
    Promise.all(
      accounts.map(async (account) =>
        lower(
          await batching.readContract({
            ...{
              address: factory,
              abi: delegatedFactoryAbi,
              functionName: 'currentOf',
              args: [account],
              blockNumber,
            },
          }),
        ),
      ),
    ),
  );

/** What a clone of the factory is at a block; null where the factory made none at this address. Fails as the chain does. */
export const readClone = (
  batching: ChainClient,
  { factory, clone }: { readonly factory: Address; readonly clone: Address },
  blockNumber: bigint,
): Promise<Result<CloneReading | null>> =>
  asChainResult(async () => {
    const isOurs = await batching.readContract({
      ...{ address: factory, abi: delegatedFactoryAbi, functionName: 'isClone', args: [clone], blockNumber },
    });
    if (!isOurs) return null;
    const at = { address: clone, abi: delegatedBalancerAbi, blockNumber } as const;
    const [account, guardian, manager] = await Promise.all([
      batching.readContract({ ...at, functionName: 'account' }),
      batching.readContract({ ...at, functionName: 'guardian' }),
      batching.readContract({ ...at, functionName: 'delegationManager' }),
    ]);
    const current = await batching.readContract({
      ...{
        address: factory,
        abi: delegatedFactoryAbi,
        functionName: 'currentOf',
        args: [account],
        blockNumber,
      },
    });
    const [own, guards, manages, now] = [account, guardian, manager, current].map(lower);
    if (own === undefined || guards === undefined || manages === undefined || now === undefined) return null;
    return { account: own, guardian: guards, manager: manages, current: now };
  });

/** What a token calls itself at a block, as far as it can be shown. Fails as the chain does. */
export const readSymbol = (
  batching: ChainClient,
  token: Address,
  blockNumber: bigint,
): Promise<Result<string>> =>
  asChainResult(async () => {
    const data = encodeFunctionData({ abi: erc20Abi, functionName: 'symbol' });
    const answer = await batching.call({ to: token, data, gas: GAS, blockNumber }).catch((error: unknown) => {
      if (isRevert(error) || isSpent(error)) return { data: undefined };
      throw error;
    });
    return tokenName(symbolOf(answer.data), token);
  });
