import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Account, Price } from '../../../lib/engine/snapshot.ts';
import { isOrder } from '../../../lib/ledger/action.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import type { OrderRecord, PortfolioRecord } from '../../../lib/ledger/fleet-record.ts';
import { readHead } from '../../chain/chain-client.ts';
import { lensOf } from '../../chain/lens-of.ts';
import { observeFleet, observeOrders } from '../../chain/observe-fleet.ts';
import { accountReading, type LensReading, soundReading } from '../../custody/balancer/account-reading.ts';
import type { LiveSight, OrderAnswer } from '../../portfolios/judge-order.ts';
import type { Sight } from '../../portfolios/order-obstacles.ts';
import { chainlinkPrice } from '../../prices/chainlink.ts';
import { chainServed } from '../resources/chains.ts';
import type { ServedChain } from '../served-chain.ts';

/** A page waits no longer for a node; what the last look said is shown instead. */
const ANSWER_WITHIN_MS = 1_500;
/** Orders of one question. */
const ORDERS_MAX = 32;
/** Whoever opens a page spends the operator's node: within this time everybody gets the same answer. */
const FRESH_MS = 1_000;
const KEPT_MAX = 200;

const priceOf = (asset: LensReading['assets'][number]): Sight['assets'][number]['price'] => {
  const price = chainlinkPrice(asset);
  if (!price.ok) return { ok: false, fault: price.fault, detail: price.detail };
  const { usdE18, updatedAtSeconds, source } = price;
  return { ok: true, usdE18, updatedAtSeconds, source, disagreementBps: null } satisfies Price;
};

const sightOf = (of: Pick<Account, 'kind' | 'chainId'>, lens: LensReading, block: Block): Sight => {
  const { paused, generation, guard, buckets, assets } = accountReading(of, lens);
  return {
    ...{ blockNumber: block.number, nowSeconds: block.timeSeconds, paused, generation, guard, buckets },
    assets: assets.map(({ state }, index) => {
      const read = lens.assets[index];
      const price: Sight['assets'][number]['price'] =
        read === undefined ? { ok: false, fault: 'missing', detail: 'it was not read' } : priceOf(read);
      return { ...state, price };
    }),
  };
};

/** The contract's own word on live orders, at the chain's head. Null where the chain or the contract can't be read. */
export const askContract = async (
  { chain, chainId, delegated }: Pick<ServedChain, 'chain' | 'chainId' | 'delegated'>,
  { kind, address, liveOrders }: Pick<PortfolioRecord, 'kind' | 'address' | 'liveOrders'>,
): Promise<LiveSight | null> => {
  const head = await readHead(chain);
  if (!head.ok) return null;
  const options = { chain, blockNumber: head.value.number };
  const orders = liveOrders.filter(isOrder).slice(0, ORDERS_MAX);
  const queries = orders.map(({ body }) => ({
    portfolio: address,
    order: body.order,
    blob: body.signature,
  }));
  const [fleet, asked] = await Promise.all([
    observeFleet({ ...options, ...lensOf(kind, delegated?.lens ?? null) }, [address]),
    observeOrders(options, queries),
  ]);
  const lens = fleet.ok && fleet.value.answers[0] !== undefined ? soundReading(fleet.value.answers[0]) : null;
  if (lens === null || !lens.ok) return null;
  const answers = new Map<string, OrderAnswer>();
  for (const [index, order] of orders.entries()) {
    const answer = asked.ok ? asked.value.answers[index] : undefined;
    if (answer?.ok && answer.value.ok) answers.set(order.body.orderHash, answer.value);
  }
  return { sight: sightOf({ kind, chainId }, lens.value, head.value), answers };
};

type Kept = { readonly atMs: number; readonly answer: Promise<LiveSight | null> };
// Each page is a bundle of its own; the process needs one memory.
const KEY = Symbol.for('1balancer.live-orders');
const shared = globalThis as typeof globalThis & { [KEY]?: Map<string, Kept> };

const keyOf = ({ id, liveOrders }: PortfolioRecord): string =>
  [id, ...liveOrders.map(({ body }: OrderRecord) => body.orderHash)].join();

/**
 * What the contract says now of a portfolio's live orders, at the chain's head. Null where the chain isn't served or has not answered
 * within a second and a half. @throws {EnvError}
 */
export const judgeLiveOrders = (portfolio: PortfolioRecord): Promise<LiveSight | null> => {
  const served = chainServed(portfolio.chainId);
  if (served === null) return Promise.resolve(null);
  shared[KEY] ??= new Map();
  const memory = shared[KEY];
  const nowMs = performance.now();
  for (const [key, { atMs }] of memory)
    if (nowMs - atMs >= FRESH_MS || memory.size > KEPT_MAX) memory.delete(key);
  const key = keyOf(portfolio);
  const kept = memory.get(key);
  if (kept !== undefined) return kept.answer;
  const answer = Promise.race([askContract(served, portfolio), sleep(ANSWER_WITHIN_MS, null)]);
  memory.set(key, { atMs: nowMs, answer });
  return answer;
};
