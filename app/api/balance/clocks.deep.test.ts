import { setTimeout as sleep } from 'node:timers/promises';
import { parseEventLogs } from 'viem';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { tickInProcess } from '../../../e2e/support/bot-process.ts';
import { type BotWorld, buildBotWorld, REQUEST } from '../../../e2e/support/bot-world.ts';
import { createHonest } from '../../../e2e/support/hostile-fleet.ts';
import { balancerAbi } from '../../../lib/abi/balancer-abi.ts';
import type { Failure, Result } from '../../../lib/result.ts';
import { GET, POST } from './route.ts';

/** One is one call of a clock: a request of the endpoint, `bot once`, or a tick of the loop, from its claim to its end. */
const RUNS = Number(process.env['CLOCK_RUNS'] ?? 10_000);
const PORTFOLIOS = 3;
/** Each clock's calls at once: what overlaps is what may act twice. */
const CALLS_EACH = 2;
/** Told on the way, since all of them take an hour. */
const RUNS_PER_LINE = 1_000;
/** The timer's run is a process of its own each so many calls, and else what that process does, in this one: a start takes a second. */
const CALLS_PER_PROCESS = 50;
const SECRET = 'a-secret-of-enough-letters';
const DAY_SECONDS = 86_400;
/** Drifts out of the band, and back. */
const WBTC_E8 = [2_200_000_000_000n, 1_900_000_000_000n] as const;

let world: BotWorld;
beforeAll(async () => {
  world = await buildBotWorld();
  for (let number = 1; number < PORTFOLIOS; number += 1) await createHonest(world, number);
  for (const [name, value] of Object.entries({ ...world.env, CRON_SECRET: SECRET })) vi.stubEnv(name, value);
  await world.tick();
}, 120_000);
afterAll(async () => {
  vi.unstubAllEnvs();
  await world?.stop();
}, 120_000);

/** What a run came to: `ok`, or what it ended with. */
type Ends = string[];
type Clock = (call: number) => Promise<Ends>;

/** A code that nobody waits for comes with its message, which says what it was. */
const endOf = ({ code, message }: Pick<Failure, 'code' | 'message'>): string =>
  code === 'nobody-checked' ? code : `${code}: ${message}`;

const requestBy = async (via: typeof GET, headers: Readonly<Record<string, string>>): Promise<string> => {
  const authorised = { authorization: `Bearer ${SECRET}`, ...headers };
  const method = via === GET ? 'GET' : 'POST';
  const answer = await via(new Request('http://localhost/api/balance', { method, headers: authorised }));
  if (answer.status === 200) return 'ok';
  const { error, description } = await answer.json();
  return endOf({ code: error, message: description });
};

const outcomeOf = (outcome: Result<unknown>): string => (outcome.ok ? 'ok' : endOf(outcome.error));

const asProcess = async (): Promise<string> => {
  const { code, error } = await tickInProcess(world.env);
  return code === 0 ? 'ok' : /^nobody-checked: /m.test(error) ? 'nobody-checked' : error;
};

const vercelsCron: Clock = async (call) => [
  await requestBy(GET, { 'user-agent': 'vercel-cron/1.0', 'x-vercel-id': `iad1::${call}` }),
];

const pinger: Clock = async (call) => [
  await requestBy(POST, { 'x-scheduler-execution-id': `pg_net ${call}` }),
];

const systemdTimer: Clock = async (call) => {
  if (call % CALLS_PER_PROCESS === 0) return [await asProcess()];
  const bot = await world.openAnother();
  const ticked = await bot.tick(REQUEST);
  await bot.close();
  return [outcomeOf(ticked)];
};

const loop: Clock = async () => {
  const stop = new AbortController();
  const ends: Ends = [];
  const report = (outcome: Result<unknown>): void => {
    if (ends.push(outcomeOf(outcome)) === 2) stop.abort();
  };
  await world.bot.poll({
    ...{ request: { ...REQUEST, source: 'loop' }, intervalMs: 1, signal: stop.signal, report },
  });
  return ends;
};

