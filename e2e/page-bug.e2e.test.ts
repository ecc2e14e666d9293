import { afterAll, beforeAll, expect, it } from 'vitest';
import { type SentryFake, startSentryFake } from '../services/bugs/testing/sentry-fake.ts';
import { type LoginServer, startLoginServer } from './support/login-server.ts';

let sentry: SentryFake;
let server: LoginServer;
beforeAll(async () => {
  sentry = await startSentryFake();
  server = await startLoginServer({ SENTRY_DSN: sentry.dsn });
});
afterAll(async () => {
  await server?.stop();
  await sentry?.close();
});

it('a page that breaks is told of as a bug, by its route and without what it was asked', async () => {
  const page = () => fetch(`${server.url}/status?word=only-mine`);
  await page();
  expect(sentry.events).toEqual([]);
  // No tick begins at such a time, so nobody expects it.
  await server.database.admin`insert into ticks (source, started_at) values ('cli', 'infinity')`;
  await page();
  await expect.poll(() => sentry.events.length, { timeout: 60_000 }).toBe(1);
  const [event] = sentry.events;
  expect([sentry.faults, event?.tags]).toEqual([[], { event: 'page-bug', routePath: '/status' }]);
  expect(JSON.stringify(sentry.asked.map(({ body }) => body))).not.toContain('only-mine');
});
