import 'server-only';
import { type Address, decodeFunctionResult, encodeFunctionData, erc20Abi, type Hex, isHex } from 'viem';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import { readPrices } from '../../../lib/creation/read-prices.ts';
import { mulDivUp, powerOfTen } from '../../../lib/money/fixed-point.ts';
import type { Ask } from '../../../lib/owner/ask.ts';
import type { Result } from '../../../lib/result.ts';
import { asChainResult } from '../../chain/chain-failure.ts';
import type { ServedChain } from '../served-chain.ts';

const BPS = 10_000n;

/** What a contract that serves an account allows, and what of it there is at stake, at the chain's head. */
export type CloneWorth = {
  readonly paused: boolean;
  readonly generation: number;
  readonly lossBpsPerDay: number;
  /** What the account holds of the listed tokens, USD in 18 decimals; null where a price isn't known, or is too old. */
  readonly valueUsdE18: bigint | null;
  /** Time of the oldest price that it is counted by. */
  readonly pricesAtSeconds: number | null;
  /** The most that a thief of the bot's key could cost in 24 hours, rounded up. */
  readonly worstDayUsdE18: bigint | null;
};

const asking =
  ({ batching }: ServedChain): Ask =>
  // What is asked is the core's own, and what is answered is parsed there.
  (request) =>
    batching.request(request as Parameters<typeof batching.request>[0]);

const call = async (ask: Ask, to: Address, data: Hex): Promise<Hex> => {
  const answer = await ask({ method: 'eth_call', params: [{ to, data }, 'latest'] });
  if (!isHex(answer)) throw new TypeError('the node answered a call with something that is no data');
  return answer;
};

const valued = async (
  ask: Ask,
  {
    clone,
    account,
    nowSeconds,
  }: { readonly clone: Address; readonly account: Address; readonly nowSeconds: number },
): Promise<Pick<CloneWorth, 'valueUsdE18' | 'pricesAtSeconds'>> => {
  const listed = { abi: balancerAbi, functionName: 'assets' } as const;
  const assets = decodeFunctionResult({
    ...listed,
    data: await call(ask, clone, encodeFunctionData(listed)),
  });
  const held = { abi: erc20Abi, functionName: 'balanceOf' } as const;
  const data = encodeFunctionData({ ...held, args: [account] });
  const units = await Promise.all(
    assets.map(async ({ token }) => decodeFunctionResult({ ...held, data: await call(ask, token, data) })),
  );
  const listings = assets.map(({ token, feed, decimals, heartbeat, navMaxAge }) => ({
    ...{ token, feed, decimals, symbol: '', heartbeatSeconds: heartbeat, navMaxAgeSeconds: navMaxAge },
  }));
  const prices = await readPrices(ask, listings);
  let valueUsdE18 = 0n;
  let oldest: number | null = null;
  for (const [index, { token, decimals, navMaxAgeSeconds }] of listings.entries()) {
    const price = prices.get(token);
    if (price === undefined || nowSeconds - price.updatedAtSeconds > navMaxAgeSeconds)
      return { valueUsdE18: null, pricesAtSeconds: null };
    valueUsdE18 += mulDivUp(units[index] ?? 0n, price.usdE18, powerOfTen(decimals));
    oldest = Math.min(oldest ?? price.updatedAtSeconds, price.updatedAtSeconds);
  }
  return { valueUsdE18, pricesAtSeconds: oldest };
};

/** Asks a contract for its limits, and its account for what is at stake. Fails as the chain does. */
export const readCloneWorth = (
  served: ServedChain,
  {
    clone,
    account,
    nowSeconds,
  }: { readonly clone: Address; readonly account: Address; readonly nowSeconds: number },
): Promise<Result<CloneWorth>> =>
  asChainResult(async () => {
    const ask = asking(served);
    const guardOf = { abi: balancerAbi, functionName: 'guard' } as const;
    const pausedOf = { abi: balancerAbi, functionName: 'paused' } as const;
    const generationOf = { abi: balancerAbi, functionName: 'generation' } as const;
    const [guardData, pausedData, generationData, worth] = await Promise.all([
      call(ask, clone, encodeFunctionData(guardOf)),
      call(ask, clone, encodeFunctionData(pausedOf)),
      call(ask, clone, encodeFunctionData(generationOf)),
      valued(ask, { clone, account, nowSeconds }),
    ]);
    const { lossBpsPerDay } = decodeFunctionResult({ ...guardOf, data: guardData });
    const paused = decodeFunctionResult({ ...pausedOf, data: pausedData });
    const generation = decodeFunctionResult({ ...generationOf, data: generationData });
    const worstDayUsdE18 =
      worth.valueUsdE18 === null ? null : mulDivUp(worth.valueUsdE18, BigInt(lossBpsPerDay), BPS);
    return { paused, generation, lossBpsPerDay, ...worth, worstDayUsdE18 };
  });
