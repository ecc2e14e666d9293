import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnv } from '../env.ts';
import { bugFields, createLog, type Log, secretsOf } from '../log.ts';
import { type Bugs, openBugs } from './open-bugs.ts';
import { SENTRY_KEY, type SentryFake, startSentryFake } from './testing/sentry-fake.ts';

const RPC_KEY = 'rpc-key-0123456789abcdef';

let sentry: SentryFake;
let bugs: Bugs;
let log: Log;
let nowMs: number;
let lines: string[];
let warned: string[];

beforeEach(async () => {
  sentry = await startSentryFake();
  [nowMs, lines, warned] = [0, [], []];
  const env = readEnv({
    ...{ SENTRY_DSN: sentry.dsn, SENTRY_ENVIRONMENT: 'staging', SOURCE_COMMIT: 'c0ffee1' },
    RPC_URL: `https://rpc.example/v2/${RPC_KEY}`,
  });
  if (env.alerts.bugs === null) throw new Error('nobody is told');
  bugs = openBugs(env.alerts.bugs, {
    clock: { nowSeconds: () => 1_800_000_000 + Math.floor(nowMs / 1_000), monotonicMs: () => nowMs },
    warn: (why) => warned.push(why),
  });
  log = createLog({
    ...{ level: 'info', secrets: secretsOf(env), tell: bugs.take },
    destination: { write: (line) => void lines.push(line) },
  });
});
afterEach(() => sentry.close());

const tell = async (error: unknown, fields: Readonly<Record<string, unknown>> = {}): Promise<void> => {
  log.error({ ...fields, ...bugFields(error) }, 'api-bug');
  await bugs.flush();
};

/** Errors thrown in as many places as there are numbers. */
const errorNumber = (number: number): Error => {
  const error = new TypeError(`it is ${number}`);
  error.stack = `TypeError: it is ${number}\n    at place (file:///code/place.ts:${number + 1}:7)\n    at file:///code/outer.ts:1:2`;
  return error;
};

describe('a bug', () => {
  it('arrives as the protocol has it, with its place, build, installation and ids', async () => {
    const account = `0x${'ab'.repeat(20)}`;
    await tell(errorNumber(4), { requestId: 'r-1', account, nested: { not: 'told' } });
    expect(sentry.faults).toEqual([]);
    expect(sentry.events).toMatchObject([
      {
        ...{ level: 'error', logger: 'api-bug', release: 'c0ffee1', environment: 'staging' },
        tags: { requestId: 'r-1', account, event: 'api-bug' },
        exception: {
          values: [
            {
              ...{ type: 'TypeError', value: 'TypeError: it is 4' },
              stacktrace: {
                frames: [
                  { filename: '/code/outer.ts', lineno: 1, colno: 2, in_app: true },
                  { filename: '/code/place.ts', function: 'place', lineno: 5, colno: 7 },
                ],
              },
            },
          ],
        },
      },
    ]);
    expect(sentry.events[0]?.tags).not.toHaveProperty('nested');
    expect(lines).toHaveLength(1);
  });

  it('that is left as a failure without a stack arrives by its words', async () => {
    log.warn({ code: 'bug', why: 'Deciding failed: € – ü', portfolioId: 'p1' }, 'portfolio-failed');
    await bugs.flush();
    expect(sentry.faults).toEqual([]);
    expect(sentry.events[0]?.exception.values[0]).toMatchObject({ value: 'Deciding failed: € – ü' });
    expect(sentry.events[0]?.tags['portfolioId']).toBe('p1');
  });

  it('is all that is told: a classified failure, a figure and a word are not', async () => {
    log.error({ code: 'chain-unavailable', why: 'The node is away.' }, 'tick-failed');
    log.error({ code: 'row-refused', inner: { code: 'bug' } }, 'tick-failed');
    log.info({ checked: 3 }, 'tick');
    await bugs.flush();
    expect(sentry.asked).toEqual([]);
  });

  it.each([
    ['a key of ours in a URL', `POST /v2/${RPC_KEY} failed`, RPC_KEY],
    ['a password in an unknown URL', 'postgres://me:hunter2@elsewhere/db', 'hunter2'],
    ["somebody's bearer token", 'Authorization: Bearer abc.def.ghi', 'abc.def.ghi'],
    ['the key that bugs are taken by', `sentry_key=${SENTRY_KEY}`, SENTRY_KEY],
  ])('never carries %s, in its words, its stack or its ids', async (_title, text, secret) => {
    const error = new Error(text);
    error.stack = `Error: ${text}\n    at ask (file:///code/${secret}/ask.ts:1:2)\n    at ${text} (file:///b.ts:1:2)`;
    await tell(error, { where: text });
    expect(sentry.events).toHaveLength(1);
    const sent = JSON.stringify(sentry.events);
    expect(sent).toContain('[secret]');
    expect(JSON.stringify(sentry.events[0]?.exception.values[0]?.value)).not.toContain(secret);
    expect(sentry.events[0]?.tags['where']).not.toContain(secret);
    if (secret === RPC_KEY || secret === SENTRY_KEY) expect(sent).not.toContain(secret);
  });
});

