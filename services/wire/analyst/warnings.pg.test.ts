import { beforeEach, describe, expect, it } from 'vitest';
import { raiseWarnings } from '../../../lib/analyst/warnings/raise-warnings.ts';
import {
  WARNED_SECONDS,
  WARNING_KINDS,
  type Warning,
  type WarningKind,
} from '../../../lib/analyst/warnings/warning.ts';
import { policyOf, tokenAt } from '../../../lib/engine/testing/builders.ts';
import { volatilityOf } from '../../../lib/facts/track.ts';
import { E18 } from '../../../lib/money/fixed-point.ts';
import { policyToJson } from '../../../lib/policy/policy.ts';
import { recordedSource } from '../../../lib/prices/price-points.ts';
import {
  claimWarningTurns,
  countWarnings,
  readNewestDecisions,
  readWarnings,
  saveWarnings,
  sweepWarnings,
} from '../../store/analyst/warnings.ts';
import type { BotDatabase } from '../../store/database.ts';
import { feedSeries } from '../../store/series/feed-series.ts';
import { arrangePortfolios, CHAIN_ID, removePortfolios } from '../../store/testing/arrange.ts';
import {
  arrangeFlow,
  arrangeLook,
  arrangeReach,
  arrangeTick,
  timeOf,
} from '../../store/testing/arrange-looks.ts';
import type { TestDatabase } from '../../store/testing/test-database.ts';
import { withTestBot } from '../../store/testing/with-test-bot.ts';
import { inDatabase } from '../tick/bot-store.ts';
import { factsOf } from './summaries.ts';
import { tendWarnings } from './warnings.ts';

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});

const HOUR_BLOCKS = 60;
/** The look that warnings are raised on: a week of prices lies before it. */
const RAISED = 30 * 24 * HOUR_BLOCKS;
const DUE = RAISED + WARNED_SECONDS / 60;
const SOURCE = recordedSource(CHAIN_ID, 'built');

let id = '';
let other = '';
let tickId = '';

/** WETH at so much of a portfolio that is half WETH, half USDC by its targets. */
const look = async (block: number, sharePercent: number, portfolioId = id): Promise<void> => {
  await arrangeLook(database.admin, portfolioId, {
    ...{ tickId, block },
    assets: [
      { usd: sharePercent, targetBps: 5_000, symbol: 'WETH' },
      { usd: 100 - sharePercent, targetBps: 5_000, symbol: 'USDC' },
    ],
  });
};
const feed = () => bot.run((sql) => feedSeries(sql, [id, other]));

/** A price of WETH each hour after the first time, up to the last. */
const prices = async (from: number, to: number, level: (hour: number) => number): Promise<void> => {
  const rows = [];
  for (let at = from + 3_600; at <= to; at += 3_600)
    rows.push({ at, price: `${BigInt(Math.round(level((at - from) / 3_600) * 1e9)) * 10n ** 9n}` });
  await database.admin`
    insert into price_points (asset, source, time_seconds, price_usd_e18)
    select 'WETH', ${SOURCE}, at, price from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as r(at bigint, price numeric)`;
};
/** Up and down by so much each hour. */
const shaken = (by: number) => (hour: number) => (hour % 2 === 0 ? 1 : 1 + by);

beforeEach(async () => {
  const { admin } = database;
  await removePortfolios(admin);
  await admin`delete from price_points`;
  const arranged = await arrangePortfolios(admin, 2);
  [id = '', other = ''] = arranged.map((one) => one.id);
  await admin`update policies set policy = ${JSON.stringify(policyToJson(policyOf()))}::text::jsonb`;
  tickId = await arrangeTick(admin);
  await arrangeReach(admin, 1_000_000);
  await arrangeFlow(admin, id, { block: 1, token: 0, units: 50n * E18 });
  await arrangeFlow(admin, id, { block: 1, token: 1, units: 50n * E18, logIndex: 1 });
});

