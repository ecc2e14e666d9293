import { z } from 'zod';

const PAGES_MAX = 50;
const PAGE_SIZE = 100;
const TIMEOUT_MS = 10_000;

// Entries stay unknown here: they are read one by one, so that a malformed one is refused alone.
const bookPage = z.object({ orders: z.array(z.unknown()).max(1_000), nextCursor: z.string().nullable() });

const fetchPage = async (url: URL): Promise<z.infer<typeof bookPage>> => {
  const response = await fetch(url, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { accept: 'application/json' },
  });
  if (!response.ok) throw new Error(`the book answered ${response.status}`);
  const parsed = bookPage.safeParse(await response.json());
  if (!parsed.success) throw new Error('the book answered with something that is not a page of orders');
  return parsed.data;
};

/** Every open order of the book, page by page; throws when the book can't be read. */
export const readOpenOrders = async (bookUrl: string, chainId: number): Promise<readonly unknown[]> => {
  const orders: unknown[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const url = new URL(`api/book/${chainId}/orders`, bookUrl.endsWith('/') ? bookUrl : `${bookUrl}/`);
    url.searchParams.set('limit', String(PAGE_SIZE));
    if (cursor !== null) url.searchParams.set('cursor', cursor);
    const answer = await fetchPage(url);
    orders.push(...answer.orders);
    cursor = answer.nextCursor;
    if (cursor === null) break;
  }
  return orders;
};
