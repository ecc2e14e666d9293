import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  arrangePerson,
  asPerson,
  followAt,
  paperPorts,
  paperTerms,
  pricesOfRow,
} from '../../e2e/support/paper-world.ts';
import { runBacktest } from '../../lib/backtest/backtest.ts';
import { backtestJson } from '../../lib/backtest/backtest-json.ts';
import type { BacktestResult } from '../../lib/backtest/backtest-types.ts';
import type { Trade } from '../../lib/backtest/simulated-portfolio.ts';
import { hasCheckData, readCheckPrices } from '../../lib/backtest/testing/check-data.ts';
import { readPaperState } from '../../lib/paper/paper-state.ts';
import { paperResult } from '../../lib/paper/paper-step.ts';
import { type PaperTerms, paperSpec } from '../../lib/paper/paper-terms.ts';
import { policySchema } from '../../lib/policy/policy.ts';
import { PRESETS } from '../../lib/policy/policy-presets.ts';
import type { PriceRow } from '../../lib/prices/price-file.ts';
import { simulateMarket } from '../../lib/prices/simulated-market.ts';
import { fail, ok } from '../../lib/result.ts';
import { deletePaper, readPaper, readPaperDays, readPaperTrades } from '../store/api/papers.ts';
import { type TestBot, withTestBot } from '../store/testing/with-test-bot.ts';
import { tickPaper } from './tick-paper.ts';

const DAYS = 30;
const SYMBOLS = ['BTC', 'ETH', 'SOL'] as const;
const CRASH = 'prices/hourly_2022-11.csv';
const isReal = hasCheckData(CRASH);

/** Thirty days of hours: those around the crash of November 2022, else of the seeded simulator. */
const thirtyDays = (): readonly PriceRow[] => {
  const file = isReal ? readCheckPrices(CRASH) : simulateMarket(7, 1_000);
  const columns = SYMBOLS.map((symbol) => file.columns.indexOf(symbol));
  const from = isReal ? 24 * 31 - 24 * 5 : 0;
  const rows = file.rows.slice(from, from + DAYS * 24 + 1);
  return rows.map((row, index) => ({
    ...row,
    // What a chain doesn't spare anybody: a feed that is silent for two hours, and one that is wrong by twenty times for one, and later for two,
    // which is long enough to be believed.
    prices: columns.map((column, at) => {
      const price = row.prices[column] ?? null;
      if (at === 1 && (index === 200 || index === 201)) return null;
      return at === 2 && [300, 500, 501].includes(index) && price !== null ? price * 20n : price;
    }),
  }));
};

let world: TestBot;
withTestBot((opened) => {
  world = opened;
});
beforeAll(() => arrangePerson(world.database.admin));

const never = (): boolean => false;

const stored = async (id: string) => {
  const row = await asPerson(world, (sql) => readPaper(sql, id));
  if (row === null) throw new Error('it is gone');
  return row;
};

const resultOf = async (terms: PaperTerms, id: string): Promise<BacktestResult> => {
  const state = readPaperState(terms, (await stored(id)).state);
  if (!state.ok) throw new Error(state.error.message);
  return paperResult(state.value);
};

type Traded = Pick<Trade, 'sell' | 'buy' | 'sellUnits' | 'sellUsdE18' | 'costUsdE18' | 'boughtUnits'> & {
  readonly atSeconds: number;
};

/** The same inputs, by the back-test itself. */
const backtestOf = (terms: PaperTerms, rows: readonly PriceRow[]) => {
  const trades: Traded[] = [];
  const run = runBacktest({
    ...paperSpec(terms),
    rows,
    onTrades: (traded, atSeconds) =>
      trades.push(
        ...traded.map(({ sell, buy, sellUnits, sellUsdE18, costUsdE18, boughtUnits }) => ({
          ...{ atSeconds, sell, buy, sellUnits, sellUsdE18, costUsdE18, boughtUnits },
        })),
      ),
  });
  if (!run.ok) throw new Error(run.error.message);
  return { result: run.value, trades };
};

const POLICIES: Readonly<Record<string, PaperTerms['policy']>> = {
  index: PRESETS.index,
  balanced: PRESETS.balanced,
  'a band that follows the market’s pace': policySchema.parse({
    version: 1,
    triggers: [
      {
        ...{ kind: 'volatility-band', band: { kind: 'absolute', bandBps: 300 } },
        ...{ referenceVolatilityBps: 6_000, scaleBpsMin: 5_000, scaleBpsMax: 20_000 },
      },
    ],
  }),
};

