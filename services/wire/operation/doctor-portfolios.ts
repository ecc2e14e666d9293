import { ACCOUNT_KINDS, type Account } from '../../../lib/engine/snapshot.ts';
import { isOrder } from '../../../lib/ledger/action.ts';
import type { PricedAsset } from '../../../lib/ledger/price-source.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { lensOf } from '../../chain/lens-of.ts';
import { observeFleet, observeOrders } from '../../chain/observe-fleet.ts';
import { accountReading, type LensReading, soundReading } from '../../custody/balancer/account-reading.ts';
import type { OrderFacts, PortfolioFacts } from '../../doctor/judge-portfolios.ts';
import { readServedPortfolios, type ServedPortfolio } from '../../store/operation/database-facts.ts';
import { readLiveOrderRecords } from '../../store/pages/order-rows.ts';
import type { InDatabase } from '../tick/bot-store.ts';
import type { ChainProbes } from './doctor-chains.ts';

/** Of the database, and of their contracts. Null where there is no database. */
export type PortfolioProbes = {
  readonly served: () => Promise<Result<readonly ServedPortfolio[]> | null>;
  readonly portfolios: () => Promise<Result<readonly PortfolioFacts[]> | null>;
  readonly orders: () => Promise<Result<readonly OrderFacts[]> | null>;
  /** Assets that portfolios of a chain list, each once; none where nothing could be read. */
  readonly assets: (chainId: number) => Promise<readonly PricedAsset[]>;
};

/** As many are looked at, the oldest first; what is wrong with more than these is wrong with these. */
const PORTFOLIOS_MAX = 1_000;
const ORDERS_MAX = 500;

type Seen = { readonly portfolio: ServedPortfolio; readonly lens: Result<LensReading> };

const NOT_SERVED = fail('not-configured', 'Its chain is not served here.');
const NO_ANSWER = fail('chain-unavailable', 'No node of its chain answers.', { when: 'next-tick' });

const seenOn = async (
  chain: ChainProbes | undefined,
  portfolios: readonly ServedPortfolio[],
): Promise<readonly Seen[]> => {
  const best = await chain?.best();
  if (!best) {
    const lens = chain === undefined ? NOT_SERVED : NO_ANSWER;
    return portfolios.map((portfolio) => ({ portfolio, lens }));
  }
  const options = { chain: best.chain, blockNumber: best.headNumber };
  const ofKind = async (kind: Account['kind']): Promise<readonly Seen[]> => {
    const some = portfolios.filter((portfolio) => portfolio.kind === kind);
    const lens = lensOf(kind, chain?.settings.delegated?.lens ?? null);
    const addresses = some.map(({ address }) => address);
    const read = addresses.length === 0 ? NO_ANSWER : await observeFleet({ ...options, ...lens }, addresses);
    return some.map((portfolio, index) => ({
      portfolio,
      lens: read.ok ? soundReading(read.value.answers[index] ?? NO_ANSWER) : read,
    }));
  };
  return (await Promise.all(ACCOUNT_KINDS.map(ofKind))).flat();
};

const factsOf = ({ portfolio, lens }: Seen): PortfolioFacts => {
  const { address, chainId, isQuarantined, kind } = portfolio;
  if (!lens.ok) return { address, isQuarantined, read: lens };
  const { signer, owners } = accountReading({ kind, chainId }, lens.value);
  const assets = lens.value.assets.map(({ symbol, feed, feedOk }) => ({ symbol, feed, feedOk }));
  return { address, isQuarantined, read: ok({ signer, owners, assets }) };
};

const ordersOf = async (
  run: InDatabase,
  chains: readonly ChainProbes[],
  served: readonly ServedPortfolio[],
): Promise<Result<readonly OrderFacts[]>> => {
  const byId = new Map(served.map((portfolio) => [portfolio.id, portfolio]));
  const live = await run((sql) => readLiveOrderRecords(sql, [...byId.keys()]));
  if (!live.ok) return live;
  const shown = live.value.filter(isOrder).filter(({ placedAtMicros }) => placedAtMicros !== null);
  const asked = shown.slice(0, ORDERS_MAX);
  const answers = await Promise.all(
    chains.map(async ({ settings, best }) => {
      const of = asked.filter(({ chainId }) => chainId === settings.chain.id);
      const at = await best();
      if (at === null || of.length === 0) return [];
      const queries = of.map(({ account: portfolio, body: { order, signature: blob } }) => ({
        ...{ portfolio, order, blob },
      }));
      const read = await observeOrders({ chain: at.chain, blockNumber: at.headNumber }, queries);
      return of.map(({ account, body }, index): OrderFacts => {
        const answer = read.ok ? read.value.answers[index] : read;
        const isTold = answer?.ok === true && answer.value.ok;
        return { orderHash: body.orderHash, portfolio: account, answer: isTold ? answer.value : null };
      });
    }),
  );
  return ok(answers.flat());
};

/** @param run on the bot's login; null without a database */
export const portfolioProbes = (run: InDatabase | null, chains: readonly ChainProbes[]): PortfolioProbes => {
  let listing: ReturnType<PortfolioProbes['served']> | null = null;
  const served: PortfolioProbes['served'] = () => {
    listing ??=
      run === null ? Promise.resolve(null) : run((sql) => readServedPortfolios(sql, PORTFOLIOS_MAX));
    return listing;
  };
  let looking: Promise<readonly Seen[]> | null = null;
  const look = (portfolios: readonly ServedPortfolio[]): Promise<readonly Seen[]> => {
    looking ??= (async () => {
      const ids = [...new Set(portfolios.map(({ chainId }) => chainId))];
      const seen = ids.map((id) =>
        seenOn(
          chains.find(({ settings }) => settings.chain.id === id),
          portfolios.filter(({ chainId }) => chainId === id),
        ),
      );
      return (await Promise.all(seen)).flat();
    })();
    return looking;
  };
  const seen = async (): Promise<readonly Seen[]> => {
    const found = await served();
    return found?.ok === true ? look(found.value) : [];
  };
  return {
    served,
    portfolios: async () => {
      const found = await served();
      if (found === null || !found.ok) return found;
      const facts = (await look(found.value)).map(factsOf);
      const isAnyChainThere = (await Promise.all(chains.map(({ best }) => best()))).some(
        (best) => best !== null,
      );
      return isAnyChainThere ? ok(facts) : null;
    },
    orders: async () => {
      const found = await served();
      if (run === null || found === null || !found.ok) return found === null || found.ok ? null : found;
      return ordersOf(run, chains, found.value);
    },
    assets: async (chainId) => {
      const listed = (await seen()).flatMap(({ portfolio, lens }) =>
        lens.ok && portfolio.chainId === chainId
          ? accountReading({ kind: portfolio.kind, chainId }, lens.value).assets.map(({ priced }) => priced)
          : [],
      );
      return [...new Map(listed.map((asset) => [asset.token, asset])).values()];
    },
  };
};

/** How many of them trade at 1inch by their policy. */
export const atOneinch = (served: readonly ServedPortfolio[]): number =>
  served.filter(({ venue }) => venue === 'oneinch').length;
