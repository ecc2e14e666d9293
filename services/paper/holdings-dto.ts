import type { Address } from 'viem';
import type { HeldTokenDto, HoldingsDto } from '../../lib/api/paper.ts';
import type { NoPrice, Price } from '../../lib/engine/snapshot.ts';
import type { Block } from '../../lib/ledger/chain-facts.ts';
import { formatDecimal, valueUsdE18Down } from '../../lib/money/fixed-point.ts';
import { type PaperPrices, usablePrice } from '../../lib/paper/paper-step.ts';
import { cents } from '../portfolios/asset-dtos.ts';

/** A token that can be followed on paper: one with a feed that is known. */
export type FollowedToken = {
  readonly token: Address;
  readonly symbol: string;
  readonly decimals: number;
  readonly feed: Address;
  readonly heartbeatSeconds: number;
  readonly navMaxAgeSeconds: number;
};

/** What was read of an address, all of it at one block. */
export type SeenAddress = {
  readonly chainId: number;
  readonly address: Address;
  readonly kind: HoldingsDto['kind'];
  readonly block: Block;
  /** Tokens of the chain that have a feed. */
  readonly listed: number;
  readonly tokens: readonly FollowedToken[];
  /** In the order of `tokens`; null of one that doesn't answer. */
  readonly units: readonly (bigint | null)[];
  readonly nativeWei: bigint;
  /** The token that the chain's own coin counts as. */
  readonly wrappedNative: Address | null;
  /** Tokens that came to it lately; null where nobody knows. */
  readonly arrived: ReadonlySet<string> | null;
};

const NOT_ASKED = 'only what is held is priced';

const priceFields = (
  price: Price | NoPrice | null,
): Pick<HeldTokenDto, 'priceUsd' | 'priceAtSeconds' | 'noPrice'> =>
  price?.ok === true
    ? { priceUsd: formatDecimal(price.usdE18, 18), priceAtSeconds: price.updatedAtSeconds, noPrice: null }
    : { priceUsd: null, priceAtSeconds: null, noPrice: price?.detail ?? NOT_ASKED };

/** What an address holds, for its page; what is held first, the most valuable first. */
export const holdingsDtoOf = (seen: SeenAddress, prices: PaperPrices): HoldingsDto => {
  const { block, tokens, wrappedNative, nativeWei } = seen;
  const valued = tokens.map((one, index) => {
    const ofNative = one.token === wrappedNative && nativeWei > 0n;
    const own = seen.units[index] ?? null;
    const units = ofNative ? (own ?? 0n) + nativeWei : own;
    const isHeld = units !== null && units > 0n;
    const price = isHeld ? usablePrice(one, prices, block.timeSeconds) : null;
    const valueUsdE18 =
      isHeld && price?.ok === true
        ? valueUsdE18Down(units, { priceUsdE18: price.usdE18, decimals: one.decimals })
        : null;
    return { one, ofNative, units, isHeld, price, valueUsdE18 };
  });
  const ordered = [...valued].sort((a, b) => {
    if (a.isHeld !== b.isHeld) return a.isHeld ? -1 : 1;
    const [first, second] = [a.valueUsdE18 ?? 0n, b.valueUsdE18 ?? 0n];
    return first > second ? -1 : first < second ? 1 : 0;
  });
  const known = new Set(tokens.map(({ token }) => String(token)));
  const sumE18 = valued.reduce((sum, { valueUsdE18 }) => sum + (valueUsdE18 ?? 0n), 0n);
  return {
    ...{ chainId: seen.chainId, address: seen.address, kind: seen.kind },
    ...{ blockNumber: block.number.toString(), blockTimeSeconds: block.timeSeconds },
    ...{ looked: tokens.length, listed: seen.listed },
    tokens: ordered.map(({ one, ofNative, units, price, valueUsdE18 }) => ({
      ...one,
      ...{ units: units === null ? null : units.toString(), ofNative },
      ...priceFields(price),
      valueUsd: valueUsdE18 === null ? null : cents(valueUsdE18),
    })),
    otherTokens: seen.arrived === null ? null : [...seen.arrived].filter((token) => !known.has(token)).length,
    valueUsd: cents(sumE18),
  };
};
