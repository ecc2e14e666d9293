import { decodeFunctionResult, encodeFunctionData, isHex, parseAbi } from 'viem';
import type { Ask } from '../owner/ask.ts';
import type { Listing } from './listing.ts';
import type { FeedPrices } from './read-prices.ts';

const abi = parseAbi(['function decimals() view returns (uint8)']);

/** What the token itself says its decimals are; null where it doesn't say. @throws where the node doesn't answer at all */
async function decimalsOf(ask: Ask, { token }: Listing): Promise<number | null> {
  const request = { abi, functionName: 'decimals' } as const;
  const call = { to: token, data: encodeFunctionData(request) };
  const data = await ask({ method: 'eth_call', params: [call, 'latest'] }).catch(() => null);
  if (!isHex(data) || data === '0x') return null;
  try {
    return decodeFunctionResult({ ...request, data });
  } catch {
    return null;
  }
}

type Question = { readonly prices: FeedPrices; readonly nowSeconds: bigint };

/** What speaks against a listed token now, a sentence each, by its own word and its feed's. Nothing found is no promise. */
export async function tokenWarnings(
  ask: Ask,
  listing: Listing,
  { prices, nowSeconds }: Question,
): Promise<readonly string[]> {
  const { symbol, token, decimals, heartbeatSeconds } = listing;
  const warnings: string[] = [];
  const said = await decimalsOf(ask, listing);
  if (said === null) warnings.push(`${symbol} doesn’t answer as a token does: leave it out.`);
  else if (said !== decimals)
    warnings.push(
      `${symbol} says that it has ${said} decimals, and its list says ${decimals}: leave it out.`,
    );
  const price = prices.get(token);
  if (price === undefined)
    warnings.push(`The feed of ${symbol} gives no price: nothing would be traded until it does.`);
  else if (nowSeconds - BigInt(price.updatedAtSeconds) > BigInt(heartbeatSeconds))
    warnings.push(`The feed of ${symbol} is late: nothing would be traded until it answers again.`);
  return warnings;
}
