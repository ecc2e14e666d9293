import fc from 'fast-check';
import type { Address } from 'viem';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { type Habit, round, symbolBytes, word } from '../../e2e/support/hostile-asset.ts';
import {
  createHonest,
  createHostile,
  type Hostility,
  LONG_REQUEST,
  servedBy,
} from '../../e2e/support/hostile-fleet.ts';
import { readEnv } from '../env.ts';
import { type Bot, openBot } from '../wire/tick/bot.ts';

const FLEETS = 20;
const HOSTILE_A_FLEET = Number(process.env.HOSTILE_A_FLEET ?? 50);
const HONEST = 5;
const SEED = Number(process.env.SEED ?? 20_261_129);

const uint256 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  fc.constantFrom(0n, 1n, 2n ** 128n, 2n ** 255n, 2n ** 256n - 1n),
);
const silent: fc.Arbitrary<Habit> = fc.oneof(
  fc.constant<Habit>({ kind: 'revert' }),
  fc.constant<Habit>({ kind: 'burn' }),
  fc.record({ kind: fc.constant('long' as const), length: fc.integer({ min: 0, max: 4_000_000 }) }),
  fc.record({ kind: fc.constant('long-revert' as const), length: fc.integer({ min: 0, max: 4_000_000 }) }),
);
const figure = fc.oneof(uint256.map(word), silent);
const name = fc.oneof(
  fc.uint8Array({ maxLength: 64 }).map((bytes) => symbolBytes(`0x${Buffer.from(bytes).toString('hex')}`)),
  fc
    .string({ unit: 'binary', maxLength: 20 })
    .map((text) => symbolBytes(`0x${Buffer.from(text).toString('hex')}`)),
  figure,
);
const feedRound = fc.oneof(
  fc
    .tuple(fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n - 1n }), uint256)
    .map(([answer, time]) => round(answer, time)),
  fc.bigInt({ min: 1n, max: 2n ** 255n - 1n }).map((answer) => round(answer, 1_700_000_000n)),
  silent,
);
const hostility: fc.Arbitrary<Hostility> = fc.record({
  token: fc.record(
    { symbol: name, balanceOf: figure, allowance: figure, decimals: figure },
    { requiredKeys: [] },
  ),
  feed: fc.record({ latestRoundData: feedRound, decimals: figure }, { requiredKeys: [] }),
});

let world: BotWorld;
let bot: Bot;
const honest: Address[] = [];
beforeAll(async () => {
  world = await buildBotWorld();
  honest.push(world.portfolio);
  for (let number = 1; number < HONEST; number += 1) honest.push(await createHonest(world, number));
  const env = readEnv({ ...world.env, SERVE: 'anyone', LOG_LEVEL: 'silent' });
  const opened = await openBot(env);
  if (!opened.ok) throw new Error(opened.error.message);
  bot = opened.value;
}, 300_000);
afterAll(async () => {
  await bot?.close();
  await world?.stop();
});

it(`misses no honest portfolio among ${FLEETS * HOSTILE_A_FLEET} random hostile ones`, async () => {
  const plans = fc.sample(hostility, { seed: SEED, numRuns: FLEETS * HOSTILE_A_FLEET });
  let missed = 0;
  let slowestMs = 0;
  for (let fleet = 0; fleet < FLEETS; fleet += 1) {
    const first = fleet * HOSTILE_A_FLEET;
    for (const [index, plan] of plans.slice(first, first + HOSTILE_A_FLEET).entries()) {
      const number = first + index;
      await createHostile(world, { number, hostility: plan, registered: number % 2 === 0 });
    }
    await world.setPrices(100_000_000n, fleet % 2 === 0 ? 2_400_000_000_000n : 2_000_000_000_000n);
    const ticked = await bot.tick(LONG_REQUEST);
    if (!ticked.ok) throw new Error(`fleet ${fleet}: ${ticked.error.code}: ${ticked.error.message}`);
    const { looked } = await servedBy(world, ticked.value.tickId);
    missed += honest.filter((address) => !looked.has(address)).length;
    slowestMs = Math.max(slowestMs, ticked.value.durationMs);
  }
  const ends = await world.database.admin`
    select coalesce(split_part(p.quarantine_reason, ':', 1), 'served') as end, count(*)::int as count
    from portfolios p group by 1 order by 2 desc`;
  const told = ends.map(({ end, count }) => `${end} ${count}`).join(', ');
  process.stdout.write(`seed ${SEED}: ${missed} missed, slowest tick ${slowestMs} ms; ${told}\n`);
  expect(missed).toBe(0);
}, 3_000_000);