describe(`paper portfolios over ${DAYS} days of ${isReal ? 'real' : 'seeded, simulated'} hourly prices`, () => {
  it.each(Object.entries(POLICIES))(
    'come tick by tick through the store to what the back-test of the same inputs comes to, to the last digit and trade by trade: %s',
    async (_, policy) => {
      const rows = thirtyDays();
      const terms = paperTerms(
        [
          { symbol: 'BTC', targetBps: 5_000, units: '2' },
          { symbol: 'ETH', targetBps: 3_000, units: '10' },
          { symbol: 'SOL', targetBps: 2_000, units: '900' },
        ],
        policy,
      );
      const [first] = rows;
      if (first === undefined) throw new Error('no row');
      const id = await followAt(world, terms, first);
      for (const [index, row] of rows.slice(1).entries()) {
        const ports = paperPorts(world, { terms, row });
        // Killed before it wrote, doubled, or both at once: what a scheduler does to everybody.
        if (index % 50 === 3)
          await tickPaper({ ...ports, save: async () => fail('database-unavailable', 'killed') }, never);
        const ticks = index % 7 === 0 ? 2 : 1;
        await Promise.all(Array.from({ length: ticks }, () => tickPaper(ports, never)));
      }
      const back = backtestOf(terms, rows);
      const paper = await resultOf(terms, id);
      expect(paper).toEqual(back.result);
      expect(backtestJson(paper)).toBe(backtestJson(back.result));
      expect(paper.rows).toBe(DAYS * 24);
      expect(back.trades.length).toBeGreaterThan(2);
      const trades = await asPerson(world, (sql) => readPaperTrades(sql, { id, limit: 10_000 }));
      const column = (token: string): number => terms.assets.findIndex((asset) => asset.token === token);
      expect(
        [...trades]
          .sort((a, b) => a.atSeconds - b.atSeconds || a.leg - b.leg)
          .map(({ atSeconds, sellToken, buyToken, sellUnitsE18, buyUnitsE18, sellUsdE18, costUsdE18 }) => ({
            ...{ atSeconds, sell: column(sellToken), buy: column(buyToken), sellUnits: sellUnitsE18 },
            ...{ boughtUnits: buyUnitsE18, sellUsdE18, costUsdE18 },
          })),
      ).toEqual(back.trades);
      const row = await stored(id);
      expect(row.steps).toBe(DAYS * 24);
      expect(row.valueUsdE18).toBe(back.result.run.finalUsdE18);
      expect(row.heldUsdE18).toBe(back.result.baselines?.hold.finalUsdE18);
      const days = await asPerson(world, (sql) => readPaperDays(sql, { id, limit: 400 }));
      expect(days.length).toBeGreaterThanOrEqual(DAYS);
      expect(days.at(-1)?.valueUsdE18).toBe(back.result.run.finalUsdE18);
      await world.database.admin`delete from paper_portfolios`;
    },
    180_000,
  );
});

const THREE = [
  { symbol: 'BTC', targetBps: 5_000, units: '2' },
  { symbol: 'ETH', targetBps: 3_000, units: '10' },
  { symbol: 'SOL', targetBps: 2_000, units: '900' },
] as const;

