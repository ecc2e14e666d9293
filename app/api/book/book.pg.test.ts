import type { Sql } from 'postgres';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { bookErrorSchema, bookOrderSchema, bookPageSchema } from '../../../lib/api/book-dto.ts';
import { createTestDatabase, type TestDatabase } from '../../../services/store/testing/test-database.ts';
import { GET as getOrder } from './[chainId]/orders/[hash]/route.ts';
import { GET as getPage } from './[chainId]/orders/route.ts';

const CHAIN = '31337';
const word = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const address = (number: number): string => `0x${number.toString(16).padStart(40, '0')}`;
const UINT256_MAX = ((1n << 256n) - 1n).toString();

let database: TestDatabase;

type OrderRow = {
  readonly number: number;
  readonly status?: string;
  readonly venue?: string;
  readonly placedAt?: string | null;
  readonly filled?: number;
  readonly maker?: string;
};

/** A portfolio that nobody shares, with one decision to hang orders on. */
const arrangePortfolio = async (sql: Sql): Promise<void> => {
  await sql`insert into accounts (kind, chain_id, address, owner, created_block, created_block_hash)
    values ('balancer', 31337, ${address(0xaa)}, ${address(0xee)}, 1, ${word(1)})`;
  await sql`insert into portfolios (account_id) select id from accounts`;
  await sql`insert into policies (portfolio_id, version, schema_version, policy, created_by)
    select id, 1, 1, '{}', 'test' from portfolios`;
  await sql`insert into ticks (source) values ('cli')`;
  await sql`insert into snapshots (portfolio_id, tick_id, block_number, block_hash, block_time_seconds, snapshot)
    select p.id, t.id, 1, ${word(1)}, 1, '{}' from portfolios p, ticks t`;
  await sql`insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, decision, next_look_at_seconds)
    select s.id, s.portfolio_id, s.tick_id, 1, '1', 'act', '{}', 1 from snapshots s`;
};

const arrangeOrder = async (sql: Sql, row: OrderRow): Promise<void> => {
  const {
    number,
    status = 'open',
    venue = 'order-book',
    placedAt = `2026-01-01T00:00:00.${String(number).padStart(6, '0')}Z`,
  } = row;
  await sql`insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, ${number}, ${venue}, ${address(1)}, ${address(2)}, 100, 200 from decisions`;
  await sql`insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation, maker, receiver,
      sell_token, buy_token, sell_units, buy_units, salt, maker_traits, signature, expires_at_seconds, status,
      filled_sell_units, placed_at)
    select ${word(1_000 + number)}, ${word(number)}, portfolio_id, id, ${number}, ${venue}, 31337, ${number},
      ${row.maker ?? address(0xaa)}, ${address(0)}, ${address(1)}, ${address(2)}, 100, 200, ${UINT256_MAX}, 7, '0x1234',
      2000000000, ${status}, ${row.filled ?? 0}, ${placedAt}::text::timestamptz from decisions`;
};

beforeAll(async () => {
  database = await createTestDatabase();
  const { admin } = database;
  await arrangePortfolio(admin);
  for (const number of [1, 2, 3]) await arrangeOrder(admin, { number });
  await arrangeOrder(admin, { number: 4, status: 'partially-filled', filled: 40, maker: address(0xbb) });
  await arrangeOrder(admin, { number: 5, status: 'filled', filled: 100 });
  await arrangeOrder(admin, { number: 6, status: 'signed', placedAt: null });
  await arrangeOrder(admin, { number: 7, venue: 'proposal' });
  // Placed in the same microsecond as number 3: the hash decides.
  await arrangeOrder(admin, { number: 8, placedAt: '2026-01-01T00:00:00.000003Z' });
  vi.stubEnv('DB_URL', database.urls.app.reveal());
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database?.drop();
});

const page = (query = '', chainId = CHAIN): Promise<Response> =>
  getPage(new Request(`http://localhost/api/book/${chainId}/orders${query}`), {
    params: Promise.resolve({ chainId }),
  });
const one = (hash: string, chainId = CHAIN): Promise<Response> =>
  getOrder(new Request('http://localhost/'), { params: Promise.resolve({ chainId, hash }) });
const hashesOf = async (response: Response): Promise<readonly string[]> =>
  bookPageSchema.parse(await response.json()).orders.map(({ orderHash }) => orderHash);

describe('the order book over HTTP', () => {
  it('shows anybody the open orders of private portfolios, oldest first, and nothing else', async () => {
    const response = await page();
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await hashesOf(response)).toEqual([1, 2, 3, 8, 4].map(word));
  });

  it('gives every word of an order in full', async () => {
    const order = bookOrderSchema.parse(await (await one(word(4))).json());
    expect(order).toEqual({
      orderHash: word(4),
      signature: '0x1234',
      data: {
        maker: address(0xbb),
        makerAsset: address(1),
        takerAsset: address(2),
        makerTraits: '7',
        salt: UINT256_MAX,
        makingAmount: '100',
        takingAmount: '200',
        receiver: address(0),
        extension: '0x',
      },
      remainingMakingAmount: '60',
      expiresAtSeconds: 2_000_000_000,
      placedAt: '2026-01-01T00:00:00.000Z',
      status: 'partially-filled',
    });
  });

  it('pages by place in the book, also where two orders share an instant', async () => {
    const hashes: string[] = [];
    let query = '?limit=1';
    for (let pages = 0; pages < 10; pages += 1) {
      const { orders, nextCursor } = bookPageSchema.parse(await (await page(query)).json());
      hashes.push(...orders.map(({ orderHash }) => orderHash));
      if (nextCursor === null) break;
      query = `?limit=1&cursor=${nextCursor}`;
    }
    expect(hashes).toEqual([1, 2, 3, 8, 4].map(word));
  });

  it('shows the orders of one maker, and none of another chain', async () => {
    expect(await hashesOf(await page(`?maker=${address(0xbb).toUpperCase().replace('0X', '0x')}`))).toEqual([
      word(4),
    ]);
    expect(await hashesOf(await page('', '1'))).toEqual([]);
  });

  it('finds a closed order by its hash, but never one that was not placed in this book', async () => {
    expect(bookOrderSchema.parse(await (await one(word(5))).json()).status).toBe('filled');
    for (const hash of [word(6), word(7), word(99)]) {
      const response = await one(hash);
      expect(response.status).toBe(404);
      expect(bookErrorSchema.parse(await response.json())).toMatchObject({
        error: 'Not Found',
        statusCode: 404,
      });
    }
    expect((await one(word(5), '1')).status).toBe(404);
  });

  it('refuses what it cannot read with the reason', async () => {
    const response = await page('?limit=0');
    expect(response.status).toBe(400);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(bookErrorSchema.parse(await response.json())).toEqual({
      error: 'Bad Request',
      description: 'limit: must be from 1 to 500',
      statusCode: 400,
    });
  });
});
