import { describe, expect, it } from 'vitest';
import type { PortfolioDto } from '../../lib/api/portfolio-dto.ts';
import { listChangesQuerySchema } from '../../lib/api/portfolio-list-changes.ts';
import {
  type PortfolioListQuery,
  portfolioListDtoSchema,
  portfolioListQuerySchema,
} from '../../lib/api/portfolio-list-dto.ts';
import { decide } from '../../lib/engine/decide.ts';
import { type AssetWish, NOW, snapshotOf, tokenAt } from '../../lib/engine/testing/builders.ts';
import type {
  FleetIndex,
  OrderRecord,
  PortfolioIndexRow,
  PortfolioRecord,
} from '../../lib/ledger/fleet-record.ts';
import { samplePlaced } from '../../lib/ledger/testing/sample-action.ts';
import { policySchema } from '../../lib/policy/policy.ts';
import { fail, ok } from '../../lib/result.ts';
import { listChanges, listPortfolios } from './list-portfolios.ts';
import { policyText } from './policy-text.ts';
import { stateInputOf } from './portfolio-state.ts';
import { botState } from './readiness.ts';

const E18 = 10n ** 18n;
const READ_AT = NOW + 7;

const policyOf = (...triggers: readonly unknown[]) =>
  policySchema.parse({ version: 1, triggers, destination: { kind: 'target' } });
const ABSOLUTE = policyOf({ kind: 'absolute', bandBps: 500 });

function lookOf(wishes: readonly AssetWish[], policy = ABSOLUTE): PortfolioRecord['look'] {
  const snapshot = snapshotOf(wishes);
  const decision = decide(snapshot, policy);
  return { decisionId: '12', snapshot, policy, decision, lookedAtSeconds: NOW + 3 };
}