describe('paper portfolios at one tick', () => {
  const terms = paperTerms(THREE);
  const [first, second, third] = thirtyDays();
  if (first === undefined || second === undefined || third === undefined) throw new Error('no rows');
  afterEach(async () => {
    await world.database.admin`delete from paper_portfolios`;
  });

  it('take two statements and one question for prices, however many they are', async () => {
    for (let made = 0; made < 30; made += 1) await followAt(world, terms, first);
    const asked = { due: 0, price: 0, save: 0 };
    const ports = paperPorts(world, { terms, row: second });
    const counted = {
      ...ports,
      due: (limit: number) => {
        asked.due += 1;
        return ports.due(limit);
      },
      price: (...question: Parameters<typeof ports.price>) => {
        asked.price += 1;
        return ports.price(...question);
      },
      save: (...moves: Parameters<typeof ports.save>) => {
        if (moves[0].length > 0) asked.save += 1;
        return ports.save(...moves);
      },
    };
    expect(await tickPaper(counted, never)).toMatchObject({ ok: true, value: { stepped: 30, setAside: 0 } });
    // With an interval of 0 it is asked once more who is due: nobody who had no turn.
    expect(asked).toEqual({ due: 2, price: 1, save: 1 });
  });

  it('set aside one whose state is broken, with its reason, and move the others on', async () => {
    const broken = await followAt(world, terms, first);
    const nonsense = await followAt(world, terms, first);
    const sound = await followAt(world, terms, first);
    await world.database
      .admin`update paper_portfolios set state = '{"version": 1}' where id = ${broken}::uuid`;
    await world.database.admin`update paper_portfolios set terms = '{}' where id = ${nonsense}::uuid`;
    expect(await tickPaper(paperPorts(world, { terms, row: second }), never)).toEqual({
      ok: true,
      value: { stepped: 1, traded: expect.any(Number), setAside: 2 },
    });
    expect((await stored(broken)).quarantineReason).toMatch(/^state: feeds: /);
    expect((await stored(nonsense)).quarantineReason).toBe('its terms can’t be read');
    expect(await stored(sound)).toMatchObject({ steps: 1, quarantineReason: null });
    await tickPaper(paperPorts(world, { terms, row: third }), never);
    expect((await stored(broken)).steps).toBe(0);
    expect((await stored(sound)).steps).toBe(2);
  });

  it('hold with the reason of the price that is missing, stale or absurd, and value it at the last that was believed', async () => {
    const id = await followAt(world, terms, first);
    const [btc] = terms.assets;
    if (btc === undefined) throw new Error('no asset');
    const before = (await stored(id)).valueUsdE18;
    const at = second.knownAtSeconds;
    const fresh = { ok: true, source: 'replay', disagreementBps: null } as const;
    const faults = [
      [{ ok: false, fault: 'missing', detail: 'its feed does not answer' }, 'price-missing'],
      [{ ...fresh, usdE18: 10n ** 18n, updatedAtSeconds: at - 3_601 }, 'price-stale'],
      [{ ...fresh, usdE18: 1n, updatedAtSeconds: at }, 'price-missing'],
    ] as const;
    for (const [index, [price, reason]] of faults.entries()) {
      const row = { ...first, knownAtSeconds: at + index };
      const ports = paperPorts(world, { terms, row });
      const told = new Map([...pricesOfRow(terms, row), [btc.token, price]]);
      await tickPaper({ ...ports, price: async () => ok(told) }, never);
      const now = await stored(id);
      expect({ index, kind: now.kind, reason: now.reason, value: now.valueUsdE18 }).toEqual({
        ...{ index, kind: 'hold', reason, value: before },
      });
      expect(now.why).toContain('BTC');
    }
  });

  it('write nothing for one that was deleted, nor to one that another tick has moved on meanwhile', async () => {
    const gone = await followAt(world, terms, first);
    const overtaken = await followAt(world, terms, first);
    const ports = paperPorts(world, { terms, row: second });
    const late = paperPorts(
      world,
      { terms, row: second },
      {
        save: async (moves) => {
          await asPerson(world, (sql) => deletePaper(sql, gone));
          await tickPaper(ports, never);
          return ports.save(moves);
        },
      },
    );
    expect(await tickPaper(late, never)).toMatchObject({ ok: true, value: { stepped: 0, setAside: 0 } });
    expect((await stored(overtaken)).steps).toBe(1);
    const trades = await asPerson(world, (sql) => readPaperTrades(sql, { id: overtaken, limit: 100 }));
    expect(new Set(trades.map(({ leg }) => leg)).size).toBe(trades.length);
  });

  it('come due again as their policy says, and never sooner than the bot’s interval', async () => {
    const id = await followAt(world, terms, first);
    const ports = paperPorts(world, { terms, row: second }, { tickIntervalSeconds: 60 });
    await tickPaper(ports, never);
    const { nextTurnAtSeconds, readAtSeconds } = await stored(id);
    expect(nextTurnAtSeconds - readAtSeconds).toBeGreaterThan(3_590);
    expect(await tickPaper(paperPorts(world, { terms, row: third }), never)).toMatchObject({
      value: { stepped: 0 },
    });
  });
});
