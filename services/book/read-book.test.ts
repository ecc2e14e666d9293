import { describe, expect, it } from 'vitest';
import { bookPageSchema, formatCursor } from '../../lib/api/book-dto.ts';
import type { Placed } from '../../lib/ledger/action.ts';
import { samplePlaced } from '../../lib/ledger/testing/sample-action.ts';
import { fail, ok } from '../../lib/result.ts';
import { type BookReads, readBookOrder, readBookPage } from './read-book.ts';

const hashOf = (number: number) => `0x${number.toString(16).padStart(64, '0')}` as const;
const placed = (number: number): Placed => {
  const sample = samplePlaced(number, { status: 'open', placedAtMicros: BigInt(number) });
  return { ...sample, body: { ...sample.body, orderHash: hashOf(number) } };
};

/** Orders 1 to 5, placed one microsecond after the other. */
const reads: BookReads = {
  openOrders: async ({ cursor, limit }) =>
    ok(
      [1, 2, 3, 4, 5]
        .map(placed)
        .filter(({ placedAtMicros }) => (placedAtMicros ?? 0n) > (cursor?.placedMicros ?? 0n))
        .slice(0, limit),
    ),
  placedOrder: async ({ hash }) => ok(hash === hashOf(1) ? placed(1) : null),
};
const page = (query: string, chainId = '31337') =>
  readBookPage(reads, { chainId, search: new URLSearchParams(query) });

describe('the order book', () => {
  it('is read page by page without loss or repetition', async () => {
    const hashes: string[] = [];
    let query = 'limit=2';
    for (let pages = 0; pages < 3; pages += 1) {
      const answer = await page(query);
      if (!answer.ok) throw new Error(answer.error.message);
      expect(bookPageSchema.safeParse(answer.value).success).toBe(true);
      hashes.push(...answer.value.orders.map(({ orderHash }) => orderHash));
      if (answer.value.nextCursor === null) break;
      query = `limit=2&cursor=${answer.value.nextCursor}`;
    }
    expect(hashes).toEqual([1, 2, 3, 4, 5].map(hashOf));
  });

  it('has no next page when the page is exactly full', async () => {
    expect(await page('limit=5')).toMatchObject({ ok: true, value: { nextCursor: null } });
    expect(await page('limit=4')).toMatchObject({
      ok: true,
      value: { nextCursor: formatCursor({ placedMicros: 4n, orderHash: hashOf(4) }) },
    });
  });

  it.each([
    ['limit=0', /limit: must be from 1 to 500/],
    ['limit=501', /limit: must be from 1 to 500/],
    ['limit=ten', /limit: must be a whole number/],
    ['limit=1&limit=2', /given twice/],
    ['maker=0x12', /maker: must be 0x and 40 hex digits/],
    ['cursor=abc', /cursor: must be the nextCursor of a page/],
    [`cursor=99999999999999999999-${hashOf(1)}`, /cursor/],
    ['statuses=1', /statuses/],
    ['maker=x&limit=y', /maker.*; limit|limit.*; maker/],
  ])('says what is wrong with ?%s', async (query, message) => {
    const answer = await page(query);
    expect(answer).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    expect(answer.ok ? '' : answer.error.message).toMatch(message);
  });

  it('says what is wrong with a chain or a hash', async () => {
    for (const chainId of ['0', '-1', '1.5', 'main', '9'.repeat(30)]) {
      expect(await page('', chainId)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
    }
    expect(await readBookOrder(reads, { chainId: '1', hash: '0x12' })).toMatchObject({
      ok: false,
      error: { code: 'bad-request', message: 'hash: must be 0x and 64 hex digits' },
    });
  });

  it('finds an order whatever the case of its hash, and says when there is none', async () => {
    expect(
      await readBookOrder(reads, { chainId: '1', hash: hashOf(1).toUpperCase().replace('0X', '0x') }),
    ).toMatchObject({ ok: true });
    expect(await readBookOrder(reads, { chainId: '1', hash: hashOf(9) })).toMatchObject({
      ok: false,
      error: { code: 'not-found' },
    });
  });

  it('passes a failing store on as it is', async () => {
    const away = async () => fail('database-unavailable', 'away', { when: 'next-tick' });
    const answer = await readBookPage(
      { openOrders: away, placedOrder: away },
      { chainId: '1', search: new URLSearchParams() },
    );
    expect(answer).toMatchObject({ ok: false, error: { code: 'database-unavailable' } });
  });
});
