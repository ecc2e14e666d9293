import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Address } from 'viem';
import type { HoldingsDto } from '../../../lib/api/paper.ts';
import { listingsOf } from '../../../lib/creation/listing.ts';
import { LISTING_PORTFOLIOS_MAX, readListings } from '../../../lib/creation/read-listings.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import type { Ask } from '../../../lib/owner/ask.ts';
import type { PaperPrices } from '../../../lib/paper/paper-step.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { type PaperPricing, pricePaper } from '../../bot/price-paper.ts';
import { readHead } from '../../chain/chain-client.ts';
import { asChainResult } from '../../chain/chain-failure.ts';
import { readAccount } from '../../chain/read-account.ts';
import { readArrivals, readHoldings } from '../../chain/read-holdings.ts';
import { systemClock } from '../../clock.ts';
import { readEnv } from '../../env.ts';
import { type FollowedToken, holdingsDtoOf } from '../../paper/holdings-dto.ts';
import { priceSourcesOf } from '../../prices/sources-of.ts';
import { asViewer } from '../../store/as-viewer.ts';
import { readSharedAddresses } from '../../store/shared-addresses.ts';
import { onAppDatabase } from '../app-sql.ts';
import { chainServed } from '../resources/chains.ts';
import type { ServedChain } from '../served-chain.ts';
import { readPricesOf } from '../tick/bot-chain.ts';

/** Tokens that are looked at for one address; a chain's list may be longer. */
const LOOKED_MAX = 200;
const LISTINGS_KEPT_MS = 60_000;

const asking =
  ({ batching }: ServedChain): Ask =>
  // What is asked is the core's own, and what is answered is parsed there.
  (request) =>
    batching.request(request as Parameters<typeof batching.request>[0]);

// Each route is a bundle of its own; the process needs one memory.
const KEY = Symbol.for('1balancer.paper-listings');
type Kept = { readonly untilMs: number; readonly listings: readonly FollowedToken[] };
const shared = globalThis as typeof globalThis & { [KEY]?: Map<number, Kept>; [PRICING]?: PaperPricing };

/** On a chain whose tokens are made up, those that portfolios there list. */
const readSimulated = async (served: ServedChain): Promise<Result<readonly FollowedToken[]>> => {
  const portfolios = await onAppDatabase((sql) =>
    asViewer(sql, { kind: 'anonymous' }, (transaction) =>
      readSharedAddresses(transaction, { chainId: served.chainId, limit: LISTING_PORTFOLIOS_MAX }),
    ),
  );
  if (!portfolios.ok) return portfolios;
  const read = await asChainResult(() => readListings(asking(served), portfolios.value));
  if (!read.ok) return read;
  const lower = (address: Address): Address => address.toLowerCase() as Address;
  return ok(read.value.map((one) => ({ ...one, token: lower(one.token), feed: lower(one.feed) })));
};

/** Tokens of a chain that can be followed: those whose feed is known. Fails as chain and database do. */
export const followedTokens = async (served: ServedChain): Promise<Result<readonly FollowedToken[]>> => {
  const known = listingsOf(served.facts);
  if (served.facts.slug !== 'local') return ok(known);
  shared[KEY] ??= new Map();
  const kept = shared[KEY].get(served.chainId);
  const nowMs = systemClock.monotonicMs();
  if (kept !== undefined && kept.untilMs > nowMs) return ok(kept.listings);
  const read = await readSimulated(served);
  if (read.ok && read.value.length > 0)
    shared[KEY].set(served.chainId, { untilMs: nowMs + LISTINGS_KEPT_MS, listings: read.value });
  return read;
};

const PRICING = Symbol.for('1balancer.paper-pricing');

const pricingOf = (): PaperPricing => {
  if (shared[PRICING] !== undefined) return shared[PRICING];
  const env = readEnv();
  const read: PaperPricing['read'] = async (chainId, question) => {
    const served = chainServed(chainId);
    return served === null
      ? fail('not-configured', 'The chain is not served.')
      : readPricesOf(new Map([[chainId, served]]))(chainId, question);
  };
  const chains = new Map(env.chains.map(({ chain }) => [chain.id, chain]));
  shared[PRICING] = {
    read,
    sources: priceSourcesOf(env.prices, { clock: systemClock, sleep, chains, read }),
  };
  return shared[PRICING];
};

/** Prices at the head, by the very sources that the bot trades on. */
export const pricesAtHead = async (
  served: ServedChain,
  tokens: readonly FollowedToken[],
): Promise<Result<{ readonly block: Block; readonly prices: PaperPrices }>> => {
  const head = await readHead(served.chain);
  if (!head.ok) return head;
  const prices = await pricePaper(pricingOf(), { chainId: served.chainId, block: head.value }, tokens);
  return prices.ok ? ok({ block: head.value, prices: prices.value }) : prices;
};

const wrappedOf = ({ facts }: ServedChain, tokens: readonly FollowedToken[]): Address | null =>
  facts.wrappedNative ?? tokens.find(({ symbol }) => symbol === `W${facts.nativeSymbol}`)?.token ?? null;

/** What an address holds at the chain's head; it is asked nothing, and nothing is kept. Fails as the chain does. */
export const holdingsAtHead = async (served: ServedChain, address: Address): Promise<Result<HoldingsDto>> => {
  const right = await served.isRight();
  if (!right.ok) return right;
  const listed = await followedTokens(served);
  if (!listed.ok) return listed;
  const tokens = listed.value.slice(0, LOOKED_MAX);
  const head = await readHead(served.chain);
  if (!head.ok) return head;
  const block = head.value;
  const at = { holder: address, blockNumber: block.number };
  const [held, arrived] = await Promise.all([
    readHoldings(served.batching, { ...at, tokens: tokens.map(({ token }) => token) }),
    readArrivals(served.chain, at),
  ]);
  if (!held.ok) return held;
  if (!arrived.ok) return arrived;
  const { isContract, units, nativeWei } = held.value;
  const ours = isContract ? await readAccount(served.chain, { address, blockNumber: block.number }) : null;
  const wrappedNative = wrappedOf(served, tokens);
  const wanted = tokens.filter(
    ({ token }, index) => (units[index] ?? 0n) > 0n || (token === wrappedNative && nativeWei > 0n),
  );
  const prices = await pricePaper(pricingOf(), { chainId: served.chainId, block }, wanted);
  if (!prices.ok) return prices;
  return ok(
    holdingsDtoOf(
      {
        ...{ chainId: served.chainId, address, block, tokens, units, nativeWei, wrappedNative },
        ...{ listed: listed.value.length, arrived: arrived.value },
        kind: ours?.ok === true ? 'portfolio' : isContract ? 'contract' : 'account',
      },
      prices.value,
    ),
  );
};
