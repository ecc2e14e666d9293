import type { Chain, ChainsById } from '../../lib/chains/chain.ts';
import { chainOfId, KNOWN_BY_ID } from '../../lib/chains/known-chains.ts';
import type { ReadChainPrices, RoundTrip } from '../../lib/ledger/chain-prices.ts';
import { formatDecimal } from '../../lib/money/fixed-point.ts';
import type { AskJson } from '../http/ask-json.ts';
import { startFake } from '../http/testing/fake-service.ts';
import { Secret } from '../secret.ts';
import { feedsOfAccounts } from './chainlink.ts';
import { coingecko } from './coingecko.ts';
import { oneinchSpot } from './oneinch-spot.ts';
import { priceHttp } from './price-http.ts';
import { pythHermes } from './pyth-hermes.ts';
import { spotRouter } from './spot-router.ts';
import { coingeckoFake } from './testing/coingecko-fake.ts';
import { oneinchFake } from './testing/oneinch-fake.ts';
import {
  describePriceSource,
  SUITE_BLOCK,
  type SuiteQuote,
  type SuiteSubject,
} from './testing/price-source-suite.ts';
import { pythFake, pythPrice } from './testing/pyth-fake.ts';

const NOW = SUITE_BLOCK.timeSeconds;
const nowSeconds = () => NOW;

const askerOf = (name: string, baseUrl: string, key: Parameters<typeof priceHttp>[0]['key']): AskJson =>
  priceHttp({
    ...{ name, baseUrl, key, attemptTimeoutMs: 5_000, totalTimeoutMs: 5_000 },
    clock: { nowSeconds, monotonicMs: () => performance.now() },
    sleep: async () => undefined,
  });

/** The entries of a service's answer, each as it writes a price. */
const entriesOf = (quotes: readonly SuiteQuote[], write: (usd: string) => string): Record<string, string> =>
  Object.fromEntries(
    quotes.flatMap(({ token, usdE18 }) =>
      usdE18 === null ? [] : [[token, write(formatDecimal(usdE18, 18))]],
    ),
  );

const listed = (quotes: readonly SuiteQuote[]) =>
  quotes.map(({ token }) => ({ chainId: 1, token, symbol: 'ANY', decimals: 18, feed: null }));

describePriceSource('CoinGecko', async (): Promise<SuiteSubject> => {
  let entries: Record<string, string> = {};
  const fake = await startFake(coingeckoFake(() => entries));
  const key = { header: 'x-cg-demo-api-key', prefix: '', keys: [new Secret('demo-key')] };
  return {
    stage: (quotes, ageSeconds) => {
      entries = entriesOf(quotes, (usd) => `{"usd":${usd},"last_updated_at":${NOW - ageSeconds}}`);
      return listed(quotes);
    },
    open: () => coingecko(askerOf('coingecko', `${fake.baseUrl}/api/v3`, key), KNOWN_BY_ID, nowSeconds),
    requestCount: () => fake.asked.length,
    close: fake.close,
  };
});

describePriceSource('1inch', async (): Promise<SuiteSubject> => {
  let entries: Record<string, string> = {};
  let writtenAtSeconds = NOW;
  const judge = oneinchFake(() => entries);
  const fake = await startFake((asked) => ({
    ...judge(asked),
    headers: { date: new Date(writtenAtSeconds * 1_000).toUTCString() },
  }));
  const key = { header: 'authorization', prefix: 'Bearer ', keys: [new Secret('inch-key')] };
  return {
    stage: (quotes, ageSeconds) => {
      writtenAtSeconds = NOW - ageSeconds;
      entries = entriesOf(quotes, (usd) => `"${usd}"`);
      return listed(quotes);
    },
    open: () => oneinchSpot(askerOf('1inch', fake.baseUrl, key), KNOWN_BY_ID, nowSeconds),
    requestCount: () => fake.asked.length,
    close: fake.close,
  };
});

const pythIdOf = (index: number): string => (index + 1).toString(16).padStart(64, '0');

/** Ethereum, on which these tokens are priced each by a feed of its own. */
const listing = (quotes: readonly SuiteQuote[]): ChainsById => {
  const ethereum: Chain = {
    ...chainOfId(1),
    feeds: quotes.map(({ token: address }, index) => ({
      ...{ asset: `asset ${index}`, address, heartbeatSeconds: null, pythId: pythIdOf(index) },
    })),
    tokens: quotes.map(({ token: address }, index) => ({
      ...{ symbol: 'ANY', address, decimals: 18, feed: `asset ${index}` },
    })),
  };
  return new Map([[1, ethereum]]);
};