function portfolio(more: Partial<PortfolioRecord> = {}): PortfolioRecord {
  return {
    id: '1',
    chainId: 31_337,
    address: tokenAt(500),
    owner: tokenAt(600),
    kind: 'balancer',
    holder: null,
    guardian: null,
    signer: tokenAt(601),
    generation: 1n,
    nextTurnAtSeconds: NOW + 60,
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

const order = (more: Partial<OrderRecord> = {}): OrderRecord => {
  const { leg, body, ...action } = samplePlaced(1);
  return {
    ...action,
    part: { decisionId: '12', sliceNumber: 1, sliceOf: 1 },
    signedAtSeconds: NOW,
    closedAtSeconds: null,
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

/** What the database would say of a record in its index. */
const rowOf = (record: PortfolioRecord): PortfolioIndexRow => {
  const { look, liveOrders } = record;
  const { liveOrders: live } = stateInputOf(record, null);
  return {
    ...record,
    lastDecision:
      look === null
        ? null
        : {
            id: look.decisionId,
            kind: look.decision.plan.kind,
            reason: look.decision.plan.kind === 'hold' ? look.decision.plan.hold.reason : null,
            trackingErrorBps: look.decision.trackingErrorBps,
            heldUsdE18: look.decision.navUsdE18,
            lookedAtSeconds: look.lookedAtSeconds,
          },
    liveOrders: { ...live, count: liveOrders.length },
  };
};

const indexOf = (records: readonly PortfolioRecord[], more: Partial<FleetIndex> = {}): FleetIndex => ({
  readAtSeconds: READ_AT,
  lastTick: { startedAtSeconds: READ_AT - 5, finishedAtSeconds: null, checked: 1, failed: 0 },
  halted: null,
  rows: records.map(rowOf),
  ...more,
});

async function listOf(
  records: readonly PortfolioRecord[],
  more: Partial<FleetIndex> = {},
  query: Partial<PortfolioListQuery> = {},
) {
  const read = await listPortfolios(
    {
      readFleet: async (choose) => {
        const index = indexOf(records, more);
        const ids = choose(index);
        return ok({ index, records: ids.flatMap((id) => records.filter((record) => record.id === id)) });
      },
      tickIntervalSeconds: 60,
    },
    { ...portfolioListQuerySchema.parse({}), ...query },
  );
  if (!read.ok) throw new Error(read.error.message);
  return portfolioListDtoSchema.parse(read.value);
}

async function dtoOf(record: PortfolioRecord): Promise<PortfolioDto> {
  const [dto] = (await listOf([record])).portfolios;
  if (dto === undefined) throw new Error('no portfolio');
  return dto;
}

describe('listPortfolios', () => {
  it('gives value, weights, band, price with its age, and the reason with the next look', async () => {
    const { look, state } = await dtoOf(portfolio());
    expect(state).toBe('on-target');
    expect(look).toMatchObject({
      valueUsd: '10000.00',
      trackingErrorBps: 100,
      blockNumber: '100',
      blockTimeSeconds: NOW,
    });
    expect(look?.why).toBe('No trade: A is 1.0 pp over its 50 % target, inside the ±5.0 pp band.');
    expect(look?.assets[0]).toMatchObject({
      symbol: 'A',
      units: '5100',
      valueUsd: '5100.00',
      targetBps: 5_000,
      weightBps: 5_100,
      band: { lowBps: 4_500, highBps: 5_500, widthBps: 500 },
      standing: 'inside',
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
      { lowBps: 7_200, highBps: 8_800, widthBps: 800 },
      { lowBps: 1_800, highBps: 2_200, widthBps: 200 },
    ]);
    const calendar = await dtoOf(
      portfolio({ look: lookOf(wishes, policyOf({ kind: 'calendar', intervalSeconds: 86_400 })) }),
    );
    expect(calendar.look?.assets.map(({ band }) => band)).toEqual([null, null]);
  });

  it('tells what is held from what open orders will make of it, and calls the edge outside', async () => {
    const policy = ABSOLUTE;
    const snapshot = snapshotOf(
      [
        { usd: 5_500, targetBps: 5_000 },
        { usd: 4_500, targetBps: 5_000 },
      ],
      {
        openOrders: [
          {
            orderHash: `0x${'ab'.repeat(32)}`,
            ...{ sellToken: tokenAt(0), buyToken: tokenAt(1), expiresAtSeconds: NOW + 600 },
            ...{ remainingSellUnits: 500n * E18, remainingBuyUnits: 500n * E18 },
          },
        ],
      },
    );
    const look = {
      decisionId: '12',
      lookedAtSeconds: NOW,
      snapshot,
      policy,
      decision: decide(snapshot, policy),
    };
    const { look: shown } = await dtoOf(portfolio({ look }));
    expect(shown?.valueUsd).toBe('10000.00');
    expect(
      shown?.assets.map(({ weightBps, afterOrdersBps, standing }) => [weightBps, afterOrdersBps, standing]),
    ).toEqual([
      [5_500, 5_000, 'over'],
      [4_500, 5_000, 'under'],
    ]);
  });

  it('calls nothing outside where the policy has no band', async () => {
    const wishes = [
      { usd: 9_000, targetBps: 5_000 },
      { usd: 1_000, targetBps: 5_000 },
    ];
    const calendar = lookOf(wishes, policyOf({ kind: 'calendar', intervalSeconds: 86_400 }));
    const { look } = await dtoOf(portfolio({ look: calendar }));
    expect(look?.assets.map(({ standing }) => standing)).toEqual(['inside', 'inside']);
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
    const { openTrades, state, stateDetail } = await dtoOf(portfolio({ liveOrders: [order()] }));
    expect(openTrades[0]).toMatchObject({
      sellSymbol: 'A',
      sellUnits: '3',
      buySymbol: 'B',
      buyUnits: '2.5',
      filledBps: 3_333,
    });
    expect({ state, stateDetail }).toEqual({ state: 'order-open', stateDetail: '33 % filled' });
  });

  it('reads the slices of one trade as one trade', async () => {
    const slice = (sliceNumber: number): OrderRecord =>
      order({
        part: { decisionId: '12', sliceNumber, sliceOf: 2 },
        filledSellUnits: E18 * BigInt(sliceNumber),
      });
    const { openTrades } = await dtoOf(portfolio({ liveOrders: [slice(1), slice(2)] }));
    expect(openTrades).toHaveLength(1);
    expect(openTrades[0]).toMatchObject({ sellUnits: '6', buyUnits: '5', filledBps: 5_000 });
    expect(openTrades[0]?.orders.map(({ sliceNumber }) => sliceNumber)).toEqual([1, 2]);
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
    expect(list.countByState).toEqual({ 'on-target': 2, 'not-looked-at': 1 });
    expect(await listOf([])).toMatchObject({ totalUsd: null, simulated: false });
  });

  it('puts what needs somebody first, then what is furthest from its targets', async () => {
    const far = lookOf([
      { usd: 5_400, targetBps: 5_000 },
      { usd: 4_600, targetBps: 5_000 },
    ]);
    const { portfolios } = await listOf([
      portfolio({ id: '1' }),
      portfolio({ id: '2', paused: true }),
      portfolio({ id: '3', look: far }),
      portfolio({ id: '4', quarantineReason: 'reverts' }),
    ]);
    expect(portfolios.map(({ id }) => id)).toEqual(['4', '2', '3', '1']);
  });

  it('gives one page of the chosen state, and the last page for one beyond it', async () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      portfolio({ id: String(index + 1), name: `P${String(index).padStart(2, '0')}` }),
    );
    const second = await listOf(
      [...many, portfolio({ id: '99', paused: true })],
      {},
      {
        sort: 'name',
        state: 'on-target',
        page: 7,
      },
    );
    expect(second.portfolios.map(({ name }) => name)).toEqual(many.slice(50).map(({ name }) => name));
    expect(second).toMatchObject({ pageCount: 2, portfolioCount: 61, query: { page: 2 } });
  });

  it('keeps the verdicts while trading is halted, and says by whom', async () => {
    const outside = portfolio({
      look: lookOf([
        { usd: 6_000, targetBps: 5_000 },
        { usd: 4_000, targetBps: 5_000 },
      ]),
    });
    const halted = {
      ...{ sinceSeconds: NOW, by: 'operator', orders: 3, unpriced: 1, revoking: 2, untilSeconds: NOW + 600 },
      valueUsdE18: 1_234_565n * 10n ** 15n,
    };
    const list = await listOf([outside], { halted });
    expect(list.halted).toEqual({
      ...{ sinceSeconds: NOW, by: 'operator' },
      fillable: { orders: 3, valueUsd: '1234.57', unpriced: 1, revoking: 2, untilSeconds: NOW + 600 },
    });
    expect(list.portfolios[0]?.look?.isHalted).toBe(false);
    expect(list.portfolios[0]?.state).toBe('halted');
    expect(list.portfolios[0]?.look?.assets.map(({ standing }) => standing)).toEqual(['over', 'under']);
  });

  it('has another version for another content, and the same for the same', async () => {
    const { version } = await listOf([portfolio()]);
    expect((await listOf([portfolio()], { readAtSeconds: READ_AT + 1 })).version).toBe(version);
    expect((await listOf([portfolio({ name: 'Other' })])).version).not.toBe(version);
    expect((await listOf([portfolio({ fillCount: 1 })])).version).not.toBe(version);
  });

  it('hands on why the database is not there', async () => {
    const away = fail('database-unavailable', 'The database did not answer.');
    const query = portfolioListQuerySchema.parse({});
    expect(await listPortfolios({ readFleet: async () => away, tickIntervalSeconds: 60 }, query)).toEqual(
      away,
    );
  });

  it('takes nonsense in its address for nothing', () => {
    expect(portfolioListQuerySchema.parse({ sort: 'drop table', state: ['x'], page: '-3' })).toEqual({
      sort: 'needs-me',
      state: null,
      page: 1,
    });
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

  it('says in how many parts a trade is made, and over which time', () => {
    const policy = policyOf({ kind: 'absolute', bandBps: 150 });
    const inParts = { parts: 8, overSeconds: 14_400 };
    expect(policyText({ ...policy, orderTerms: { ...policy.orderTerms, inParts } })).toBe(
      'Trades when an asset is 1.5 pp off its target; each trade in 8 parts over 4 hours',
    );
  });
});

describe('listChanges', () => {
  const FIVE = Array.from({ length: 5 }, (_, n) => portfolio({ id: String(n + 1), name: `P${n + 1}` }));

  /** What is asked for once `records` are what is stored, by a page that shows `shown`. */
  async function changesOf(shown: readonly PortfolioRecord[], records: readonly PortfolioRecord[]) {
    const { version, portfolios, rowVersions } = await listOf(shown, {}, { sort: 'name' });
    const rows = portfolios.map(({ id }, index) => `${id}:${rowVersions[index]}`).join(',');
    const read: string[] = [];
    const changes = await listChanges(
      {
        readFleet: async (choose) => {
          const index = indexOf(records);
          const ids = choose(index);
          read.push(...ids);
          return ok({ index, records: records.filter(({ id }) => ids.includes(id)) });
        },
        tickIntervalSeconds: 60,
      },
      listChangesQuerySchema.parse({ sort: 'name', version, rows }),
    );
    if (!changes.ok) throw new Error(changes.error.message);
    return { ...changes.value, read };
  }

  it('reads and sends nothing while nothing has changed', async () => {
    const { list, read } = await changesOf(FIVE, FIVE);
    expect({ list, read }).toEqual({ list: null, read: [] });
  });

  it('reads and sends the row that has changed, and says where the others stand', async () => {
    const renamed = FIVE.map((one) => (one.id === '2' ? { ...one, name: 'P9' } : one));
    const { list, read } = await changesOf(FIVE, renamed);
    expect(read).toEqual(['2']);
    expect(list?.rows.map(({ id, portfolio: row }) => [id, row?.name ?? null])).toEqual([
      ['1', null],
      ['3', null],
      ['4', null],
      ['5', null],
      ['2', 'P9'],
    ]);
  });

  it('sends what has come, leaves out what has gone, and counts anew', async () => {
    const { list, read } = await changesOf(FIVE.slice(0, 3), FIVE.slice(1));
    expect(read.sort()).toEqual(['4', '5']);
    expect(list?.rows.map(({ id }) => id)).toEqual(['2', '3', '4', '5']);
    expect(list?.portfolioCount).toBe(4);
  });

  it('takes what isn’t known by a right version for new, whatever is written there', async () => {
    const query = listChangesQuerySchema.parse({ sort: 'name', version: 'x'.repeat(99), rows: '1;drop,2:' });
    expect([query.version, query.rows.size]).toEqual([null, 0]);
  });
});
