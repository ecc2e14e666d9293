import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import {
  BACK_SECONDS_MAX,
  type BalanceSighting,
  balanceConditions,
  choiceConditions,
  type DepositSighting,
  depositConditions,
  ON_ITS_WAY_SECONDS_MAX,
  TOLD_SECONDS_MAX,
} from './index-conditions.ts';

const NOW = 1_790_000_000;
const SEEN: DepositSighting = {
  ...{ id: 'd', accountId: 'a', name: 'Savings', symbol: 'XLM', decimals: 7, memo: '42' },
  ...{ amountUnits: 1_000_000_000n, leastUnits: 1_000_000_000n, seenUnits: null, state: 'seen' },
  ...{ deadSeconds: NOW, firstSeenSeconds: NOW, endedSeconds: null },
};
const kindOf = (changed: Partial<DepositSighting>, nowSeconds: number): string =>
  depositConditions([{ ...SEEN, ...changed }], nowSeconds)[0]?.kind ?? 'none';

describe('a deposit', () => {
  it.each<[string, Partial<DepositSighting>, number, string]>([
    ['awaited', { state: 'awaited', firstSeenSeconds: null }, NOW + 9, 'none'],
    ['unseen', { state: 'address-dead', firstSeenSeconds: null }, NOW + TOLD_SECONDS_MAX, 'DEPOSIT_UNSEEN'],
    [
      'unseen for a week',
      { state: 'address-dead', firstSeenSeconds: null },
      NOW + TOLD_SECONDS_MAX + 1,
      'none',
    ],
    ['too little', { state: 'too-little' }, NOW + BACK_SECONDS_MAX, 'DEPOSIT_TOO_LITTLE'],
    ['too little and not back', { state: 'too-little' }, NOW + BACK_SECONDS_MAX + 1, 'DEPOSIT_STUCK'],
    ['too late', { state: 'too-late' }, NOW + BACK_SECONDS_MAX, 'DEPOSIT_TOO_LATE'],
    ['too late and not back', { state: 'too-late' }, NOW + BACK_SECONDS_MAX + 1, 'DEPOSIT_STUCK'],
    ['on its way', { state: 'on-its-way' }, NOW + ON_ITS_WAY_SECONDS_MAX, 'none'],
    ['on its way too long', { state: 'on-its-way' }, NOW + ON_ITS_WAY_SECONDS_MAX + 1, 'DEPOSIT_STUCK'],
    ['seen too long', { state: 'seen' }, NOW + ON_ITS_WAY_SECONDS_MAX + 1, 'DEPOSIT_STUCK'],
    ['unclear too long', { state: 'unclear' }, NOW + ON_ITS_WAY_SECONDS_MAX + 1, 'DEPOSIT_STUCK'],
    ['failed', { state: 'failed', endedSeconds: NOW }, NOW + TOLD_SECONDS_MAX, 'DEPOSIT_STUCK'],
    ['failed long ago', { state: 'failed', endedSeconds: NOW }, NOW + TOLD_SECONDS_MAX + 1, 'none'],
    ['arrived', { state: 'arrived', endedSeconds: NOW }, NOW + 9, 'none'],
    ['of a state that is not known', { state: 'odd' }, NOW + 9_999_999, 'none'],
  ])('that is %s', (_name, changed, nowSeconds, kind) => {
    expect(kindOf(changed, nowSeconds)).toBe(kind);
  });

  it('is told with its amounts, its memo and until when something can be done', () => {
    const [unseen] = depositConditions([{ ...SEEN, state: 'address-dead' }], NOW + 1);
    expect(unseen).toEqual({
      ...{ kind: 'DEPOSIT_UNSEEN', subject: 'index-deposit:d', portfolioId: null, indexAccountId: 'a' },
      sentence:
        'The deposit of 100 XLM into “Savings” has not been seen, and its address died on 2026-09-21 14:13 UTC. If something was sent, it was another asset or had not the memo 42, and nothing of it counts.',
    });
    const little = (nowSeconds: number, seenUnits: bigint | null) =>
      depositConditions([{ ...SEEN, state: 'too-little', seenUnits }], nowSeconds)[0]?.sentence;
    expect(little(NOW, 4_000_000n)).toBe(
      'The deposit of 100 XLM into “Savings” is too little: 0.4 XLM came, 100 is the least; what is missing can be sent until 2026-09-21 14:13 UTC, or it is sent back.',
    );
    expect(little(NOW + 1, null)).toContain('less came, 100 is the least; it is to be sent back.');
  });
});

const BALANCE: BalanceSighting = {
  ...{ accountId: 'a', name: 'Savings', valueUsdE18: 499n * E18, shareBps: 1_000, minTradeUsdE18: 50n * E18 },
};

describe('the balance of an index', () => {
  it('is low while its smallest share is below the least trade, to the unit, and says from when on it is not', () => {
    const [low] = balanceConditions([BALANCE]);
    expect(low?.sentence).toContain('is worth $ 499.00. Its smallest share is 10.00 % of that');
    expect(low?.sentence).toContain('from $ 500.00 on.');
    expect(balanceConditions([{ ...BALANCE, valueUsdE18: 500n * E18 }])).toEqual([]);
    expect(balanceConditions([{ ...BALANCE, valueUsdE18: 500n * E18 - 1n }])).toHaveLength(1);
  });

  it('of nothing is empty, and not low', () => {
    expect(balanceConditions([{ ...BALANCE, valueUsdE18: 0n }])).toEqual([]);
  });

  it('is low exactly where a swap into the smallest share would be below the least', () => {
    const usd = fc.bigInt({ min: 1n, max: 10n ** 30n });
    fc.assert(
      fc.property(usd, usd, fc.integer({ min: 1, max: 10_000 }), (valueUsdE18, minTradeUsdE18, shareBps) => {
        const isLow = balanceConditions([{ ...BALANCE, valueUsdE18, minTradeUsdE18, shareBps }]).length === 1;
        expect(isLow).toBe((valueUsdE18 * BigInt(shareBps)) / 10_000n < minTradeUsdE18);
      }),
    );
  });
});

describe('a withdrawal that its owner has to decide', () => {
  it('is told with what was asked for, since when it rests, why, and where to answer', () => {
    const asked = {
      ...{ id: '0x1', accountId: 'a', name: 'Savings', symbol: 'BTC', shareBps: 5_000 },
      ...({ asksWhy: 'not-all-sold', asksSinceSeconds: NOW } as const),
    };
    expect(choiceConditions([asked])).toEqual([
      {
        ...{ kind: 'WITHDRAWAL_WAITS', subject: 'index-withdrawal:0x1', portfolioId: null },
        indexAccountId: 'a',
        sentence:
          'The withdrawal of 50.00 % of “Savings” as BTC has waited for you since 2026-09-21 14:13 UTC: not all that was to be sold for it was. Say on the account’s page whether what has arrived leaves or all of it is kept.',
      },
    ]);
    expect(choiceConditions([{ ...asked, asksWhy: 'not-shown' }])[0]?.sentence).toContain(
      'the verifier shows less than the provider says has arrived.',
    );
  });
});
