import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  OPERATOR,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { SCOPES } from '../../lib/api/scopes.ts';
import { Secret } from '../../services/secret.ts';
import { openSecret } from '../../services/secrets/envelope.ts';
import { arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { channelAddressPlace } from '../../services/wire/alerts/alerts.ts';

const HOOK = { kind: 'webhook', url: 'https://hooks.example/in?token=private' } as const;

let world: ApiWorld;
let ann: Credentials;
let bob: Credentials;
let portfolioId: string;
beforeAll(async () => {
  world = await buildApiWorld();
  const [one] = await arrangePortfolios(world.database.admin, 2, { shared: true });
  portfolioId = one?.id ?? '';
  ann = await world.session(ownerOf(1));
  bob = await world.session(ownerOf(2));
});
afterAll(() => world?.stop());

const make = (as: Credentials, more: object = {}) =>
  askRoute('POST', '/api/channels', { as, body: { name: 'Phone', address: HOOK, ...more } });
const channels = async (as: Credentials) => (await askRoute('GET', '/api/channels', { as })).body.channels;

describe('a channel', () => {
  it('shows its webhook’s secret once, and its address never again', async () => {
    const key = { 'idempotency-key': 'channel-of-ann' };
    const made = await askRoute('POST', '/api/channels', {
      as: ann,
      headers: key,
      body: { name: 'Phone', address: HOOK },
    });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({ kind: 'webhook', name: 'Phone', hint: 'hooks.example', quiet: null });
    expect(made.body.secret).toMatch(/^[\w-]{43}$/);
    const again = await askRoute('POST', '/api/channels', {
      as: ann,
      headers: key,
      body: { name: 'Phone', address: HOOK },
    });
    expect(again.body).toEqual({ ...made.body, secret: null });
    const [listed] = await channels(ann);
    expect(listed).toEqual({ ...made.body, secret: undefined });
    const [row] = await world.database.admin`
      select key_version as "keyVersion", wrapped_key as "wrappedKey", sealed from secrets where row_id = ${made.body.id}`;
    const { keyVersion, wrappedKey, sealed } = row ?? {};
    const opened = openSecret(
      { current: new Secret(world.env.SECRETS_KEY ?? ''), previous: null },
      channelAddressPlace(made.body.id),
      { keyVersion, wrappedKey, sealed },
    );
    expect(JSON.parse(opened.ok ? opened.value.reveal() : '')).toEqual({ ...HOOK, secret: made.body.secret });
    const logs = await world.database.admin`select after::text, before::text from audit_log`;
    expect(JSON.stringify(logs)).not.toMatch(/private|secret/);
  });

  it('is its owner’s alone to see, test and remove', async () => {
    const [{ id }] = await channels(ann);
    expect(await channels(bob)).toEqual([]);
    for (const [method, path] of [
      ['DELETE', `/api/channels/${id}`],
      ['POST', `/api/channels/${id}/test`],
      ['GET', `/api/channels/${id}/deliveries`],
    ] as const)
      expect((await askRoute(method, path, { as: bob })).status).toBe(404);
    const token = await world.token(ownerOf(1), SCOPES);
    expect((await askRoute('GET', '/api/channels', { as: token })).body.code).toBe('session-required');
    expect((await askRoute('GET', '/api/channels')).status).toBe(401);
  });

  it('is tested once a minute, by the outbox', async () => {
    const [{ id }] = await channels(ann);
    const asked = await askRoute('POST', `/api/channels/${id}/test`, { as: ann });
    expect(asked.status).toBe(202);
    expect((await askRoute('POST', `/api/channels/${id}/test`, { as: ann })).status).toBe(429);
    const { body } = await askRoute('GET', `/api/channels/${id}/deliveries`, { as: ann });
    expect(body.deliveries).toMatchObject([
      { id: asked.body.deliveryId, phase: 'test', kind: null, status: 'pending', attempts: 0 },
    ]);
  });

  it('takes its secret and what it was told with it', async () => {
    const [{ id }] = await channels(ann);
    expect((await askRoute('DELETE', `/api/channels/${id}`, { as: ann })).status).toBe(204);
    expect((await askRoute('DELETE', `/api/channels/${id}`, { as: ann })).status).toBe(404);
    const [left] = await world.database.admin`
      select (select count(*) from secrets)::int as secrets, (select count(*) from alert_deliveries)::int as told`;
    expect(left).toEqual({ secrets: 0, told: 0 });
  });

  it('is one of ten at most', async () => {
    const statuses = [];
    for (let count = 0; count < 11; count += 1) statuses.push((await make(bob)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 409]);
  });

  it('of the whole system is an operator’s alone', async () => {
    expect((await make(ann, { forOperators: true })).status).toBe(403);
    expect((await make(await world.session(OPERATOR), { forOperators: true })).status).toBe(201);
  });

  it.each([
    ['an address without https', { address: { kind: 'webhook', url: 'http://hooks.example/' } }],
    ['a password in an address', { address: { kind: 'webhook', url: 'https://a:b@hooks.example/' } }],
    [
      'Discord elsewhere',
      { address: { kind: 'discord', url: 'https://discord.com.example/api/webhooks/1/2' } },
    ],
    ['a field too many', { address: { ...HOOK, secret: 'mine' } }],
    [
      'a mailbox with a line break',
      { address: { kind: 'email', to: 'a@example.org\r\nBcc: b@example.org' } },
    ],
    ['a minute that no day has', { quiet: { fromMinute: 5, toMinute: 1_440 } }],
  ])('is refused with %s', async (_, more) => {
    expect((await make(ann, more)).status).toBe(400);
  });

  it('can’t be kept without a key to seal it with', async () => {
    vi.stubEnv('SECRETS_KEY', '');
    expect((await make(ann)).body).toMatchObject({ status: 503, code: 'not-configured' });
    vi.stubEnv('SECRETS_KEY', world.env.SECRETS_KEY);
  });
});

describe('alerts', () => {
  beforeAll(async () => {
    for (const [subject, portfolio] of [
      ['portfolio:1', portfolioId],
      ['ticks', null],
    ])
      await world.database.admin`
        insert into alerts (kind, subject, portfolio_id, sentence, raised_at)
        values (${portfolio === null ? 'MISSED_RUN' : 'HIGH_DRIFT'}, ${subject ?? ''}, ${portfolio ?? null}, 'It is so.', now())`;
  });

  it('of a portfolio are its owner’s, even where it is shared', async () => {
    const path = `/api/portfolios/${portfolioId}/alerts`;
    const { body } = await askRoute('GET', path, { as: ann });
    expect(body.rows).toMatchObject([
      { kind: 'HIGH_DRIFT', severity: 'warning', recoveredAtSeconds: null, count: 1 },
    ]);
    expect((await askRoute('GET', `${path}?state=past`, { as: ann })).body.rows).toEqual([]);
    expect((await askRoute('GET', path, { as: bob })).body.code).toBe('not-owner');
    expect((await askRoute('GET', path)).status).toBe(401);
  });

  it('of the system are the operators’', async () => {
    const operator = await world.session(OPERATOR);
    expect((await askRoute('GET', '/api/alerts', { as: operator })).body.rows).toMatchObject([
      { kind: 'MISSED_RUN' },
    ]);
    expect((await askRoute('GET', '/api/alerts', { as: ann })).status).toBe(403);
  });
});
