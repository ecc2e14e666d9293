import { describe, expect, it } from 'vitest';
import { parseBookEntry } from './order.ts';

const address = `0x${'Ab'.repeat(20)}`;
const good = {
  orderHash: `0x${'12'.repeat(32)}`,
  signature: '0x1234',
  data: {
    salt: '5',
    maker: address,
    receiver: `0x${'00'.repeat(20)}`,
    makerAsset: address,
    takerAsset: address,
    makingAmount: '100',
    takingAmount: '200',
    makerTraits: ((1n << 256n) - 1n).toString(),
    extension: '0x',
  },
  somethingNew: 'is ignored',
};
const withData = (changes: Record<string, unknown>) => ({ ...good, data: { ...good.data, ...changes } });

describe('an entry of a book', () => {
  it('is read as the words the chain will see', () => {
    expect(parseBookEntry(good)).toEqual({
      ok: true,
      entry: {
        orderHash: good.orderHash,
        signature: '0x1234',
        extension: '0x',
        order: {
          salt: 5n,
          maker: BigInt(address),
          receiver: 0n,
          makerAsset: BigInt(address),
          takerAsset: BigInt(address),
          makingAmount: 100n,
          takingAmount: 200n,
          makerTraits: (1n << 256n) - 1n,
        },
      },
    });
  });

  it.each([
    ['nothing', null],
    ['a word', 'order'],
    ['a list', []],
    ['a short hash', { ...good, orderHash: '0x12' }],
    ['odd bytes', { ...good, signature: '0x123' }],
    ['megabytes', { ...good, signature: `0x${'00'.repeat(1_000_000)}` }],
    ['a number that lost digits', withData({ salt: 5 })],
    ['a negative amount', withData({ makingAmount: '-1' })],
    ['nothing to make', withData({ makingAmount: '0' })],
    ['nothing to take', withData({ takingAmount: '0' })],
    ['a fraction', withData({ takingAmount: '1.5' })],
    ['hex where decimals belong', withData({ makerTraits: '0x10' })],
    ['a word beyond 256 bits', withData({ makerTraits: (1n << 256n).toString() })],
    ['a dirty address', withData({ maker: `0x01${'ab'.repeat(20)}` })],
    ['no extension', withData({ extension: undefined })],
  ])('is refused with a reason when it is %s', (_, entry) => {
    const parsed = parseBookEntry(entry);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.why).not.toBe('');
  });
});
