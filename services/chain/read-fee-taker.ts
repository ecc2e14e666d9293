import { type Address, keccak256 } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { isKnownFeeTaker } from '../../lib/chains/known-fee-taker.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

type Question = {
  readonly portfolio: Address;
  /** Hashes of other code that the operator has compared. */
  readonly trusted: ReadonlySet<string>;
};

/**
 * The FeeTaker a portfolio is built for, lower-cased. Fails with `venue-router-changed` where its code is neither a known build nor one that
 * the operator names, saying what to do then, and as the chain does.
 */
export const readFeeTaker = async (
  chain: ChainClient,
  { portfolio, trusted }: Question,
): Promise<Result<Address>> => {
  const read = await asChainResult(async () => {
    const address = await chain.readContract({
      address: portfolio,
      abi: balancerAbi,
      functionName: 'feeTaker',
    });
    return { address: address.toLowerCase() as Address, code: (await chain.getCode({ address })) ?? '0x' };
  });
  if (!read.ok) return read;
  const { address, code } = read.value;
  if (isKnownFeeTaker(code) || trusted.has(keccak256(code))) return ok(address);
  const what =
    code === '0x'
      ? 'has no code'
      : `has code that is none of the known builds. Compare it with the FeeTaker that 1inch publishes for this chain; if it is that one, put its hash, ${keccak256(code)}, into ONEINCH_FEE_TAKER_CODES`;
  return fail('venue-router-changed', `The contract that takes 1inch's fee, ${address}, ${what}.`, {
    when: 'next-tick',
  });
};
