import type { Address } from 'viem';
import type { Chain, ChainsById } from '../../lib/chains/chain.ts';
import type { ReadChainPrices, RoundTrip } from '../../lib/ledger/chain-prices.ts';
import type { PriceSource } from '../../lib/ledger/price-source.ts';
import { BPS, formatDecimal, powerOfTen } from '../../lib/money/fixed-point.ts';
import { fail, ok, type UnixSeconds } from '../../lib/result.ts';
import { askedSource, type Quote } from './asked-source.ts';
import { judgedFeed } from './judged-feed.ts';

/** US dollars that the shallowest pool of a way must hold on its dollar side: below, moving its price costs little. */
const LIQUIDITY_USD_MIN = 100_000n;
const E18 = 10n ** 18n;
/** Between selling and buying: two pools that take 0.3 % each way are 120 apart. */
const SPREAD_BPS_MAX = 200n;
/** Of fewer units the rounding alone is a thousandth. */
const UNITS_MIN = 1_000n;

const none = (fault: 'absurd' | 'missing', detail: string): Quote => ({ ok: false, fault, detail });

/** A chain's quote token, with what one of it is worth. */
type Quoted = { readonly usdE18: bigint; readonly decimals: number };

/** {usdE18} = {quote units} · {usdE18/quote} ÷ 10^quote decimals, rounded down. */
const usdOf = (units: bigint, { usdE18, decimals }: Quoted): bigint =>
  (units * usdE18) / powerOfTen(decimals);

/** {usdE18/token} = {quote units} · {usdE18/quote} · 10^token decimals ÷ ({token units} · 10^quote decimals), rounded down. */
const priceOf = (
  trade: { readonly quoteUnits: bigint; readonly tokenUnits: bigint },
  decimals: number,
  quoted: Quoted,
): bigint =>
  (trade.quoteUnits * quoted.usdE18 * powerOfTen(decimals)) /
  (trade.tokenUnits * powerOfTen(quoted.decimals));

const deeper = (a: RoundTrip, b: RoundTrip): RoundTrip => {
  if (!a.ok || !b.ok) return a.ok ? a : b;
  return b.depth > a.depth ? b : a;
};

/** The middle between what the router pays and what it takes, which is free of the pools' fee, whatever that is. */
const quoteOf = (
  trip: RoundTrip,
  { decimals, quoted, atSeconds }: { decimals: number; quoted: Quoted; atSeconds: UnixSeconds },
): Quote => {
  if (!trip.ok) return none('missing', 'router has no pool to price it by');
  const depthUsdE18 = usdOf(trip.depth, quoted);
  if (depthUsdE18 < LIQUIDITY_USD_MIN * E18)
    return none(
      'missing',
      `router's deepest way holds ${formatDecimal(depthUsdE18 / E18, 0)} USD, and ${LIQUIDITY_USD_MIN} are needed`,
    );
  const { sold, paid, bought } = trip;
  if (paid <= 0n) return none('absurd', "router's price is no sensible number above zero");
  if (sold < UNITS_MIN || paid < UNITS_MIN || bought < UNITS_MIN)
    return none('missing', "router's amounts are too few units to be a price");
  const bid = priceOf({ quoteUnits: paid, tokenUnits: sold }, decimals, quoted);
  const ask = priceOf({ quoteUnits: paid, tokenUnits: bought }, decimals, quoted);
  const usdE18 = (bid + ask) / 2n;
  if (usdE18 <= 0n || ask < bid || (ask - bid) * BPS > usdE18 * SPREAD_BPS_MAX)
    return none(
      'absurd',
      `router pays ${formatDecimal(bid, 18)} and takes ${formatDecimal(ask, 18)} USD, which is too far apart`,
    );
  return { ok: true, usdE18, updatedAtSeconds: atSeconds };
};

/** What the router of a chain is asked with; null where the chain's facts name none, or nothing to count its prices in. */
const spotOf = (chain: Chain | undefined) => {
  const { spotRouter: spot = null, wrappedNative = null } = chain ?? {};
  const token = chain?.tokens.find(({ address }) => address === spot?.quoteToken);
  const feed = chain?.feeds.find(({ asset }) => asset === token?.feed);
  if (spot === null || token === undefined || feed === undefined) return null;
  const middleToken = wrappedNative === spot.quoteToken ? null : wrappedNative;
  return { terms: { ...spot, middleToken }, token, feed };
};

const idOf = (token: Address, decimals: number): string => `${token} ${decimals}`;
const partsOf = (id: string): { readonly token: Address; readonly decimals: number } => {
  const [token = '', decimals = '0'] = id.split(' ');
  return { token: token as Address, decimals: Number(decimals) };
};

/**
 * Prices of the pools behind a chain's router of Uniswap V2's form, at the observed block and as old as that: one question for a chain.
 * Counted in the chain's quote token at its feed's price. A way through a shallow pool, or with few units in it, is no price. Pools can be
 * moved within a block: this is an opinion beside the feeds, never one alone.
 */
export const spotRouter = (
  read: ReadChainPrices,
  chains: ChainsById,
  nowSeconds: () => UnixSeconds,
): PriceSource =>
  askedSource({
    name: 'router',
    idOf: ({ chainId, token, decimals }) =>
      spotOf(chains.get(chainId)) === null ? null : idOf(token, decimals),
    idsPerQuestionMax: 100,
    // A price of one block is none of another.
    cacheSeconds: 0,
    ageSecondsMax: 900,
    nowSeconds,
    ask: async (ids, chainId, block) => {
      const spot = spotOf(chains.get(chainId));
      if (spot === null) return fail('not-configured', 'router: the chain has none.');
      const wanted = ids.map(partsOf);
      const tokens = wanted.map(({ token }) => token);
      const answer = await read(chainId, { block, spot: spot.terms, tokens, feeds: [spot.feed.address] });
      if (!answer.ok) return answer;
      const { blockTimeSeconds, spots, feeds } = answer.value;
      const dollar = judgedFeed(spot.feed, feeds[0], block.timeSeconds);
      if (!dollar.ok)
        return ok(
          new Map(
            ids.map((id) => [id, none('missing', `router can't be counted in dollars: ${dollar.detail}`)]),
          ),
        );
      const quoted: Quoted = { usdE18: dollar.usdE18, decimals: spot.token.decimals };
      const quotes = wanted.map(({ token, decimals }, index): readonly [string, Quote] => {
        const found = spots[index];
        const terms = { decimals, quoted, atSeconds: blockTimeSeconds };
        if (token === spot.terms.quoteToken)
          return [
            idOf(token, decimals),
            { ok: true, usdE18: dollar.usdE18, updatedAtSeconds: blockTimeSeconds },
          ];
        const quote =
          found === undefined
            ? none('missing', 'router gives no price')
            : quoteOf(deeper(found.direct, found.viaMiddle), terms);
        return [idOf(token, decimals), quote];
      });
      return ok(new Map(quotes));
    },
  });
