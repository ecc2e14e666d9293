import { describe, expect, it } from 'vitest';
import { type PortfolioDto, portfolioListDtoSchema } from '../../lib/api/portfolio-dto.ts';
import { decide } from '../../lib/engine/decide.ts';
import { type AssetWish, NOW, snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import type { Placed } from '../../lib/ledger/action.ts';
import type { FleetRecord, PortfolioRecord } from '../../lib/ledger/fleet-record.ts';
import { samplePlaced } from '../../lib/ledger/testing/sample-action.ts';
import { policySchema } from '../../lib/policy/policy.ts';
import { fail, ok } from '../../lib/result.ts';
import { listPortfolios } from './list-portfolios.ts';
import { policyText } from './policy-text.ts';
import { botState } from './readiness.ts';

const E18 = 10n ** 18n;
const READ_AT = NOW + 7;

const policyOf = (...triggers: readonly unknown[]) =>
  policySchema.parse({ version: 1, triggers, destination: { kind: 'target' } });
const ABSOLUTE = policyOf({ kind: 'absolute', bandBps: 500 });

function lookOf(wishes: readonly AssetWish[], policy = ABSOLUTE): PortfolioRecord['look'] {
  const snapshot = snapshotOf(wishes);
  return { snapshot, policy, decision: decide(snapshot, policy), lookedAtSeconds: NOW + 3 };
}

function portfolio(more: Partial<PortfolioRecord> = {}): PortfolioRecord {
  return {
    id: '1',
    chainId: 31_337,
    address: tokenAt(500),
    name: 'Two',
    simulated: false,
    paused: false,
    quarantineReason: null,
    look: lookOf([
      { usd: 5_100, targetBps: 5_000 },
      { usd: 4_900, targetBps: 5_000, decimals: 6 },
    ]),
    liveOrders: [],
    lastFills: [],
    fillCount: 0,
    ...more,
  };
}

const order = (more: Partial<Placed> = {}): Placed => {
  const { leg, body, ...action } = samplePlaced(1);
  return {
    ...action,
    status: 'partially-filled',
    filledSellUnits: E18,
    leg: { ...leg, sellToken: tokenAt(0), buyToken: tokenAt(1) },
    body: {
      ...body,
      order: { ...body.order, makingAmount: 3n * E18, takingAmount: 2_500_000n },
      expiresAtSeconds: NOW + 600,
    },
    ...more,
  };
};

async function listOf(portfolios: readonly PortfolioRecord[], more: Partial<FleetRecord> = {}) {
  const fleet: FleetRecord = {
    readAtSeconds: READ_AT,
    lastTick: { startedAtSeconds: READ_AT - 5, finishedAtSeconds: null, checked: 1, failed: 0 },
    halt: null,
    portfolios,
    portfolioCount: portfolios.length,
    ...more,
  };
  const read = await listPortfolios({ readFleet: async () => ok(fleet), tickIntervalSeconds: 60 });
  if (!read.ok) throw new Error(read.error.message);
  return portfolioListDtoSchema.parse(read.value);
}

async function dtoOf(record: PortfolioRecord): Promise<PortfolioDto> {
  const [dto] = (await listOf([record])).portfolios;
  if (dto === undefined) throw new Error('no portfolio');
  return dto;
}

describe('listPortfolios', () => {
  it('tells a stop of all trading with what it can’t take back, and of each look whether it was taken before', async () => {
    const halt = {
      ...{ sinceSeconds: NOW, by: 'operator', orders: 3, unpriced: 1, revoking: 2, untilSeconds: NOW + 600 },
      valueUsdE18: 1_234_565n * 10n ** 15n,
    };
    const { halted, portfolios } = await listOf([portfolio()], { halt });
    expect(halted).toEqual({
      ...{ sinceSeconds: NOW, by: 'operator' },
      fillable: { orders: 3, valueUsd: '1234.57', unpriced: 1, revoking: 2, untilSeconds: NOW + 600 },
    });
    expect(portfolios[0]?.look?.isHalted).toBe(false);
    expect((await listOf([])).halted).toBeNull();
  });

  it('gives value, weights, band, price with its age, and the reason with the next look', async () => {
    const { look, state } = await dtoOf(portfolio());
    expect(state).toBe('on-target');
    expect(look).toMatchObject({
      valueUsd: '10000.00',
      trackingErrorBps: 100,
      blockNumber: '100',
      blockTimeSeconds: NOW,
    });
    expect(look?.sentence).toMatch(/^No trade: A is \+1\.0 pp over its 50 % target.*Next look/);
    expect(look?.assets[0]).toMatchObject({
      symbol: 'A',
      units: '5100',
      valueUsd: '5100.00',
      targetBps: 5_000,
      weightBps: 5_100,
      band: { lowBps: 4_500, highBps: 5_500 },
      price: { usd: '1.0000', source: 'built', ageSeconds: 60 },
    });
  });

  it('draws a relative band in proportion to the target, and none for a calendar', async () => {
    const wishes = [
      { usd: 8_000, targetBps: 8_000 },
      { usd: 2_000, targetBps: 2_000 },
    ];
    const relative = await dtoOf(
      portfolio({ look: lookOf(wishes, policyOf({ kind: 'relative', bandBps: 1_000 })) }),
    );
    expect(relative.look?.assets.map(({ band }) => band)).toEqual([
      { lowBps: 7_200, highBps: 8_800 },
      { lowBps: 1_800, highBps: 2_200 },
    ]);
    const calendar = await dtoOf(
      portfolio({ look: lookOf(wishes, policyOf({ kind: 'calendar', intervalSeconds: 86_400 })) }),
    );
    expect(calendar.look?.assets.map(({ band }) => band)).toEqual([null, null]);
  });

  it('shows no value at all, rather than a wrong one, while a price is missing', async () => {
    const { look, state, stateDetail } = await dtoOf(
      portfolio({
        look: lookOf([
          { usd: 5_000, targetBps: 5_000 },
          { usd: 5_000, targetBps: 5_000, state: { ok: false, fault: 'missing', detail: 'no feed' } },
        ]),
      }),
    );
    expect(look).toMatchObject({ valueUsd: null, trackingErrorBps: null });
    expect(look?.assets.map(({ weightBps }) => weightBps)).toEqual([null, null]);
    expect({ state, stateDetail }).toEqual({ state: 'blocked', stateDetail: 'price missing' });
  });

  it('writes amounts of an order in whole tokens, exactly', async () => {
    const { openOrders, state, stateDetail } = await dtoOf(portfolio({ liveOrders: [order()] }));
    expect(openOrders[0]).toMatchObject({
      sellSymbol: 'A',
      sellUnits: '3',
      buySymbol: 'B',
      buyUnits: '2.5',
      filledBps: 3_333,
    });
    expect({ state, stateDetail }).toEqual({ state: 'order-open', stateDetail: '33 % filled' });
  });

  it.each([
    ['paused goes before everything', { paused: true, liveOrders: [order()] }, 'paused'],
    ['quarantine needs somebody', { quarantineReason: 'reverts' }, 'blocked'],
    ['an order nobody can fill needs somebody', { liveOrders: [order({ status: 'unfillable' })] }, 'blocked'],
    ['an open order goes before the last decision', { liveOrders: [order()] }, 'order-open'],
    ['before the first look nothing is claimed', { look: null }, 'not-looked-at'],
  ] as const)('%s', async (_title, more, state) => {
    expect((await dtoOf(portfolio(more))).state).toBe(state);
  });

  it('never says 100 % filled of an open order', async () => {
    const almost = order({ filledSellUnits: 3n * E18 - 1n });
    expect((await dtoOf(portfolio({ liveOrders: [almost] }))).stateDetail).toBe('99 % filled');
  });

  it('sums the values it knows, and says when some market is simulated', async () => {
    const list = await listOf([
      portfolio(),
      portfolio({ id: '2', simulated: true }),
      portfolio({ id: '3', look: null }),
    ]);
    expect(list).toMatchObject({ totalUsd: '20000.00', simulated: true, portfolioCount: 3 });
    expect(await listOf([])).toMatchObject({ totalUsd: null, simulated: false });
  });

  it('hands on why the database is not there', async () => {
    const away = fail('database-unavailable', 'The database did not answer.');
    expect(await listPortfolios({ readFleet: async () => away, tickIntervalSeconds: 60 })).toEqual(away);
  });
});

describe('the bot is stale', () => {
  const at = (ageSeconds: number, intervalSeconds: number): boolean =>
    botState(
      {
        readAtSeconds: READ_AT,
        lastTick: {
          startedAtSeconds: READ_AT - ageSeconds,
          finishedAtSeconds: null,
          checked: null,
          failed: null,
        },
      },
      intervalSeconds,
    ).stale;

  it('after more than two intervals, and not at exactly two', () => {
    expect([at(120, 60), at(121, 60)]).toEqual([false, true]);
  });

  it('after a quarter of a minute at the soonest, since a loop of seconds has slow ticks', () => {
    expect([at(15, 1), at(16, 1)]).toEqual([false, true]);
  });

  it('when it has never ticked', () => {
    expect(botState({ readAtSeconds: READ_AT, lastTick: null }, 60)).toMatchObject({
      stale: true,
      lastTickAgeSeconds: null,
    });
  });
});

describe('policyText', () => {
  it.each([
    [[{ kind: 'absolute', bandBps: 150 }], 'Trades when an asset is 1.5 pp off its target'],
    [[{ kind: 'relative', bandBps: 1_500 }], 'Trades when an asset is 15 % off its target value'],
    [[{ kind: 'calendar', intervalSeconds: 86_400 }], 'Trades every day'],
    [
      [{ kind: 'calendar-band', intervalSeconds: 21_600, band: { kind: 'absolute', bandBps: 500 } }],
      'Trades every 6 hours if an asset is 5 pp off its target',
    ],
    [
      [
        { kind: 'absolute', bandBps: 500 },
        { kind: 'cash-flow', flowBpsMin: 100 },
      ],
      'Trades when an asset is 5 pp off its target, or money comes or goes (from 1 %)',
    ],
  ])('says %j plainly', (triggers, text) => {
    expect(policyText(policyOf(...triggers))).toBe(text);
  });
});