describe('a storm', () => {
  it('of one bug is told once, and after ten minutes once more with its count', async () => {
    for (let count = 0; count < 1_000; count += 1) log.error(bugFields(errorNumber(1)), 'api-bug');
    await bugs.flush();
    expect(sentry.events.map(({ contexts }) => contexts.bug.repeats)).toEqual([0]);
    nowMs = 600_000;
    await tell(errorNumber(1));
    expect(sentry.events.map(({ contexts }) => contexts.bug.repeats)).toEqual([0, 999]);
  });

  it('of many bugs is told ten a minute', async () => {
    for (let number = 0; number < 100; number += 1) log.error(bugFields(errorNumber(number)), 'api-bug');
    await bugs.flush();
    expect(sentry.events).toHaveLength(10);
    nowMs = 60_000;
    await tell(errorNumber(100));
    expect(sentry.events).toHaveLength(11);
  });

  it('of words that differ by numbers and addresses alone is one bug', async () => {
    for (const id of [1, 2])
      log.warn({ code: 'bug', why: `Row ${id} of 0x${'a'.repeat(id)} broke` }, 'portfolio-failed');
    await bugs.flush();
    expect(sentry.events).toHaveLength(1);
  });
});

describe('a service that does not take it', () => {
  const asked = () => sentry.asked.length;

  it.each([
    ['says 429 and when', { status: 429, body: '', headers: { 'retry-after': '120' } }, 120],
    ['says 429 and nothing', { status: 429, body: '' }, 60],
    [
      'has a limit for errors',
      {
        status: 200,
        body: '',
        headers: { 'x-sentry-rate-limits': '90:error;transaction:organization, 9:session:key' },
      },
      90,
    ],
    ['fails', { status: 500, body: '' }, 60],
    ['breaks the connection', 'reset' as const, 60],
  ])('is left alone for a while when it %s', async (_title, fault, seconds) => {
    sentry.fault.current = fault;
    await tell(errorNumber(1));
    sentry.fault.current = null;
    expect(asked()).toBe(1);
    nowMs = seconds * 1_000 - 1;
    await tell(errorNumber(2));
    expect(asked()).toBe(1);
    nowMs = seconds * 1_000;
    await tell(errorNumber(2));
    expect(asked()).toBe(2);
    expect(sentry.events).toHaveLength(1);
    expect(warned).toHaveLength(1);
    expect(warned[0]).not.toContain(SENTRY_KEY);
  });

  it('is told of the bug that it missed when that comes again', async () => {
    sentry.fault.current = { status: 503, body: '' };
    await tell(errorNumber(1));
    sentry.fault.current = null;
    nowMs = 61_000;
    await tell(errorNumber(1));
    expect(sentry.events).toHaveLength(1);
  });

  it('but has a limit for something else is told on', async () => {
    sentry.fault.current = {
      ...{ status: 200, body: '' },
      headers: { 'x-sentry-rate-limits': '90:session:key' },
    };
    await tell(errorNumber(1));
    await tell(errorNumber(2));
    expect(asked()).toBe(2);
  });

  it('and keeps silent costs two seconds, once, and throws nothing', async () => {
    sentry.fault.current = 'silence';
    const startMs = performance.now();
    for (let number = 0; number < 5; number += 1) log.error(bugFields(errorNumber(number)), 'api-bug');
    expect(performance.now() - startMs).toBeLessThan(1_500);
    await bugs.flush();
    await bugs.flush();
    expect([asked(), warned.length]).toEqual([1, 1]);
    expect(performance.now() - startMs).toBeLessThan(30_000);
  });

  it('leads whoever asks nowhere else', async () => {
    sentry.fault.current = { status: 307, body: '', headers: { location: '/elsewhere' } };
    await tell(errorNumber(1));
    expect(sentry.asked.map(({ url }) => url.pathname)).toEqual(['/errors/api/42/envelope/']);
  });
});
