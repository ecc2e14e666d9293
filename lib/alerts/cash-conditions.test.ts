import { describe, expect, it } from 'vitest';
import { type CashSighting, cashConditions } from './cash-conditions.ts';

const WELL: CashSighting = { portfolioId: '7', failures: 0, asideCode: null, overdue: null, yields: [] };
const E16 = 10n ** 16n;
const paying = (thenE18: bigint, nowE18: bigint) => ({ yields: [{ name: 'North', thenE18, nowE18 }] });
const told = (more: Partial<CashSighting>) =>
  cashConditions([{ ...WELL, ...more }]).map(({ kind, sentence }) => `${kind}: ${sentence}`);

describe('what is wrong with a portfolio of cash', () => {
  it.each<[string, Partial<CashSighting>, string[]]>([
    ['nothing, while all is well', paying(4n * E16, 4n * E16), []],
    ['nothing, at half of the yield of then', paying(4n * E16, 2n * E16), []],
    [
      'less than half of it',
      paying(4n * E16, 2n * E16 - 1n),
      ['YIELD_DROP: North pays 2.00 % a year, and 4.00 % when it was entered.'],
    ],
    [
      'less than nothing, whatever it was then',
      paying(-5n * E16, -E16),
      ['YIELD_DROP: North pays -1.00 % a year, and -5.00 % when it was entered.'],
    ],
    [
      'a transfer that is overdue',
      { overdue: { units: 25_000_000_000n, toChainId: 8_453, ageSeconds: 4_000 } },
      ['TRANSFER_OVERDUE: 25000.00 USDC to chain 8453 have been on their way for an hour.'],
    ],
    [
      'looks that fail',
      { failures: 2 },
      ['REBALANCE_FAILED: The look at its owner’s USDC failed 2 times in a row.'],
    ],
    [
      'looks that are taken no more, and nothing beside',
      { failures: 3, asideCode: 'guard-refused' },
      ['QUARANTINED: Its owner’s USDC is not looked at any more: guard-refused.'],
    ],
  ])('is %s', (_, more, expected) => {
    expect(told(more)).toEqual(expected);
  });

  it('is told of that portfolio', () => {
    expect(cashConditions([{ ...WELL, failures: 1 }])).toMatchObject([
      { subject: 'portfolio:7', portfolioId: '7', sentence: 'The look at its owner’s USDC failed once.' },
    ]);
  });
});
