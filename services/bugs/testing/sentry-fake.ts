import { z } from 'zod';
import { type FakeService, type Reply, startFake } from '../../http/testing/fake-service.ts';

export const SENTRY_KEY = '0123456789abcdef0123456789abcdef';

const headerSchema = z.strictObject({
  event_id: z.string().regex(/^[0-9a-f]{32}$/),
  sent_at: z.iso.datetime(),
});
const itemSchema = z.strictObject({
  type: z.literal('event'),
  content_type: z.literal('application/json'),
  length: z.int().positive(),
});
const frameSchema = z.strictObject({
  filename: z.string().min(1),
  function: z.string().min(1).optional(),
  lineno: z.int().positive(),
  colno: z.int().positive(),
  in_app: z.boolean(),
});
const eventSchema = z.strictObject({
  event_id: z.string().regex(/^[0-9a-f]{32}$/),
  timestamp: z.iso.datetime(),
  platform: z.literal('node'),
  level: z.enum(['fatal', 'error', 'warning', 'info', 'debug']),
  logger: z.string().min(1),
  release: z
    .string()
    .regex(/^[^\s/\\]{1,250}$/)
    .optional(),
  environment: z.string().regex(/^[^\s/]{1,64}$/),
  tags: z.record(z.string().regex(/^[a-zA-Z0-9_.:-]{1,32}$/), z.string().regex(/^[^\n]{0,200}$/)),
  contexts: z.strictObject({ bug: z.strictObject({ type: z.string(), repeats: z.int().nonnegative() }) }),
  exception: z.strictObject({
    values: z.tuple([
      z.strictObject({
        type: z.string().min(1),
        value: z.string(),
        mechanism: z.strictObject({ type: z.string().min(1), handled: z.boolean() }),
        stacktrace: z.strictObject({ frames: z.array(frameSchema).min(1) }).optional(),
      }),
    ]),
  }),
});
export type SentryEvent = z.output<typeof eventSchema>;

/** What stands in an envelope of one event: two lines of JSON, then as many bytes as the second says, then nothing but an end of line. */
const eventIn = (body: string): SentryEvent => {
  const bytes = Buffer.from(body);
  const headerEnd = bytes.indexOf(10);
  const itemEnd = bytes.indexOf(10, headerEnd + 1);
  const header = headerSchema.parse(JSON.parse(bytes.subarray(0, headerEnd).toString()));
  const { length } = itemSchema.parse(JSON.parse(bytes.subarray(headerEnd + 1, itemEnd).toString()));
  const payload = bytes.subarray(itemEnd + 1, itemEnd + 1 + length);
  if (payload.length !== length || !['', '\n'].includes(bytes.subarray(itemEnd + 1 + length).toString()))
    throw new Error('the item is not as long as it says');
  const event = eventSchema.parse(JSON.parse(payload.toString()));
  if (event.event_id !== header.event_id) throw new Error('the envelope is of another event');
  return event;
};

/** Takes envelopes as Sentry's documents have them and nothing else, for the project 42 below /errors. */
export type SentryFake = FakeService & {
  readonly dsn: string;
  readonly events: SentryEvent[];
  readonly faults: string[];
};

export const startSentryFake = async (): Promise<SentryFake> => {
  const events: SentryEvent[] = [];
  const faults: string[] = [];
  const refuse = (status: number, why: string): Reply => {
    faults.push(why);
    return { status, body: JSON.stringify({ detail: why }) };
  };
  const service = await startFake(({ method, url, headers, body }) => {
    if (method !== 'POST' || url.pathname !== '/errors/api/42/envelope/' || url.search !== '')
      return refuse(404, `${method} ${url.pathname}`);
    if (headers['content-type'] !== 'application/x-sentry-envelope') return refuse(415, 'content type');
    const auth = /^Sentry sentry_version=7, sentry_client=[\w.-]+\/[\w.-]+, sentry_key=(\w+)$/;
    if (auth.exec(String(headers['x-sentry-auth']))?.[1] !== SENTRY_KEY) return refuse(403, 'auth');
    try {
      const event = eventIn(body);
      events.push(event);
      return { status: 200, body: JSON.stringify({ id: event.event_id }) };
    } catch (error) {
      return refuse(400, String(error));
    }
  });
  const dsn = `${service.baseUrl.replace('//', `//${SENTRY_KEY}@`)}/errors/42`;
  return { ...service, dsn, events, faults };
};
