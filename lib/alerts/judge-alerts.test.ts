import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import {
  type PortfolioSighting,
  portfolioConditions,
  type SystemSighting,
  systemConditions,
} from './conditions.ts';
import { type Condition, judgeAlerts } from './judge-alerts.ts';

const CALM: PortfolioSighting = {
  ...{ portfolioId: '7', failures: 0, quarantineReason: null, reason: 'in-band', driftBps: 2_500 },
  ...{ budgetLeftBps: 2_000, unfilledOrders: 2, refusal: null, highDriftBps: 2_500, failureCode: null },
  gas: { spentUsdE18: 2n * E18, expectedUsdE18: E18 },
  fill: { lossBps: 100, allowedBps: 100 },
};
const SYSTEM: SystemSighting = {
  ...{ chainId: 1, intervalSeconds: 60, gapSeconds: 120, failureCode: null },
  ...{ unfundedSigners: [], xminAgeSeconds: 600 },
};
const kindsOf = (changes: Partial<PortfolioSighting>) =>
  portfolioConditions([{ ...CALM, ...changes }]).map(({ kind }) => kind);

describe('what is wrong with a portfolio', () => {
  it.each<[string, Partial<PortfolioSighting>, readonly string[]]>([
    ['is nothing at every limit', {}, []],
    ['is a drift beyond a quarter of the target', { driftBps: 2_501 }, ['HIGH_DRIFT']],
    ['is no drift that its owner lets be', { driftBps: 2_501, highDriftBps: 3_000 }, []],
    ['is a drift beyond its owner’s own limit', { driftBps: 501, highDriftBps: 500 }, ['HIGH_DRIFT']],
    [
      'is gas beyond twice what was expected',
      { gas: { spentUsdE18: 2n * E18 + 1n, expectedUsdE18: E18 } },
      ['HIGH_GAS_COST'],
    ],
    ['is a fill beyond what is allowed', { fill: { lossBps: 100.01, allowedBps: 100 } }, ['SLIPPAGE_BREACH']],
    ['is neither where nothing is known of them', { gas: null, fill: null }, []],
    ['is a budget of which less than a fifth is left', { budgetLeftBps: 1_999 }, ['BUDGET_NEAR_LIMIT']],
    ['is three orders without a fill', { unfilledOrders: 3, reason: 'order-open' }, ['ORDER_UNFILLED']],
    ['is not that nobody filled what the market has mended', { unfilledOrders: 3 }, []],
    ['is a failure of its own', { failures: 1 }, ['REBALANCE_FAILED']],
    ['is an order that was refused', { refusal: 'the simulation reverted' }, ['REBALANCE_FAILED']],
    [
      'is that it is set aside, and no more that it failed',
      { failures: 3, quarantineReason: 'x' },
      ['QUARANTINED'],
    ],
    ['is a missing price', { reason: 'price-missing' }, ['PRICE_ANOMALY']],
    ['is another signer', { reason: 'signer-not-authorised' }, ['SIGNER_NOT_AUTHORISED']],
    ['is a venue that is away', { reason: 'venue-unavailable' }, ['VENUE_DOWN']],
    ['is a venue that a turn failed by', { failureCode: 'venue-unavailable' }, ['VENUE_DOWN']],
    ['is not a venue that refuses one order', { failureCode: 'venue-refused' }, []],
    ['is an allowance in the way', { reason: 'allowance-low' }, ['DRIFT_NOT_REBALANCING']],
    ['is not a cooldown', { reason: 'cooldown' }, []],
  ])('%s', (_, changes, kinds) => {
    expect(kindsOf(changes)).toEqual(kinds);
  });

  it.each<[string, Partial<PortfolioSighting>, string]>([
    [
      'a drift with its limit',
      { driftBps: 3_333, highDriftBps: 500 },
      'An asset is 33.3 % of its target away from it; its limit is 5.0 %.',
    ],
    [
      'gas in dollars',
      { gas: { spentUsdE18: 5n * E18, expectedUsdE18: E18 } },
      'The gas of its last swap cost $ 5.00; $ 1.00 was expected.',
    ],
    [
      'a loss to a hundredth of a per cent',
      { fill: { lossBps: 150.4, allowedBps: 100 } },
      'A fill of its last order lost 1.50 % against the mid; 1.00 % is allowed.',
    ],
  ])('is told as %s', (_, changes, sentence) => {
    expect(portfolioConditions([{ ...CALM, ...changes }])).toMatchObject([{ sentence }]);
  });

  it('is told in a sentence that any length of reason fits into', () => {
    const [condition] = portfolioConditions([{ ...CALM, quarantineReason: 'x'.repeat(2_000) }]);
    expect(condition?.sentence).toHaveLength(400);
  });
});

describe('what is wrong with the system', () => {
  const kinds = (changes: Partial<SystemSighting>) =>
    systemConditions({ system: { ...SYSTEM, ...changes }, portfolios: [] }).map(({ kind }) => kind);

  it('is nothing at two intervals, and a missed run beyond', () => {
    expect(kinds({})).toEqual([]);
    expect(kinds({ gapSeconds: 121 })).toEqual(['MISSED_RUN']);
  });

  it('is not a loop of a second that is late by a slow tick', () => {
    expect(kinds({ intervalSeconds: 1, gapSeconds: 14 })).toEqual([]);
  });

  it('is a chain that does not answer, and no other failure of a tick', () => {
    expect(kinds({ failureCode: 'chain-unavailable' })).toEqual(['RPC_LAGGING']);
    expect(kinds({ failureCode: 'nobody-checked' })).toEqual([]);
  });

  it('is a head that a look found too old', () => {
    const portfolios = [{ ...CALM, reason: 'chain-lagging' as const }];
    expect(systemConditions({ system: SYSTEM, portfolios })).toMatchObject([
      { kind: 'RPC_LAGGING', subject: 'chain:1', portfolioId: null },
    ]);
  });

  it('is a transaction of more than ten minutes', () => {
    expect(kinds({ xminAgeSeconds: 601 })).toEqual(['LEASE_XMIN_HELD']);
  });
});

describe('an alert', () => {
  const met: Condition = { kind: 'HIGH_DRIFT', subject: 'portfolio:7', portfolioId: '7', sentence: 'far' };

  it('is one for a thousand conditions of one kind and subject', () => {
    expect(
      judgeAlerts(
        Array.from({ length: 1_000 }, () => met),
        [],
      ).seen,
    ).toHaveLength(1);
  });

  it('is kept while its condition is met, and has recovered when it is not', () => {
    const open = { id: '1', kind: 'HIGH_DRIFT', subject: 'portfolio:7', ageSeconds: 5 } as const;
    expect(judgeAlerts([met], [open])).toMatchObject({ seen: [{ isRaised: true }], recovered: [] });
    expect(judgeAlerts([], [open])).toEqual({ seen: [], recovered: ['1'] });
    expect(judgeAlerts([met], [{ ...open, subject: 'portfolio:8' }]).recovered).toEqual(['1']);
  });

  it('of a kind that is to last is raised when it has', () => {
    const drifting: Condition = { ...met, kind: 'DRIFT_NOT_REBALANCING' };
    const openFor = (ageSeconds: number) =>
      judgeAlerts([drifting], [{ id: '1', kind: drifting.kind, subject: drifting.subject, ageSeconds }]);
    expect(judgeAlerts([drifting], []).seen).toMatchObject([{ isRaised: false }]);
    expect(openFor(3_599).seen).toMatchObject([{ isRaised: false }]);
    expect(openFor(3_600).seen).toMatchObject([{ isRaised: true }]);
  });
});
