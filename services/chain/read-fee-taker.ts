import { type Address, type Hex, keccak256 } from 'viem';
import { balancerAbi } from '../../lib/abi/balancer-abi.ts';
import { feeTakerCode } from '../../lib/abi/fee-taker-code.ts';
import { fail, ok, type Result } from '../../lib/result.ts';
import type { ChainClient } from './chain-client.ts';
import { asChainResult } from './chain-failure.ts';

/** An instruction that pushes a word of zeros is where the constructor writes an immutable. */
const IMMUTABLE = `7f${'00'.repeat(32)}`;
const WORD_DIGITS = 64;

/** Where immutables stand, in hex digits behind `0x`. */
const immutablesIn = (code: string): readonly number[] => {
  const places: number[] = [];
  for (let at = code.indexOf(IMMUTABLE); at >= 0; at = code.indexOf(IMMUTABLE, at + 1))
    if (at % 2 === 0) places.push(at + 2);
  return places;
};

const blanked = (code: string, places: readonly number[]): string =>
  places.reduce(
    (text, at) => text.slice(0, at) + '0'.repeat(WORD_DIGITS) + text.slice(at + WORD_DIGITS),
    code,
  );

/** Whether this is FeeTaker of the protocol's package that the tests run, immutables apart. */
export const isKnownFeeTaker = (code: Hex): boolean => {
  const known = feeTakerCode.slice(2);
  const given = code.slice(2).toLowerCase();
  return given.length === known.length && blanked(given, immutablesIn(known)) === known;
};

type Question = {
  readonly portfolio: Address;
  /** Hashes of other code that the operator has compared. */
  readonly trusted: ReadonlySet<string>;
};

/**
 * The FeeTaker a portfolio is built for, lower-cased. Fails with `venue-router-changed` where its code is neither that of the tests nor one
 * that the operator names, and as the chain does.
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
  const what = code === '0x' ? 'has no code' : `has code that nobody has compared (${keccak256(code)})`;
  return fail('venue-router-changed', `The contract that takes 1inch's fee, ${address}, ${what}.`, {
    when: 'next-tick',
  });
};
