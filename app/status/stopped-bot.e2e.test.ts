import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { type LoopingBot, loopInProcess } from '../../e2e/support/bot-process.ts';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { type DeadMan, startDeadMan } from '../../e2e/support/dead-man.ts';
import { tooLong } from '../../e2e/support/judged-time.ts';
import { pagesFor } from '../../services/wire/pages/pages.ts';
import { GET as READY } from '../api/health/ready/route.ts';

const INTERVAL_SECONDS = 8;
const TWO_INTERVALS_MS = 2 * INTERVAL_SECONDS * 1_000;
/** Ages are told in whole seconds, and what is watched is looked at this often. */
const ROUNDING_MS = 1_500;
const LOOK_EVERY_MS = 100;

let world: BotWorld;
let deadMan: DeadMan;
let bot: LoopingBot;
const start = () =>
  loopInProcess(
    { ...world.env, TICK_INTERVAL_SECONDS: String(INTERVAL_SECONDS), DEAD_MAN_URL: deadMan.url },
    INTERVAL_SECONDS,
  );

beforeAll(async () => {
  world = await buildBotWorld();
  await world.database.admin`
    update settings set value = ${INTERVAL_SECONDS}::text::jsonb where key = 'tickIntervalSeconds'`;
  deadMan = await startDeadMan(TWO_INTERVALS_MS);
  vi.stubEnv('APP_DB_URL', world.database.urls.app.reveal());
  vi.stubEnv('TICK_INTERVAL_SECONDS', String(INTERVAL_SECONDS));
  bot = start();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await bot?.kill();
  await deadMan?.close();
  await world?.stop();
});

const ready = async () => {
  const response = await READY();
  const { bot: clock, components } = await response.json();
  return { status: response.status, isLate: clock.stale, components };
};
/** What the page is given, of which its banner says that the bot is not running. */
const isSaidByPage = async (): Promise<boolean> => {
  const read = await pagesFor({ headers: new Headers() }).readStatus();
  if (!read.ok) throw new Error(read.error.message);
  return read.value.bot.stale;
};
const seen = async () => {
  const { status, isLate } = await ready();
  return { status, isLate, banner: await isSaidByPage(), told: deadMan.told.at(-1) ?? null };
};
const until = async (
  isSo: (now: Awaited<ReturnType<typeof seen>>) => boolean,
  withinMs: number,
): Promise<number> => {
  const endMs = performance.now() + withinMs;
  for (;;) {
    const now = await seen();
    if (isSo(now)) return performance.now();
    if (performance.now() > endMs) throw new Error(`waited too long: ${JSON.stringify(now)}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
};
const isWell = ({ status, banner, told }: Awaited<ReturnType<typeof seen>>) =>
  status === 200 && !banner && told !== 'raised' && deadMan.askedAtMs() !== null;

it('a bot that is killed is told of by the page, by /ready and from outside within two intervals, and all three pass when it is back', async () => {
  await until(isWell, 60_000);
  const lastMs = deadMan.askedAtMs() ?? 0;
  await bot.kill();
  expect(await seen()).toEqual({ status: 200, isLate: false, banner: false, told: null });

  const allMs = await until(({ status, banner, told }) => {
    return status === 503 && banner && told === 'raised';
  }, TWO_INTERVALS_MS + 60_000);
  expect(tooLong('all three', allMs - lastMs, TWO_INTERVALS_MS + ROUNDING_MS)).toBeNull();
  expect(await seen()).toEqual({
    ...{ status: 503, isLate: true, banner: true, told: 'raised' },
  });
  // The tick is what is late, and nothing else.
  const { components } = await ready();
  expect(components.filter(({ state }: { state: string }) => state === 'down')).toEqual([]);

  bot = start();
  await until(isWell, 60_000);
  expect(deadMan.told).toEqual(['raised', 'recovered']);
});
