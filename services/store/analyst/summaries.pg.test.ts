import { beforeEach, describe, expect, it } from 'vitest';
import { E18 } from '../../../lib/money/fixed-point.ts';
import type { BotDatabase } from '../database.ts';
import { arrangePortfolios, CHAIN_ID, removePortfolios } from '../testing/arrange.ts';
import { arrangeLook, arrangeTick, timeOf } from '../testing/arrange-looks.ts';
import type { TestDatabase } from '../testing/test-database.ts';
import { withTestBot } from '../testing/with-test-bot.ts';
import {
  askForSummary,
  claimSummaries,
  type NewSummary,
  readSummaries,
  saveSummaries,
  sweepSummaries,
} from './summaries.ts';

let database: TestDatabase;
let bot: BotDatabase;
withTestBot((opened) => {
  ({ database, bot } = opened);
});

const HELD = [{ units: E18, price: E18, targetBps: 10_000 }];

let ids: readonly string[] = [];
let tickId = '';
beforeEach(async () => {
  await removePortfolios(database.admin);
  ids = (await arrangePortfolios(database.admin, 3)).map(({ id }) => id);
  tickId = await arrangeTick(database.admin);
  for (const id of ids.slice(0, 2))
    await arrangeLook(database.admin, id, {
      ...{ tickId, block: 2 },
      assets: HELD,
    });
  await database.admin`update decisions set created_at = now()`;
});

const claim = (limit = 10) => bot.run((sql) => claimSummaries(sql, { chainId: CHAIN_ID, limit }));
const save = (...summaries: readonly NewSummary[]) => bot.run((sql) => saveSummaries(sql, summaries));
const read = (portfolioId: string) => bot.run((sql) => readSummaries(sql, { portfolioId, limit: 10 }));
const summaryOf = (portfolioId: string, asOfSeconds = 1_000): NewSummary => ({
  ...{ portfolioId, asOfSeconds, confidence: 'high', whyTemplate: 'not-configured' },
  sentences: [{ text: 'The portfolio is worth $ 1.00.', factIds: ['value.now'] }],
});
const pass = (seconds: number) =>
  database.admin`update summary_turns set due_at = due_at - make_interval(secs => ${seconds})`;

describe('summaries', () => {
  it('are due for whoever was looked at lately, and for one process alone', async () => {
    const [first, second] = await Promise.all([claim(), claim()]);
    expect([...(first ?? []), ...(second ?? [])].sort()).toEqual([...ids.slice(0, 2)].sort());
    expect(await claim()).toEqual([]);
  });

  it('are due again at once where whoever had the turn died, and an hour after one was written', async () => {
    const [id = ''] = await claim();
    await pass(301);
    expect(await claim()).toContain(id);
    await save(summaryOf(id));
    await pass(3_500);
    expect(await claim()).not.toContain(id);
    await pass(101);
    expect(await claim()).toContain(id);
  });

  it('are due at once where an owner asks', async () => {
    const [id = ''] = await claim();
    await save(summaryOf(id));
    await bot.run((sql) => askForSummary(sql, id));
    expect(await claim()).toContain(id);
  });

  it('are not due again for a look that has one, however often it is asked for, and are of the next look at once', async () => {
    const [id = ''] = await claim();
    await save(summaryOf(id, timeOf(2)));
    await pass(3_601);
    await bot.run((sql) => askForSummary(sql, id));
    expect(await claim()).not.toContain(id);
    await arrangeLook(database.admin, id, { ...{ tickId, block: 3 }, assets: HELD });
    await database.admin`update decisions set created_at = now()`;
    expect(await claim()).toContain(id);
  });

  it('are stored once for each look, however often they come, and read newest first', async () => {
    const [id = ''] = ids;
    await save(summaryOf(id), summaryOf(id, 2_000));
    await save({ ...summaryOf(id, 2_000), whyTemplate: null });
    expect((await read(id)).map(({ asOfSeconds, whyTemplate }) => [asOfSeconds, whyTemplate])).toEqual([
      [2_000, 'not-configured'],
      [1_000, 'not-configured'],
    ]);
  });

  it('leave after thirty days, and twice takes nothing more', async () => {
    const [id = ''] = ids;
    await save(summaryOf(id), summaryOf(id, 2_000));
    await database.admin`update summaries set created_at = now() - interval '31 days' where as_of_seconds = 1000`;
    expect(await Promise.all([bot.run(sweepSummaries), bot.run(sweepSummaries)])).toContain(1);
    expect(await bot.run(sweepSummaries)).toBe(0);
    expect((await read(id)).map(({ asOfSeconds }) => asOfSeconds)).toEqual([2_000]);
  });
});
