import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rateFault } from '../../lib/cash/rate-fault.ts';
import { ratesBeside } from '../../lib/cash/rates-beside.ts';
import { type FakeService, type Fault, startFake } from '../http/testing/fake-service.ts';
import { type AskPool, askLlamaPool, llamaHttp } from './defillama.ts';
import { type LlamaPoint, llamaFake, llamaPoint } from './testing/llama-fake.ts';

const POOL = 'aa70268e-4b52-42bf-a116-608b370f9501';
const NOW = Date.UTC(2026, 9, 12, 10) / 1_000;
const HOUR = 3_600;

let fake: FakeService;
let chart: readonly LlamaPoint[] | null = null;
beforeAll(async () => {
  fake = await startFake(llamaFake(() => chart));
});
afterAll(() => fake?.close());

let ask: AskPool;
let waits: number[];
beforeEach(() => {
  waits = [];
  fake.fault.current = null;
  fake.asked.length = 0;
  ask = askLlamaPool(
    llamaHttp({
      baseUrl: fake.baseUrl,
      clock: { nowSeconds: () => NOW, monotonicMs: () => performance.now() },
      sleep: async (ms) => waits.push(ms),
    }),
  );
});

const at = (secondsAgo: number): string => new Date((NOW - secondsAgo) * 1_000).toISOString();
/** What would be shown of this chart. */
const shownOf = async (points: readonly LlamaPoint[]) => {
  chart = points;
  const answer = await ask(POOL);
  if (!answer.ok) throw new Error(answer.error.message);
  const key = { chainId: 1, vault: POOL };
  return ratesBeside([{ key, source: 'DefiLlama', points: answer.value }], NOW).promised;
};
const days = (count: number, told: Partial<LlamaPoint> = {}): readonly LlamaPoint[] =>
  Array.from({ length: count }, (_, index) => llamaPoint(at((count - 1 - index) * 24 * HOUR), told));

describe('DefiLlama as a source of rates', () => {
  it('is asked for one pool by its UUID, with nothing else, and tells its days in order', async () => {
    chart = days(400);
    const answer = await ask(POOL);
    if (!answer.ok) throw new Error(answer.error.message);
    expect(fake.asked.map(({ method, url }) => `${method} ${url.pathname}${url.search}`)).toEqual([
      `GET /chart/${POOL}`,
    ]);
    expect(answer.value).toHaveLength(400);
    expect(answer.value.map(({ atSeconds }) => atSeconds)).toEqual(
      answer.value.map((_, index) => NOW - (399 - index) * 24 * HOUR),
    );
    // ln 1.042 of a compounded 4.2 %.
    const { promisedE18, paidE18, tvlUnits } = answer.value[399] ?? {};
    expect(Number(promisedE18) / 1e18).toBeCloseTo(Math.log(1.042), 9);
    expect(paidE18).toBe(promisedE18);
    expect(tvlUnits).toBe(170_000_000_000_000n);
  });

  it('parts what is paid from what is given on top', async () => {
    chart = [llamaPoint(at(HOUR), { apy: 7, apyBase: 4, apyReward: 3 })];
    const answer = await ask(POOL);
    const [point] = answer.ok ? answer.value : [];
    expect(Number(point?.paidE18) / 1e18).toBeCloseTo(Math.log(1.04), 9);
    expect(Number(point?.promisedE18) / 1e18).toBeCloseTo(Math.log(1.07), 9);
  });

  it.each([
    ['missing', [llamaPoint(at(HOUR), { apy: null, apyBase: null })], 'missing'],
    ['that of a pool without a day', [], 'missing'],
    ['negative', [llamaPoint(at(HOUR), { apy: -0.5, apyBase: -0.5 })], 'negative'],
    ['absurd', [llamaPoint(at(HOUR), { apy: 90_000, apyBase: 90_000 })], 'absurd'],
    ['doubtful', [llamaPoint(at(HOUR), { apy: 22, apyBase: 22 })], 'doubted'],
    ['stale', [llamaPoint(at(37 * HOUR))], 'stale'],
    ['of a time to come', [llamaPoint(at(-HOUR))], 'missing'],
    ['usable', [llamaPoint(at(35 * HOUR))], undefined],
  ] as const)(
    'keeps a rate that is %s, and the rate says what is wrong with it',
    async (_title, points, fault) => {
      expect((await shownOf(points)).fault?.fault).toBe(fault);
    },
  );

  it('keeps the newest rate of all, and not an older one that looks better', async () => {
    const { rateE18, fault } = await shownOf([llamaPoint(at(25 * HOUR)), llamaPoint(at(HOUR), { apy: -3 })]);
    expect(fault?.fault).toBe('negative');
    expect(rateFault({ rateE18, atSeconds: NOW }, NOW)?.fault).toBe('negative');
  });

  const json = (body: string, status = 200, headers: Record<string, string> = {}): Fault => ({
    ...{ status, body, headers },
  });
  const HUGE = JSON.stringify({ status: 'success', data: days(20_000) });
  it.each([
    ['an error status', json('{"status":"error","data":[]}'), 'rates-malformed', 1],
    [
      'a rate that is a text',
      json('{"status":"success","data":[{"timestamp":"2026-10-12T09:00:00.000Z","apy":"4.2"}]}'),
      'rates-malformed',
      1,
    ],
    [
      'a rate beyond any number',
      json('{"status":"success","data":[{"timestamp":"2026-10-12T09:00:00.000Z","apy":1e400}]}'),
      'rates-malformed',
      1,
    ],
    [
      'a day that is none',
      json('{"status":"success","data":[{"timestamp":"yesterday","apy":4.2}]}'),
      'rates-malformed',
      1,
    ],
    ['no list', json('{"status":"success","data":{}}'), 'rates-malformed', 1],
    ['no JSON', json('<html>', 200, { 'content-type': 'text/html' }), 'rates-malformed', 1],
    ['a truncated list', json('{"status":"success","data":[{"timest'), 'rates-malformed', 1],
    ['a huge list', json(HUGE), 'rates-malformed', 1],
    ['429', json('{}', 429), 'rates-limited', 1],
    ['429 for two minutes', json('{}', 429, { 'retry-after': '120' }), 'rates-limited', 1],
    ['500', json('{}', 500), 'rates-unavailable', 3],
    ['503', json('{}', 503), 'rates-unavailable', 3],
    ['403', json('{}', 403), 'rates-refused', 1],
    ['404', json('{}', 404), 'rates-refused', 1],
    ['a way elsewhere', json('{}', 302, { location: 'https://elsewhere.example/' }), 'rates-malformed', 1],
    ['a broken connection', 'reset', 'rates-unavailable', 3],
  ] as const)(
    'fails with a reason at %s, names when to ask again, and is left alone until then',
    async (_title, fault, code, requests) => {
      fake.fault.current = fault;
      const failed = await ask(POOL);
      expect(failed).toMatchObject({ ok: false, error: { code } });
      if (failed.ok) return;
      expect(failed.error.message).toMatch(/^(DefiLlama |chart of )/);
      expect(failed.error.message).not.toContain(fake.baseUrl);
      expect(fake.asked).toHaveLength(requests);
    },
  );

  it('is asked again once it may be, and answers as before', async () => {
    fake.fault.current = json('{}', 429, { 'retry-after': '120' });
    expect(await ask(POOL)).toMatchObject({ ok: false, error: { retry: { when: 'at', time: NOW + 120 } } });
    fake.fault.current = null;
    chart = days(1);
    expect(await ask(POOL)).toMatchObject({ ok: false, error: { code: 'rates-limited' } });
    expect(fake.asked).toHaveLength(1);
  });
});
