import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { type BotWorld, buildBotWorld, REQUEST } from '../../../e2e/support/bot-world.ts';
import { tooLong } from '../../../e2e/support/judged-time.ts';
import { SIGNER_KEY } from '../../../e2e/support/order-world.ts';
import { readEnv } from '../../env.ts';
import { startFake } from '../../http/testing/fake-service.ts';
import { type Bot, openBot } from '../tick/bot.ts';
import { openTracing } from './tracing.ts';

const HEADER = 'Basic a-log-in-of-the-collector';

/** OTLP in JSON, as its protocol has it: ids in hex, times in nanoseconds as text. */
const valueSchema = z.union([
  z.strictObject({ stringValue: z.string() }),
  z.strictObject({ intValue: z.union([z.number(), z.string()]) }),
  z.strictObject({ boolValue: z.boolean() }),
  z.strictObject({ doubleValue: z.number() }),
]);
const attributesSchema = z.array(z.strictObject({ key: z.string(), value: valueSchema }));
const spanSchema = z.strictObject({
  traceId: z.string().regex(/^[0-9a-f]{32}$/),
  spanId: z.string().regex(/^[0-9a-f]{16}$/),
  parentSpanId: z
    .string()
    .regex(/^[0-9a-f]{16}$/)
    .optional(),
  name: z.string().min(1),
  kind: z.literal(1),
  startTimeUnixNano: z.string().regex(/^\d{19}$/),
  endTimeUnixNano: z.string().regex(/^\d{19}$/),
  attributes: attributesSchema,
  droppedAttributesCount: z.literal(0),
  events: z.array(z.never()),
  droppedEventsCount: z.literal(0),
  status: z.strictObject({ code: z.union([z.literal(0), z.literal(2)]) }),
  links: z.array(z.never()),
  droppedLinksCount: z.literal(0),
  flags: z.number().optional(),
});
type SpanSent = z.output<typeof spanSchema>;
const bodySchema = z.strictObject({
  resourceSpans: z.array(
    z.strictObject({
      resource: z.strictObject({ attributes: attributesSchema, droppedAttributesCount: z.literal(0) }),
      scopeSpans: z.array(
        z.strictObject({
          scope: z.strictObject({ name: z.literal('1balancer') }),
          spans: z.array(spanSchema),
        }),
      ),
    }),
  ),
});