const tend = () =>
  tendWarnings({ run: inDatabase(bot), served: { chainId: CHAIN_ID } }, () => false).then((kept) => {
    if (!kept.ok) throw new Error(kept.error.message);
    return kept.value;
  });
const stored = () => bot.run((sql) => readWarnings(sql, { portfolioId: id, limit: 20 }));
const lookedAtNow = () => database.admin`update decisions set created_at = now()`;
const nextTurn = () => database.admin`update warning_turns set due_at = now()`;
const keep = (...warnings: readonly Warning[]) =>
  bot.run((sql) => saveWarnings(sql, [{ portfolioId: id, warnings }]));
const warningOf = (kind: WarningKind, threshold: number): Warning => ({
  ...{ kind, threshold, seen: 1, factIds: ['value.now'] },
  ...{ raisedAtSeconds: timeOf(RAISED), dueAtSeconds: timeOf(DUE) },
  assets: [{ token: tokenAt(0), name: 'WETH', symbol: 'WETH', source: SOURCE }],
});
/** Looks every six hours until the seven days are over. */
const week = async (sharePercent: (hour: number) => number): Promise<void> => {
  for (let hour = 6; hour <= 7 * 24; hour += 6) await look(RAISED + hour * HOUR_BLOCKS, sharePercent(hour));
  await feed();
};

describe('warnings that a tick raises', () => {
  it('are of stored rows: an asset near the edge of its band, once for as long as it is open', async () => {
    await prices(timeOf(RAISED) - WARNED_SECONDS, timeOf(RAISED), shaken(0.02));
    await look(RAISED - HOUR_BLOCKS, 50);
    await look(RAISED, 54);
    await feed();
    await lookedAtNow();
    expect(await tend()).toEqual({ raised: 1, judged: 0 });
    const [warning, ...more] = await stored();
    expect(more).toEqual([]);
    expect(warning).toMatchObject({
      ...{ kind: 'band-left', threshold: 500, seen: 400, verdict: null },
      ...{ raisedAtSeconds: timeOf(RAISED), dueAtSeconds: timeOf(DUE) },
      assets: [{ token: tokenAt(0), name: 'WETH', symbol: 'WETH' }],
    });
    expect(await tend()).toEqual({ raised: 0, judged: 0 });
    await nextTurn();
    expect(await tend()).toEqual({ raised: 0, judged: 0 });
    expect(await stored()).toHaveLength(1);
  });

  it('are the pure function of the stored facts and decision, no more and no less', async () => {
    await prices(timeOf(RAISED) - WARNED_SECONDS, timeOf(RAISED), shaken(0.02));
    await look(RAISED, 54);
    await feed();
    await lookedAtNow();
    const read = async (span: '7d' | '90d') => {
      const facts = await factsOf({ run: inDatabase(bot) }, [id], span);
      if (!facts.ok || facts.value[0] === undefined) throw new Error('no facts');
      return facts.value[0];
    };
    const newest = (await bot.run((sql) => readNewestDecisions(sql, [id]))).get(id) ?? null;
    const raised = raiseWarnings({ week: await read('7d'), quarter: await read('90d'), newest });
    await tend();
    expect(raised).toHaveLength(1);
    expect(await stored()).toMatchObject(raised);
  });

  it('are looked for by one process alone, four times a day, and again where it died', async () => {
    for (const one of [id, other]) await look(RAISED, 50, one);
    await lookedAtNow();
    const claim = () => bot.run((sql) => claimWarningTurns(sql, { chainId: CHAIN_ID, limit: 10 }));
    const both = await Promise.all([claim(), claim()]);
    expect(both.flat().sort()).toEqual([id, other].sort());
    expect(await claim()).toEqual([]);
    const pass = (seconds: number) =>
      database.admin`update warning_turns set due_at = due_at - make_interval(secs => ${seconds})`;
    await pass(301);
    expect(await claim()).toHaveLength(2);
    await keep();
    await pass(21_500);
    expect(await claim()).toEqual([other]);
    await pass(101);
    expect(await claim()).toContain(id);
  });
});

