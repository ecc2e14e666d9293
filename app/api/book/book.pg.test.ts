import type { Sql } from 'postgres';
import { createTestClient, http } from 'viem';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Anvil, startAnvil } from '../../../e2e/support/anvil.ts';
import { type Answer, type ApiWorld, askRoute, buildApiWorld } from '../../../e2e/support/api-world.ts';
import { bookOrder, bookPage } from '../../../lib/api/book-dto.ts';

const EXPIRES = 2_000_000_000;
const word = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const address = (number: number): string => `0x${number.toString(16).padStart(40, '0')}`;
const UINT256_MAX = ((1n << 256n) - 1n).toString();

let world: ApiWorld;
let anvil: Anvil;

type OrderRow = {
  readonly number: number;
  readonly status?: string;
  readonly venue?: string;
  readonly placedAt?: string | null;
  readonly filled?: number;
  readonly maker?: string;
  readonly pair?: readonly [sell: number, buy: number];
};

/** As much of a look as the book reads. */
const LOOK = {
  assets: [
    { token: address(1), symbol: 'WBTC', decimals: 8 },
    { token: address(2), symbol: 'USDC', decimals: 6 },
  ],
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
    select p.id, t.id, 1, ${word(1)}, 1, ${JSON.stringify(LOOK)}::text::jsonb from portfolios p, ticks t`;
  await sql`insert into decisions (snapshot_id, portfolio_id, tick_id, policy_version, engine_version, kind, decision, next_look_at_seconds)
    select s.id, s.portfolio_id, s.tick_id, 1, '1', 'act', '{}', 1 from snapshots s`;
};

const arrangeOrder = async (sql: Sql, row: OrderRow): Promise<void> => {
  const {
    number,
    status = 'open',
    venue = 'order-book',
    pair: [sell, buy] = [1, 2],
    placedAt = `2026-01-01T00:00:00.${String(number).padStart(6, '0')}Z`,
  } = row;
  await sql`insert into legs (decision_id, leg_index, venue, sell_token, buy_token, sell_units, buy_units)
    select id, ${number}, ${venue}, ${address(sell)}, ${address(buy)}, 100, 200 from decisions`;
  await sql`insert into orders (id, order_hash, portfolio_id, decision_id, leg_index, venue, chain_id, generation, maker, receiver,
      sell_token, buy_token, sell_units, buy_units, salt, maker_traits, signature, expires_at_seconds, status,
      filled_sell_units, placed_at)
    select ${word(1_000 + number)}, ${word(number)}, portfolio_id, id, ${number}, ${venue}, 31337, ${number},
      ${row.maker ?? address(0xaa)}, ${address(0)}, ${address(sell)}, ${address(buy)}, 100, 200, ${UINT256_MAX}, 7, '0x1234',
      ${EXPIRES}, ${status}, ${row.filled ?? 0}, ${placedAt}::text::timestamptz from decisions`;
};

beforeAll(async () => {
  world = await buildApiWorld();
  anvil = await startAnvil();
  vi.stubEnv('RPC_URL', anvil.rpcUrl);
  const { admin } = world.database;
  await arrangePortfolio(admin);
  for (const number of [1, 2, 3]) await arrangeOrder(admin, { number });
  await arrangeOrder(admin, {
    ...{ number: 4, status: 'partially-filled', filled: 40, maker: address(0xbb) },
    pair: [2, 3],
  });
  await arrangeOrder(admin, { number: 5, status: 'filled', filled: 100 });
  await arrangeOrder(admin, { number: 6, status: 'signed', placedAt: null });
  await arrangeOrder(admin, { number: 7, venue: 'proposal' });
  // Placed in the same microsecond as number 3: the hash decides.
  await arrangeOrder(admin, { number: 8, placedAt: '2026-01-01T00:00:00.000003Z' });
});
afterAll(async () => {
  await anvil?.stop();
  await world?.stop();
});

const page = (query = '', chainId = '31337'): Promise<Answer> =>
  askRoute('GET', `/api/book/${chainId}/orders${query}`, { headers: { origin: 'https://taker.example' } });
const one = (hash: string, chainId = '31337'): Promise<Answer> =>
  askRoute('GET', `/api/book/${chainId}/orders/${hash}`);
const hashesOf = ({ body }: Answer): readonly string[] =>
  bookPage.parse(body).orders.map(({ orderHash }) => orderHash);

describe('the order book over HTTP', () => {
  it('shows anybody, on any site, the open orders of private portfolios, oldest first, and nothing else', async () => {
    const answer = await page();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('cache-control')).toContain('no-cache');
    expect(hashesOf(answer)).toEqual([1, 2, 3, 8, 4].map(word));
  });

  it('gives every word of an order in full, with its tokens as the look saw them and its price', async () => {
    expect(bookOrder.parse((await one(word(1))).body)).toEqual({
      orderHash: word(1),
      signature: '0x1234',
      data: {
        maker: address(0xaa),
        makerAsset: address(1),
        takerAsset: address(2),
        makerTraits: '7',
        salt: UINT256_MAX,
        makingAmount: '100',
        takingAmount: '200',
        receiver: address(0),
        extension: '0x',
      },
      makerToken: { symbol: 'WBTC', decimals: 8 },
      takerToken: { symbol: 'USDC', decimals: 6 },
      // 200 millionths of a dollar for 100 hundred-millionths of a bitcoin.
      price: '200',
      remainingMakingAmount: '100',
      remainingTakingAmount: '200',
      expiresAtSeconds: EXPIRES,
      placedAt: '2026-01-01T00:00:00.000Z',
      status: 'open',
    });
  });

  it('says what remains of an order, and of a token that no look saw that it is not known', async () => {
    expect(bookOrder.parse((await one(word(4))).body)).toMatchObject({
      remainingMakingAmount: '60',
      remainingTakingAmount: '120',
      makerToken: { symbol: 'USDC', decimals: 6 },
      takerToken: null,
      price: null,
    });
  });

  it('pages by place in the book, also where two orders share an instant', async () => {
    const hashes: string[] = [];
    let query = '?limit=1';
    for (let pages = 0; pages < 10; pages += 1) {
      const { orders, nextCursor } = bookPage.parse((await page(query)).body);
      hashes.push(...orders.map(({ orderHash }) => orderHash));
      if (nextCursor === null) break;
      query = `?limit=1&cursor=${nextCursor}`;
    }
    expect(hashes).toEqual([1, 2, 3, 8, 4].map(word));
  });

  it.each([
    ['one maker', `?maker=${address(0xbb)}`, [4]],
    ['one pair', `?makerAsset=${address(1)}&takerAsset=${address(2)}`, [1, 2, 3, 8]],
    ['the pair the other way round', `?makerAsset=${address(2)}&takerAsset=${address(1)}`, []],
    ['one token that is asked for', `?takerAsset=${address(3)}`, [4]],
  ])('shows the orders of %s', async (_, query, numbers) => {
    expect(hashesOf(await page(query))).toEqual(numbers.map(word));
  });

  it('finds a closed order by its hash in any case, but never one that was not placed in this book', async () => {
    expect(bookOrder.parse((await one(word(5).toUpperCase().replace('0X', '0x'))).body).status).toBe(
      'filled',
    );
    for (const hash of [word(6), word(7), word(99)])
      expect(await one(hash)).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it('has no chain that is not served here', async () => {
    for (const answer of [await page('', '1'), await one(word(5), '1')])
      expect(answer).toMatchObject({
        ...{
          status: 404,
          body: { code: 'not-found', detail: expect.stringContaining('Chain 1 is not served') },
        },
      });
  });

  it.each(['?limit=0', '?limit=201', '?limit=1&limit=2', '?maker=0x12', '?cursor=abc', '?statuses=1'])(
    'refuses %s and names the field',
    async (query) => {
      const { status, body } = await page(query);
      expect([status, body.code]).toEqual([400, 'bad-request']);
      expect(body.errors[0].field).toBe(/\w+/.exec(query)?.[0]);
    },
  );

  it('counts among the visitor’s requests, whoever they are', async () => {
    const leftOf = ({ headers }: Answer): number => Number(headers.get('ratelimit-remaining'));
    const [first, second] = [await page(), await page()];
    expect(Number(first.headers.get('ratelimit-limit'))).toBe(1_000_000);
    expect(leftOf(second)).toBeLessThan(1_000_000);
  });

  it('leaves out what the chain’s own time has ended, which is not the server’s', async () => {
    const head = bookPage.parse((await page()).body).head;
    expect(head?.blockTimeSeconds).toBeLessThan(EXPIRES);
    const chain = createTestClient({ mode: 'anvil', transport: http(anvil.rpcUrl) });
    await chain.setNextBlockTimestamp({ timestamp: BigInt(EXPIRES + 1) });
    await chain.mine({ blocks: 1 });
    // For a second everybody is told the head that was asked for last.
    await new Promise((done) => setTimeout(done, 1_100));
    const { orders, head: later } = bookPage.parse((await page()).body);
    expect(later?.blockTimeSeconds).toBe(EXPIRES + 1);
    expect(orders).toEqual([]);
  });
});