/** A collector that takes what the protocol allows and nothing else. */
const startCollector = async () => {
  const bodies: string[] = [];
  const faults: string[] = [];
  const service = await startFake(({ method, url, headers, body }) => {
    const isAsked =
      method === 'POST' && url.pathname === '/otlp/v1/traces' && headers.authorization === HEADER;
    const parsed = bodySchema.safeParse(JSON.parse(body));
    if (!isAsked || headers['content-type'] !== 'application/json') faults.push(`${method} ${url.pathname}`);
    if (!parsed.success) faults.push(z.prettifyError(parsed.error));
    bodies.push(body);
    return { status: 200, body: '{"partialSuccess":{}}' };
  });
  const take = (): readonly SpanSent[] =>
    bodies
      .splice(0)
      .flatMap((body) => bodySchema.parse(JSON.parse(body)).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
  return { service, bodies, faults, take };
};

let world: BotWorld;
let collector: Awaited<ReturnType<typeof startCollector>>;
let bot: Bot;

const openTraced = async (endpoint: string, more: Readonly<Record<string, string>> = {}): Promise<Bot> => {
  const opened = await openBot(
    readEnv({
      ...{ ...world.env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, LOG_LEVEL: 'silent' },
      ...{ OTEL_EXPORTER_OTLP_HEADERS: `authorization=${encodeURIComponent(HEADER)}`, ...more },
    }),
  );
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
};

beforeAll(async () => {
  world = await buildBotWorld();
  collector = await startCollector();
  bot = await openTraced(`${collector.service.baseUrl}/otlp/`);
});
afterAll(async () => {
  await bot?.close();
  await collector?.service.close();
  await world?.stop();
});

const attribute = ({ attributes }: SpanSent, key: string) =>
  attributes.find((one) => one.key === key)?.value as Readonly<Record<string, unknown>> | undefined;

/** One trace whose every part lies within the part that it belongs to. */
const expectOneTrace = (spans: readonly SpanSent[]): SpanSent => {
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const [root, ...others] = spans.filter(({ parentSpanId }) => parentSpanId === undefined);
  expect([root?.name, others]).toEqual(['tick', []]);
  for (const span of spans.filter(({ parentSpanId }) => parentSpanId !== undefined)) {
    const parent = spans.find(({ spanId }) => spanId === span.parentSpanId);
    expect(parent, span.name).toBeDefined();
    expect(BigInt(span.startTimeUnixNano)).toBeLessThanOrEqual(BigInt(span.endTimeUnixNano));
    expect(BigInt(parent?.startTimeUnixNano ?? 0)).toBeLessThanOrEqual(BigInt(span.startTimeUnixNano));
  }
  if (root === undefined) throw new Error('there is no root');
  return root;
};

describe('a tick', () => {
  it('arrives as one trace, with a part for each of its steps, in their order', async () => {
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    const ticked = await bot.tick(REQUEST);
    const spans = collector.take();
    expect(collector.faults).toEqual([]);
    expectOneTrace(spans);
    const depthOf = ({ parentSpanId }: (typeof spans)[number]): number => {
      const parent = spans.find(({ spanId }) => spanId === parentSpanId);
      return parent === undefined ? 0 : 1 + depthOf(parent);
    };
    // A step and its first part may begin in the same millisecond.
    const steps = [...spans]
      .sort(
        (a, b) =>
          Number(BigInt(a.startTimeUnixNano) - BigInt(b.startTimeUnixNano)) || depthOf(a) - depthOf(b),
      )
      .map(({ name }) => name)
      .filter((name, place, all) => all.indexOf(name) === place);
    expect(steps).toEqual([
      ...[
        'tick',
        'chain',
        'lease',
        'reconcile',
        'observe',
        'prices',
        'decide',
        'sign',
        'write',
        'check',
        'post',
      ],
      ...['end', 'calls', 'series', 'alerts', 'rates', 'warnings', 'summaries'],
    ]);
    const chain = spans.find(({ name }) => name === 'chain');
    if (chain === undefined || !ticked.ok) throw new Error('no chain ticked');
    expect(attribute(chain, 'tick.id')).toEqual({ stringValue: ticked.value.tickId });
    expect(attribute(chain, 'acted')).toEqual({ intValue: 1 });
  });

  it('is another trace each time, and tells nothing that is a secret', async () => {
    await bot.tick(REQUEST);
    const bodies = collector.bodies.join('\n').toLowerCase();
    const first = expectOneTrace(collector.take());
    await bot.tick(REQUEST);
    expect(expectOneTrace(collector.take()).traceId).not.toBe(first.traceId);
    const { DB_URL = '' } = world.env;
    const secrets = [
      SIGNER_KEY.slice(2),
      HEADER,
      'a-log-in',
      DB_URL,
      new URL(DB_URL).password,
      world.portfolio,
    ];
    for (const secret of secrets) expect(bodies).not.toContain(secret.toLowerCase());
  });

  it('that failed says by which code, and not in which words', async () => {
    const blind = await openTraced(`${collector.service.baseUrl}/otlp`, {
      RPC_URL: 'http://127.0.0.1:9/a-key-of-a-node',
    });
    expect((await blind.tick(REQUEST)).ok).toBe(false);
    await blind.close();
    const bodies = collector.bodies.join('\n');
    const spans = collector.take();
    const root = expectOneTrace(spans);
    expect(root.status).toEqual({ code: 2 });
    expect(attribute(root, 'failure.code')).toEqual({ stringValue: 'chain-unavailable' });
    expect(spans.find(({ name }) => name === 'reconcile')?.status).toEqual({ code: 2 });
    expect(bodies).not.toContain('a-key-of-a-node');
    expect(collector.faults).toEqual([]);
  });

  it('is no worse for a collector that is away', async () => {
    const alone = await openTraced('http://127.0.0.1:9');
    const startMs = performance.now();
    expect((await alone.tick(REQUEST)).ok).toBe(true);
    expect(tooLong('a tick without its collector', performance.now() - startMs, 15_000)).toBeNull();
    await alone.close();
  });
});

describe('where nobody collects', () => {
  it('nothing of OpenTelemetry is loaded, and steps are done as they are', async () => {
    const loaded: string[] = [];
    for (const name of ['@opentelemetry/sdk-trace', '@opentelemetry/exporter-trace-otlp-http'])
      vi.doMock(name, () => {
        loaded.push(name);
        return {};
      });
    const tracing = await openTracing(null);
    const { trace } = tracing.begin('tick', {}).child('chain', {});
    expect(trace('step', () => 7)).toBe(7);
    expect(loaded).toEqual([]);
    vi.doUnmock('@opentelemetry/sdk-trace');
    vi.doUnmock('@opentelemetry/exporter-trace-otlp-http');
  });
});
