import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { numberToHex } from 'viem';
import type { BookOrder } from '../../lib/api/book-dto.ts';
import type { OrderBody } from '../../lib/orders/sign-order.ts';

const hexAddress = (word: bigint): string => numberToHex(word, { size: 20 });

/** A signed order as a book shows it. */
export const bookOrderOf = ({ order, orderHash, extension, signature }: OrderBody): BookOrder => ({
  orderHash,
  signature,
  data: {
    maker: hexAddress(order.maker),
    makerAsset: hexAddress(order.makerAsset),
    takerAsset: hexAddress(order.takerAsset),
    makerTraits: order.makerTraits.toString(),
    salt: order.salt.toString(),
    makingAmount: order.makingAmount.toString(),
    takingAmount: order.takingAmount.toString(),
    receiver: hexAddress(order.receiver),
    extension,
  },
  makerToken: null,
  takerToken: null,
  price: null,
  remainingMakingAmount: order.makingAmount.toString(),
  remainingTakingAmount: order.takingAmount.toString(),
  expiresAtSeconds: 2_000_000_000,
  placedAt: '2026-01-01T00:00:00.000Z',
  status: 'open',
});

export type BookServer = {
  readonly url: string;
  /** What the book shows, page by page of two. */
  readonly show: (orders: readonly unknown[]) => void;
  /** Says on the book's stream that something has changed. */
  readonly tell: () => void;
  /** While set, every request is answered with this status. */
  readonly fail: (status: number | null) => void;
  readonly close: () => Promise<void>;
};

/** Somebody else's order book over HTTP: it shows what it was told to, sense or nonsense. */
export const startBookServer = async (): Promise<BookServer> => {
  let shown: readonly unknown[] = [];
  let failing: number | null = null;
  const followers = new Set<ServerResponse>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    if (url.pathname === '/api/events' && url.searchParams.get('topics') === 'book') {
      followers.add(response);
      response.once('close', () => followers.delete(response));
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write('event: ready\ndata: {}\n\n');
      return;
    }
    const start = Number(url.searchParams.get('cursor') ?? 0);
    const isBook = url.pathname === '/api/book/31337/orders';
    const next = start + 2 < shown.length ? String(start + 2) : null;
    response.writeHead(failing ?? (isBook ? 200 : 404), { 'content-type': 'application/json' });
    response.end(JSON.stringify({ orders: shown.slice(start, start + 2), nextCursor: next }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    show: (orders) => {
      shown = orders;
    },
    tell: () => {
      for (const response of followers) response.write('id: 1-1\nevent: change\ndata: {"topic":"book"}\n\n');
    },
    fail: (status) => {
      failing = status;
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
};