describe('warnings whose seven days are over', () => {
  it('are judged by every kind’s own rows, the bad ones too', async () => {
    await keep(...WARNING_KINDS.map((kind) => warningOf(kind, kind === 'budget-low' ? 2_000 : 500)));
    await prices(timeOf(RAISED), timeOf(DUE), shaken(0.03));
    await week((hour) => (hour === 96 ? 56 : 51));
    await database.admin`update decisions set budget_left_bps = 3000`;
    await lookedAtNow();
    expect((await tend()).judged).toBe(WARNING_KINDS.length);
    const found = new Map((await stored()).map(({ kind, verdict }) => [kind, verdict]));
    // 6 points beyond the target at the look after 96 hours.
    expect(found.get('band-left')).toEqual({
      ...{ outcome: 'came-true', amount: 600, atSeconds: timeOf(RAISED + 96 * HOUR_BLOCKS) },
    });
    const track = Array.from({ length: 168 }, (_, index) => ({
      ...{ atSeconds: (index + 1) * 3_600, level: shaken(0.03)(index + 1) },
    }));
    const expected = Math.round((volatilityOf(track) ?? 0) * 1_000_000) / 100;
    expect(found.get('volatility-high')).toMatchObject({ outcome: 'came-true' });
    const verdict = found.get('volatility-high');
    expect(verdict?.outcome === 'came-true' ? Math.abs(verdict.amount - expected) : null).toBeLessThan(1);
    expect(found.get('correlation-high')).toEqual({ outcome: 'not-judged', why: 'too-few-prices' });
    expect(found.get('budget-low')).toMatchObject({ outcome: 'did-not', amount: 3_000 });
    expect(found.get('cost-high')).toEqual({ outcome: 'not-judged', why: 'nothing-traded' });
    const counts = await bot.run((sql) => countWarnings(sql, { portfolioId: id, days: 7 }));
    expect(counts).toEqual({ cameTrue: 2, didNot: 1, notJudged: 2 });
  });

  it('are judged once, by whichever worker, and not again when looks come after', async () => {
    await keep(warningOf('band-left', 500));
    await week(() => 51);
    await lookedAtNow();
    const judged = await Promise.all([tend(), tend(), tend()]);
    expect(judged.reduce((sum, one) => sum + one.judged, 0)).toBe(1);
    const [warning] = await stored();
    expect(warning?.verdict).toMatchObject({ outcome: 'did-not', amount: 100 });
    await look(DUE - 1, 60);
    await feed();
    expect((await tend()).judged).toBe(0);
    expect(await stored()).toEqual([warning]);
  });

  it('wait for a look at or after the end; of a portfolio that nobody looks at they end after nine days', async () => {
    await keep(warningOf('band-left', 500));
    await look(DUE - 1, 51);
    await feed();
    expect((await tend()).judged).toBe(0);
    await database.admin`update warnings set created_at = now() - interval '8 days'`;
    expect((await tend()).judged).toBe(0);
    await database.admin`update warnings set created_at = now() - interval '9 days 1 second'`;
    expect((await tend()).judged).toBe(1);
    expect((await stored())[0]?.verdict).toEqual({ outcome: 'not-judged', why: 'not-watched' });
  });

  it('make room for the same one anew, and leave after a year', async () => {
    expect(await keep(warningOf('band-left', 500))).toBe(1);
    expect(await keep(warningOf('band-left', 400))).toBe(0);
    await week(() => 51);
    await tend();
    expect(await keep(warningOf('band-left', 400))).toBe(1);
    expect((await stored()).map(({ threshold, verdict }) => [threshold, verdict?.outcome])).toEqual([
      ...[
        [400, undefined],
        [500, 'did-not'],
      ],
    ]);
    await database.admin`update warnings set judged_at = judged_at - interval '366 days' where outcome is not null`;
    const swept = await Promise.all([bot.run(sweepWarnings), bot.run(sweepWarnings)]);
    expect(swept.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect((await stored()).map(({ threshold }) => threshold)).toEqual([400]);
  });
});
