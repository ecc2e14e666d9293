import { type Address, decodeFunctionResult, encodeFunctionData, type Hex } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { delegatedBalancerAbi } from '../../lib/abi/delegated-balancer-abi.ts';
import type { AccountState } from '../../lib/ledger/chain-facts.ts';
import type { Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

const NOBODY = '0x0000000000000000000000000000000000000000';
const lower = (address: string): Address => address.toLowerCase() as Address;
/** A read of one stored word. */
const WORD_GAS = 100_000n;

export type AccountToRead = {
  readonly address: Address;
  readonly blockNumber: bigint;
  /** One that trades an account's tokens by its delegations: that account is its owner. */
  readonly isDelegated?: boolean;
};

/**
 * What a contract stores of itself, by its own four getters: they touch no token and no feed, so nothing that is listed in it can
 * keep them from answering. Fails when the address is no such contract.
 */
export const readAccount = (
  chain: ChainClient,
  { address, blockNumber, isDelegated = false }: AccountToRead,
): Promise<Result<AccountState>> =>
  asChainResult(async () => {
    const ask = async (data: Hex): Promise<Hex> => {
      const answer = await chain.call({ to: address, data, blockNumber, gas: WORD_GAS });
      return answer.data ?? '0x';
    };
    const [owner, signer, generation, paused] = await Promise.all([
      ask(
        isDelegated
          ? encodeFunctionData({ abi: delegatedBalancerAbi, functionName: 'account' })
          : encodeFunctionData({ abi: balancerAbi, functionName: 'owner' }),
      ),
      ask(encodeFunctionData({ abi: balancerAbi, functionName: 'authorizedSigner' })),
      ask(encodeFunctionData({ abi: balancerAbi, functionName: 'generation' })),
      ask(encodeFunctionData({ abi: balancerAbi, functionName: 'paused' })),
    ]);
    const bot = decodeFunctionResult({ abi: balancerAbi, functionName: 'authorizedSigner', data: signer });
    return {
      address: lower(address),
      owner: lower(decodeFunctionResult({ abi: balancerAbi, functionName: 'owner', data: owner })),
      signer: bot === NOBODY ? null : lower(bot),
      generation: BigInt(
        decodeFunctionResult({ abi: balancerAbi, functionName: 'generation', data: generation }),
      ),
      paused: decodeFunctionResult({ abi: balancerAbi, functionName: 'paused', data: paused }),
      // Not asked for here: its events say what it lists.
      tokens: [],
    };
  });
