import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type FakeService, refused, startFake } from '../../http/testing/fake-service.ts';

const bodySchema = z.strictObject({
  ...{
    version: z.literal(1),
    id: z.string().regex(/^0x[0-9a-f]{64}$/),
    phase: z.enum(['raised', 'recovered', 'test']),
  },
  ...{
    kind: z.string(),
    severity: z.enum(['critical', 'warning']),
    headline: z.string(),
    sentence: z.string(),
  },
  ...{ meaning: z.string(), remedy: z.string(), count: z.int().min(1) },
  portfolio: z.strictObject({ chainId: z.int(), address: z.string(), name: z.string() }).nullable(),
  links: z.strictObject({ page: z.url(), runbook: z.url() }),
  ...{ raisedAtSeconds: z.int().nullable(), recoveredAtSeconds: z.int().nullable() },
});
export type WebhookBody = z.output<typeof bodySchema>;

export type WebhookFake = FakeService & {
  /** What it took, each id once, as a receiver is told to. */
  readonly taken: WebhookBody[];
};

const AGE_SECONDS_MAX = 300;

/** A receiver that checks what docs/alerts.md says a receiver checks. */
export const startWebhookFake = async (secret: string): Promise<WebhookFake> => {
  const taken: WebhookBody[] = [];
  const service = await startFake(({ method, headers, body }) => {
    if (method !== 'POST') return refused(405, 'POST alone');
    const timestamp = String(headers['x-timestamp']);
    const expected = Buffer.from(
      `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
    );
    const given = Buffer.from(String(headers['x-signature']));
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return refused(401, 'signature');
    if (Math.abs(Date.now() / 1_000 - Number(timestamp)) > AGE_SECONDS_MAX) return refused(401, 'too old');
    const parsed = bodySchema.safeParse(JSON.parse(body));
    if (!parsed.success) return refused(400, parsed.error.message);
    if (headers['idempotency-key'] !== parsed.data.id) return refused(400, 'id');
    if (!taken.some(({ id }) => id === parsed.data.id)) taken.push(parsed.data);
    return { status: 204, body: '' };
  });
  return { ...service, taken };
};
