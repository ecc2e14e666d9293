import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import * as declared from '../../../lib/api/book.ts';
import type { Block } from '../../../lib/ledger/chain-facts.ts';
import { fail, ok, type Result } from '../../../lib/result.ts';
import { bookOrderOf, bookPageOf } from '../../book/book-page-of.ts';
import { readHead } from '../../chain/chain-client.ts';
import { readOpenOrders, readPlacedOrder } from '../../store/book-reads.ts';
import { serve } from '../api.ts';
import type { ServedChain } from '../served-chain.ts';
import { chainServed } from './chains.ts';

/** A page waits no longer for a node; what may have expired is shown then. */
const ANSWER_WITHIN_MS = 1_500;
/** Whoever reads the book spends the operator's node: within this time everybody gets the same answer. */
const FRESH_MS = 1_000;

type Kept = { readonly atMs: number; readonly head: Promise<Block | null> };
// Each route is a bundle of its own; the process needs one memory.
const KEY = Symbol.for('1balancer.book-heads');
const shared = globalThis as typeof globalThis & { [KEY]?: Map<number, Kept> };

const askHead = async ({ chain }: ServedChain): Promise<Block | null> => {
  const head = await readHead(chain);
  return head.ok ? head.value : null;
};

const headOf = (chainId: number): Promise<Block | null> | undefined => {
  const served = chainServed(chainId);
  if (served === null) return undefined;
  shared[KEY] ??= new Map();
  const kept = shared[KEY].get(chainId);
  if (kept !== undefined && performance.now() - kept.atMs < FRESH_MS) return kept.head;
  const head = Promise.race([askHead(served), sleep(ANSWER_WITHIN_MS, null)]);
  shared[KEY].set(chainId, { atMs: performance.now(), head });
  return head;
};

const notServed = (chainId: number): Result<never> =>
  fail('not-found', `Chain ${chainId} is not served here; GET /api/chains lists those that are.`);

export const listBookOrders = serve(
  declared.listBookOrders,
  async ({ params: { chainId }, query, inDatabase }) => {
    // Before the transaction, which must not wait for a node.
    const head = await headOf(chainId);
    if (head === undefined) return notServed(chainId);
    return inDatabase(async (sql) => {
      const expiredBySeconds = head?.timeSeconds;
      const entries = await readOpenOrders(sql, { ...query, chainId, expiredBySeconds });
      return ok(bookPageOf(entries, { limit: query.limit, head }));
    });
  },
);

export const readBookOrder = serve(declared.readBookOrder, async ({ params, inDatabase }) => {
  if (chainServed(params.chainId) === null) return notServed(params.chainId);
  return inDatabase(async (sql) => {
    const entry = await readPlacedOrder(sql, params);
    return entry === null
      ? fail('not-found', 'The book has no order with this hash on this chain.')
      : ok(bookOrderOf(entry));
  });
});
