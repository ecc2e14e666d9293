import { type Address, keccak256, stringToBytes } from 'viem';

/**
 * What the engine calls a token of the verifier by: it knows assets by twenty bytes. No address of any chain, and never sent anywhere; the same
 * token has the same everywhere, and two of a list of 20 have different ones but for a chance of 1 in 2^151.
 */
export const assetOfToken = (token: string): Address => `0x${keccak256(stringToBytes(token)).slice(-40)}`;

/** The tokens behind assets, as a look stores them. */
export const tokensByAsset = (tokens: readonly string[]): ReadonlyMap<Address, string> =>
  new Map(tokens.map((token) => [assetOfToken(token), token]));