/** Late, and twice under one id. */
const githubActions: Clock = async (call) => {
  await sleep(Math.random() * 200);
  const once = () => requestBy(POST, { 'x-scheduler-execution-id': `actions ${call}` });
  return Promise.all([once(), once()]);
};

/** How often runs ended how, since when. */
type Told = { readonly ends: ReadonlyMap<string, number>; readonly startMs: number };

const CLOCKS = { vercelsCron, pinger, systemdTimer, loop, githubActions };

const portfoliosWhere = async (query: string): Promise<number> => {
  const [row] = await world.database.admin.unsafe(`select count(*)::int as count from (${query}) as found`);
  return row?.['count'];
};

/** Of every portfolio as many decisions to act and as many orders, each shown, as there were rounds; none has two that live. */
const nobodyDoubled = async (rounds: number): Promise<void> => {
  const others = (table: string, where: string): string => `
    select p.id from portfolios p left join ${table} x on x.portfolio_id = p.id and ${where}
    group by p.id having count(x.id) <> ${rounds}`;
  expect(await portfoliosWhere(others('decisions', "x.kind = 'act'"))).toBe(0);
  expect(await portfoliosWhere(others('orders', 'true'))).toBe(0);
  expect(await portfoliosWhere(others('orders', 'x.placed_at is not null'))).toBe(0);
  const live = "status in ('signed', 'open', 'partially-filled', 'unfillable')";
  expect(
    await portfoliosWhere(`select from orders where ${live} group by portfolio_id having count(*) <> 1`),
  ).toBe(0);
};

const tell = (runs: number, rounds: number, { ends, startMs }: Told): void =>
  console.info(
    `${runs} runs of ${Object.keys(CLOCKS).length} kinds of clock, each ${CALLS_EACH} times at once, in ${rounds} rounds, ` +
      `${((performance.now() - startMs) / 1_000).toFixed(0)} s: ${rounds * PORTFOLIOS} orders for ${PORTFOLIOS} portfolios, 0 doubled; ` +
      [...ends].map(([end, count]) => `${end} ${count}`).join(', '),
  );

/** A day later, at another price, everybody is due. */
const nextDay = async (round: number): Promise<void> => {
  await world.rpc('evm_increaseTime', [DAY_SECONDS]);
  await world.setPrices(100_000_000n, WBTC_E8[round % 2 === 0 ? 0 : 1]);
  await world.database.admin`update leases set visible_at = now()`;
};

it(
  `five kinds of clock at once act once for each portfolio each time it drifts, in ${RUNS} runs`,
  async () => {
    const ends = new Map<string, number>();
    const startMs = performance.now();
    let [runs, rounds] = [0, 0];
    for (; runs < RUNS; rounds += 1) {
      await nextDay(rounds);
      const calls = Array.from({ length: CALLS_EACH }, (_, index) => rounds * CALLS_EACH + index);
      const called = Object.values(CLOCKS).flatMap((clock) => calls.map(clock));
      const told = (await Promise.all(called)).flat();
      for (const end of told) ends.set(end, (ends.get(end) ?? 0) + 1);
      await nobodyDoubled(rounds + 1);
      await world.fillAll();
      if (Math.floor((runs + told.length) / RUNS_PER_LINE) > Math.floor(runs / RUNS_PER_LINE))
        tell(runs + told.length, rounds + 1, { ends, startMs });
      runs += told.length;
    }
    tell(runs, rounds, { ends, startMs });
    // Who finds everybody in another's hands has checked nobody, and says so.
    expect([...ends.keys()].filter((end) => !['ok', 'nobody-checked'].includes(end))).toEqual([]);
    const logs = await world.client.getLogs({ fromBlock: 0n, toBlock: 'latest' });
    const fills = parseEventLogs({ abi: balancerAbi, eventName: 'Filled', logs });
    expect(fills).toHaveLength(rounds * PORTFOLIOS);
    expect(new Set(fills.map(({ args }) => args.orderHash)).size).toBe(rounds * PORTFOLIOS);
  },
  RUNS * 5_000,
);
