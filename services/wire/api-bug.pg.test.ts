import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { readHalt } from '../../lib/api/admin.ts';
import { type SentryFake, startSentryFake } from '../bugs/testing/sentry-fake.ts';
import { createTestDatabase, type TestDatabase } from '../store/testing/test-database.ts';
import { serve } from './api.ts';

let database: TestDatabase;
let sentry: SentryFake;
beforeAll(async () => {
  database = await createTestDatabase();
  sentry = await startSentryFake();
  vi.stubEnv('APP_DB_URL', database.urls.app.reveal());
  vi.stubEnv('SENTRY_DSN', sentry.dsn);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterAll(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  await sentry?.close();
  await database?.drop();
});

it('an endpoint that broke has told of it before it answers, by the id of the request and without secrets', async () => {
  const url = database.urls.app.reveal();
  const route = serve(readHalt, async () => {
    throw new RangeError(`nothing at ${url}`);
  });
  const answer = await route(new Request('http://localhost:3000/api/halt'), { params: Promise.resolve({}) });
  expect([answer.status, sentry.faults, sentry.events.length]).toEqual([500, [], 1]);
  const [event] = sentry.events;
  expect(event?.tags).toEqual({
    ...{ event: 'api-bug', endpoint: readHalt.id },
    requestId: answer.headers.get('x-request-id'),
  });
  expect(event?.exception.values[0].value).toBe('RangeError: nothing at [secret]');
  expect(JSON.stringify(sentry.asked.map(({ body }) => body))).not.toContain(new URL(url).password);
});