// Its prices are 64-bit integers with an exponent.
describePriceSource(
  'Pyth',
  async (): Promise<SuiteSubject> => {
    let entries: Record<string, string> = {};
    let chains = listing([]);
    const fake = await startFake(pythFake(() => entries));
    const key = { header: 'authorization', prefix: 'Bearer ', keys: [new Secret('pyth-key')] };
    return {
      stage: (quotes, ageSeconds) => {
        chains = listing(quotes);
        entries = Object.fromEntries(
          quotes.flatMap(({ usdE18 }, index) =>
            usdE18 === null
              ? []
              : [[pythIdOf(index), pythPrice(formatDecimal(usdE18, 18), NOW - ageSeconds)]],
          ),
        );
        return listed(quotes);
      },
      open: () => pythHermes(askerOf('pyth', `${fake.baseUrl}/hermes`, key), chains, nowSeconds),
      requestCount: () => fake.asked.length,
      close: fake.close,
    };
  },
  { digitsMax: 18 },
);

const NO_WAY: RoundTrip = { ok: false, sold: 0n, paid: 0n, bought: 0n, depth: 0n };
const QUOTE_TOKEN = '0x00000000000000000000000000000000000000dd';

/** Pools so deep and units so many that a price is told to the last digit. */
const wayOf = (usdE18: bigint): RoundTrip => {
  const units = 10n ** 30n;
  return { ok: true, sold: units, paid: usdE18 * 10n ** 12n, bought: units, depth: 10n ** 30n };
};

/** Ethereum with a router whose prices are counted in a dollar of 18 decimals. */
const ROUTED: ChainsById = new Map([
  [
    1,
    {
      ...chainOfId(1),
      spotRouter: { router: QUOTE_TOKEN, quoteToken: QUOTE_TOKEN },
      feeds: [{ asset: 'USD', address: QUOTE_TOKEN, heartbeatSeconds: null, pythId: null }],
      tokens: [{ symbol: 'USD', address: QUOTE_TOKEN, decimals: 18, feed: 'USD' }],
    },
  ],
]);

// The lens's answers are staged here; real pools: spot-router.e2e.test.ts.
describePriceSource('a router of pools', async (): Promise<SuiteSubject> => {
  let ways = new Map<string, RoundTrip>();
  let blockTimeSeconds = NOW;
  let asked = 0;
  const dollar = { ok: true, answer: 10n ** 8n, decimals: 8, startedAt: 0n, updatedAt: BigInt(NOW) };
  const read: ReadChainPrices = async (_, { tokens }) => {
    asked += 1;
    const spots = tokens.map((token) => ({ direct: ways.get(token) ?? NO_WAY, viaMiddle: NO_WAY }));
    return { ok: true, value: { blockTimeSeconds, spots, feeds: [dollar] } };
  };
  return {
    stage: (quotes, ageSeconds) => {
      blockTimeSeconds = NOW - ageSeconds;
      ways = new Map(
        quotes.flatMap(({ token, usdE18 }) => (usdE18 === null ? [] : [[token, wayOf(usdE18)]])),
      );
      return listed(quotes);
    },
    open: () => spotRouter(read, ROUTED, nowSeconds),
    requestCount: () => asked,
    close: async () => {},
  };
});

/** The contract's own word for a feed's answer, in the order in which it judges (FeedState). */
const feedStateOf = (usdE18: bigint, ageSeconds: number): number => {
  if (usdE18 <= 0n) return 2;
  if (ageSeconds < 0) return 4;
  return ageSeconds > 86_400 ? 5 : 0;
};

describePriceSource(
  'an account’s own feeds',
  async (): Promise<SuiteSubject> => ({
    stage: (quotes, ageSeconds) =>
      quotes.map(({ token, usdE18 }) => ({
        ...{ chainId: 1, token, symbol: 'ANY', decimals: 18 },
        feed:
          usdE18 === null
            ? null
            : {
                ...{ token, feed: '0x00000000000000000000000000000000000000cd', feedDecimals: 18 },
                ...{ answer: usdE18, updatedAt: BigInt(NOW - ageSeconds) },
                feedState: feedStateOf(usdE18, ageSeconds),
              },
      })),
    open: () => feedsOfAccounts,
    requestCount: () => 0,
    close: async () => {},
  }),
);
