import { readFile } from 'node:fs/promises';
import { type Address, isAddress } from 'viem';
import { z } from 'zod';
import { aggregatorV3Abi } from '../../lib/abi/aggregator-v3-abi.ts';
import type { TakerClient } from './client.ts';

const PRICE_TIMEOUT_MS = 10_000;

/** What the taker itself thinks tokens are worth, USD in 18 decimals; tokens it has no opinion on are absent. */
export type OwnPrices = {
  readonly label: string;
  /** The wrapped native coin, whose price values gas. */
  readonly native: Address;
  readonly usdE18: ReadonlyMap<Address, bigint>;
};

/** The taker's own source of prices; throws when it can't be read. */
export type PriceSource = (nowSeconds: number) => Promise<OwnPrices>;

const address = z
  .custom<Address>((value) => typeof value === 'string' && isAddress(value, { strict: false }), 'an address')
  .transform((value) => value.toLowerCase() as Address);

const feedMap = z.object({
  label: z.string().min(1).default('feeds'),
  native: address,
  feeds: z.record(z.string(), address),
});

const priceList = z.object({
  label: z.string().min(1).default('price service'),
  native: address,
  usd: z.record(z.string(), z.string().regex(/^\d+(\.\d{1,18})?$/, 'a plain decimal')),
});

const toE18 = (text: string): bigint => {
  const [whole = '0', fraction = ''] = text.split('.');
  return BigInt(whole) * 10n ** 18n + BigInt(fraction.padEnd(18, '0'));
};

type FeedReading = {
  readonly client: TakerClient;
  readonly ageSecondsMax: number;
  readonly nowSeconds: number;
};

const readFeed = async (
  feed: Address,
  { client, ageSecondsMax, nowSeconds }: FeedReading,
): Promise<bigint | null> => {
  const [decimals, [, answer, , updatedAt]] = await Promise.all([
    client.readContract({ address: feed, abi: aggregatorV3Abi, functionName: 'decimals' }),
    client.readContract({ address: feed, abi: aggregatorV3Abi, functionName: 'latestRoundData' }),
  ]);
  if (answer <= 0n || decimals > 18 || nowSeconds - Number(updatedAt) > ageSecondsMax) return null;
  return answer * 10n ** BigInt(18 - decimals);
};

/**
 * Prices from on-chain feeds. FILE is `{label?, native, feeds: {token: feed}}`. A feed that is too old or not above
 * zero leaves its token without a price.
 */
export const feedPrices = async (
  file: string,
  options: Omit<FeedReading, 'nowSeconds'>,
): Promise<PriceSource> => {
  const { label, native, feeds } = feedMap.parse(JSON.parse(await readFile(file, 'utf8')));
  const pairs = Object.entries(feeds).map(([token, feed]) => [address.parse(token), feed] as const);
  return async (nowSeconds) => {
    const usdE18 = new Map<Address, bigint>();
    await Promise.all(
      pairs.map(async ([token, feed]) => {
        const price = await readFeed(feed, { ...options, nowSeconds });
        if (price !== null) usdE18.set(token, price);
      }),
    );
    return { label, native, usdE18 };
  };
};

/** Prices from a JSON endpoint that answers `{label?, native, usd: {token: "decimal"}}`. */
export const urlPrices =
  (url: string): PriceSource =>
  async () => {
    const response = await fetch(url, { signal: AbortSignal.timeout(PRICE_TIMEOUT_MS) });
    if (!response.ok) throw new Error(`the price endpoint answered ${response.status}`);
    const { label, native, usd } = priceList.parse(await response.json());
    const usdE18 = new Map(
      Object.entries(usd)
        .map(([token, text]) => [address.parse(token), toE18(text)] as const)
        .filter(([, price]) => price > 0n),
    );
    return { label, native, usdE18 };
  };
