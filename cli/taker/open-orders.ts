import { z } from 'zod';
import { AskLater } from './client.ts';

const PAGES_MAX = 50;
const PAGE_SIZE = 100;
const TIMEOUT_MS = 10_000;
/** A book that wants to be left alone for longer is asked after this all the same. */
const AFTER_MS_MAX = 600_000;

/** Whose API a book speaks: this project's, or 1inch's orderbook v4.1. */
export const BOOK_KINDS = ['1balancer', '1inch'] as const;

/** A public order book. */
export type Book = {
  readonly url: string;
  readonly kind: (typeof BOOK_KINDS)[number];
  /** Sent as a bearer's, where the book wants one. */
  readonly key: string | null;
};

type Page = { readonly orders: readonly unknown[]; readonly nextCursor: string | null };

// Entries stay unknown here: they are read one by one, so that a malformed one is refused alone.
const entries = z.array(z.unknown()).max(1_000);
const ourPage = z.object({ orders: entries, nextCursor: z.string().nullable() });
const oneinchPage = z
  .object({ items: entries, meta: z.object({ nextCursor: z.string().optional() }) })
  .transform(({ items, meta }) => ({ orders: items, nextCursor: meta.nextCursor ?? null }));

type Form = {
  readonly path: (chainId: number) => string;
  readonly query: Readonly<Record<string, string>>;
  readonly page: z.ZodType<Page>;
};

const FORMS: Readonly<Record<Book['kind'], Form>> = {
  '1balancer': { path: (chainId) => `api/book/${chainId}/orders`, query: {}, page: ourPage },
  // Status 1 is what can be filled now.
  '1inch': {
    path: (chainId) => `orderbook/v4.1/${chainId}/all`,
    query: { statuses: '1' },
    page: oneinchPage,
  },
};

const afterMsOf = ({ headers }: Response): number => {
  const seconds = /^\d{1,9}$/.exec(headers.get('retry-after')?.trim() ?? '')?.[0] ?? '0';
  return Math.min(Number(seconds) * 1_000, AFTER_MS_MAX);
};

const fetchPage = async (url: URL, { kind, key }: Book): Promise<Page> => {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    // Another address than the one that was given is nobody's word.
    redirect: 'manual',
    headers: { accept: 'application/json', ...(key === null ? {} : { authorization: `Bearer ${key}` }) },
  });
  if (!response.ok) throw new AskLater(`the book answered ${response.status}`, afterMsOf(response));
  const parsed = FORMS[kind].page.safeParse(await response.json());
  if (!parsed.success) throw new Error('the book answered with something that is not a page of orders');
  return parsed.data;
};

/** Every open order of the book, page by page; throws when the book can't be read. */
export const readOpenOrders = async (book: Book, chainId: number): Promise<readonly unknown[]> => {
  const { path, query } = FORMS[book.kind];
  const orders: unknown[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const url = new URL(path(chainId), book.url.endsWith('/') ? book.url : `${book.url}/`);
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
    url.searchParams.set('limit', String(PAGE_SIZE));
    if (cursor !== null) url.searchParams.set('cursor', cursor);
    const answer = await fetchPage(url, book);
    orders.push(...answer.orders);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return orders;
};
