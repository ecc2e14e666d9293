import { z } from 'zod';
import { decodeSnapshot } from '../engine/codec.ts';
import type { NoPrice, Price } from '../engine/snapshot.ts';
import type { ListedToken, SecondPrice } from '../intents/listed-token.ts';
import { isTokenId } from '../intents/names.ts';
import { absolute, BPS } from '../money/fixed-point.ts';
import type { UnixSeconds } from '../result.ts';
import { tokensByAsset } from './asset-of-token.ts';

/** An older price is traded on by nobody. */
export const PRICE_AGE_SECONDS_MAX = 900;
/** Clocks differ by so much. */
const AHEAD_SECONDS_MAX = 300;
/** A price that is as far from the last one is one that a second look has to see as well. */
const JUMP_BPS_MAX = 5_000n;
/** The last price counts for so long. */
const LAST_SECONDS_MAX = 3_600;

const SOURCE = '1click';
/** Further apart is as far. */
const DISTANCE_BPS_MAX = 1_000_000n;

/** What the last look took for the price of an asset, and when. */
export type LastPrice = { readonly usdE18: bigint; readonly atSeconds: UnixSeconds };

/** The tokens of a stored look; none where there is no look, or it can't be read. */
export const lastTokensOf = (tokens: unknown): readonly string[] => {
  const names = z.array(z.string().refine(isTokenId)).safeParse(tokens);
  return names.success ? names.data : [];
};

/** The usable prices of a stored look, by token; none where there is no look, or it can't be read. */
export const lastPricesOf = (snapshot: unknown, tokens: unknown): ReadonlyMap<string, LastPrice> => {
  const read = snapshot === null || snapshot === undefined ? null : decodeSnapshot(snapshot);
  if (read?.ok !== true) return new Map();
  const byAsset = tokensByAsset(lastTokensOf(tokens));
  const { assets, nowSeconds } = read.value;
  return new Map(
    assets.flatMap(({ token, price }) => {
      const name = byAsset.get(token);
      return name === undefined || !price.ok
        ? []
        : [[name, { usdE18: price.usdE18, atSeconds: nowSeconds }] as const];
    }),
  );
};

const none = (fault: NoPrice['fault'], detail: string): NoPrice => ({ ok: false, fault, detail });

const isJump = (usdE18: bigint, last: LastPrice): boolean =>
  absolute(usdE18 - last.usdE18) * BPS > last.usdE18 * JUMP_BPS_MAX;

/** How far the higher of two prices is from the lower, rounded up. */
const distanceBps = (one: bigint, other: bigint): number => {
  const [low, high] = one < other ? [one, other] : [other, one];
  const bps = ((high - low) * BPS + low - 1n) / low;
  return Number(bps < DISTANCE_BPS_MAX ? bps : DISTANCE_BPS_MAX);
};

/** Where two are asked, one alone is no price; how far they may be apart is the policy's to say. It is the provider's that is swapped at. */
const besideSecond = (price: Price, second: SecondPrice, nowSeconds: UnixSeconds): Price | NoPrice => {
  const { source } = second;
  if (!second.ok) return none(second.fault, `${second.detail}, and the provider’s alone is not gone by`);
  if (second.usdE18 <= 0n) return none('absurd', `${source}’s price is no sensible number above zero`);
  const age = nowSeconds - second.updatedAtSeconds;
  if (age > PRICE_AGE_SECONDS_MAX)
    return none('stale', `${source}’s price is ${age} s old, and ${PRICE_AGE_SECONDS_MAX} s are allowed`);
  return {
    ...price,
    ...{ source: `${price.source}, ${source}`, disagreementBps: distanceBps(price.usdE18, second.usdE18) },
    updatedAtSeconds: Math.min(price.updatedAtSeconds, second.updatedAtSeconds),
  };
};

/**
 * The price that the provider lists, judged as any: missing, absurd, from the future, too old, or so far from the last look's that a second
 * look has to see it as well. Where another source is asked as well, it
 * carries how far that one is from it. A leg that is planned by it is asked for with a least that follows from it: a quote that says otherwise is refused.
 */
export const listedPrice = (
  token: ListedToken | undefined,
  { last, nowSeconds }: { readonly last: LastPrice | undefined; readonly nowSeconds: UnixSeconds },
): Price | NoPrice => {
  if (token === undefined) return none('missing', 'the provider does not list it');
  const { price } = token;
  if (price === 'none') return none('missing', 'the provider lists no price of it');
  if (price === 'absurd') return none('absurd', 'the provider’s price is no sensible number above zero');
  const { usdE18, updatedAtSeconds } = price;
  const age = nowSeconds - updatedAtSeconds;
  if (age < -AHEAD_SECONDS_MAX)
    return none('absurd', `the provider’s price is dated ${-age} s in the future`);
  if (age > PRICE_AGE_SECONDS_MAX)
    return none('stale', `the provider’s price is ${age} s old, and ${PRICE_AGE_SECONDS_MAX} s are allowed`);
  const isFresh = last !== undefined && nowSeconds - last.atSeconds <= LAST_SECONDS_MAX;
  if (isFresh && isJump(usdE18, last))
    return none(
      'absurd',
      'the price has moved by more than half since the last look: a second one has to see it',
    );
  const alone: Price = { ok: true, usdE18, updatedAtSeconds, source: SOURCE, disagreementBps: null };
  return token.second === undefined ? alone : besideSecond(alone, token.second, nowSeconds);
};
