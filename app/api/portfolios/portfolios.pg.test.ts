import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../../e2e/support/api-world.ts';
import { listPortfolios, portfolioRow } from '../../../lib/api/portfolios.ts';
import { problemSchema } from '../../../lib/api/problem.ts';
import { openBotDatabase } from '../../../services/store/database.ts';
import { type ArrangedPortfolio, arrangePortfolios } from '../../../services/store/testing/arrange.ts';
import { signedOrder } from '../../../services/store/testing/looks.ts';

let world: ApiWorld;
let mine: ArrangedPortfolio;
let shared: ArrangedPortfolio;
let owner: Credentials;
let stranger: Credentials;
beforeAll(async () => {
  world = await buildApiWorld();
  const { admin } = world.database;
  const [first] = await arrangePortfolios(admin, 1);
  const [second] = await arrangePortfolios(admin, 1, { from: 2, shared: true });
  if (first === undefined || second === undefined) throw new Error('nothing arranged');
  [mine, shared] = [first, second];
  const bot = openBotDatabase({ url: world.database.urls.bot });
  await signedOrder(bot, mine);
  await bot.close();
  owner = await world.session(ownerOf(1));
  stranger = await world.session(ownerOf(77));
});
afterAll(() => world?.stop());

const problem = (body: unknown) => problemSchema.parse(body);

describe('portfolios over HTTP', () => {
  it('lists a person their own, with the last look', async () => {
    const { status, body } = await askRoute('GET', '/api/portfolios', { as: owner });
    expect(status).toBe(200);
    const page = listPortfolios.answer?.parse(body);
    expect(page?.rows).toHaveLength(1);
    expect(page?.rows[0]).toMatchObject({
      id: mine.id,
      owner: ownerOf(1),
      liveOrders: 1,
      lastLook: { kind: 'act', reason: null, valueUsd: '10000.00' },
    });
    expect(page?.nextCursor).toBeNull();
  });

  it('lists everybody what is shared, and nobody anything else', async () => {
    for (const as of [{}, stranger, owner]) {
      const { body } = await askRoute('GET', '/api/portfolios?of=everyone', { as });
      expect(body.rows.map(({ id }: { id: string }) => id)).toEqual([shared.id]);
    }
    const anonymous = await askRoute('GET', '/api/portfolios');
    expect(anonymous.status).toBe(401);
    expect(anonymous.headers.get('www-authenticate')).toBe('Bearer');
    expect(problem(anonymous.body)).toMatchObject({ code: 'unauthorised', status: 401 });
  });

  it('reads one to its owner, and says to others of a private one no more than of none', async () => {
    const path = `/api/portfolios/${mine.id}`;
    const { status, body } = await askRoute('GET', path, { as: owner });
    expect(status).toBe(200);
    expect(body).toMatchObject({ id: mine.id, address: mine.address, state: 'order-open' });
    const hidden = await askRoute('GET', path, { as: stranger });
    const none = await askRoute('GET', '/api/portfolios/999999999', { as: stranger });
    expect(hidden.status).toBe(404);
    expect(hidden.body).toEqual(none.body);
  });

  it('answers 304 to whoever has it, and anew once it has changed', async () => {
    const path = `/api/portfolios?archived=no`;
    const first = await askRoute('GET', path, { as: owner });
    const etag = first.headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[\w-]{27}"$/);
    const again = await askRoute('GET', path, { as: owner, headers: { 'if-none-match': `"x", W/${etag}` } });
    expect([again.status, again.text]).toEqual([304, '']);
    await askRoute('PATCH', `/api/portfolios/${mine.id}`, { as: owner, body: { name: 'Savings' } });
    expect((await askRoute('GET', path, { as: owner, headers: { 'if-none-match': etag } })).status).toBe(200);
  });

  it('names, shares and archives; archived it comes due no more, and comes back', async () => {
    const path = `/api/portfolios/${mine.id}`;
    const changed = await askRoute('PATCH', path, {
      as: owner,
      body: { name: 'O’Brien’s fund (2)', shared: true, archived: true },
    });
    expect(changed.status).toBe(200);
    expect(portfolioRow.parse(changed.body)).toMatchObject({
      name: 'O’Brien’s fund (2)',
      shared: true,
      archived: true,
    });
    const due = async () =>
      (
        await world.database
          .admin`select visible_at::text as at, lease_token::text as token from leases where id = ${mine.id}`
      )[0];
    const away = await due();
    expect(away?.at).toBe('infinity');
    // Once more changes nothing: a running look is fenced out once.
    await askRoute('PATCH', path, { as: owner, body: { archived: true } });
    expect(await due()).toEqual(away);
    expect((await askRoute('GET', '/api/portfolios', { as: owner })).body.rows).toEqual([]);
    await askRoute('PATCH', path, { as: owner, body: { archived: false, shared: false } });
    expect((await due())?.at).not.toBe('infinity');
    const told = await world.database.admin`
      select actor, action, before, after from audit_log where portfolio_id = ${mine.id} order by id desc limit 1`;
    expect(told[0]).toMatchObject({
      actor: `user:${ownerOf(1)}`,
      action: 'portfolio-changed',
      before: { archived: true, shared: true },
      after: { archived: false, shared: false },
    });
  });

  it('takes from which drift on its owner is told, and forgets it', async () => {
    const path = `/api/portfolios/${mine.id}`;
    const set = (highDriftBps: unknown) => askRoute('PATCH', path, { as: owner, body: { highDriftBps } });
    expect((await set(500)).body).toMatchObject({ highDriftBps: 500 });
    expect((await askRoute('PATCH', path, { as: owner, body: { shared: false } })).body.highDriftBps).toBe(
      500,
    );
    for (const wrong of [99, 100_001, 2.5, '500']) expect((await set(wrong)).status).toBe(400);
    expect((await set(null)).body).toMatchObject({ highDriftBps: null });
    const [told] = await world.database.admin`
      select before, after from audit_log where portfolio_id = ${mine.id} order by id desc limit 1`;
    expect(told).toMatchObject({ before: { highDriftBps: 500 }, after: { highDriftBps: null } });
  });

  it('lets nobody else change one, shared or not', async () => {
    const body = { name: 'mine now' };
    expect((await askRoute('PATCH', `/api/portfolios/${mine.id}`, { as: stranger, body })).status).toBe(404);
    const refused = await askRoute('PATCH', `/api/portfolios/${shared.id}`, { as: stranger, body });
    expect([refused.status, refused.body.code]).toEqual([403, 'not-owner']);
    const [row] = await world.database.admin`select name from portfolios where id = ${shared.id}`;
    expect(row?.name).toBe('');
  });

  it('takes a write by cookie from our own pages only, and by token from anywhere', async () => {
    const path = `/api/portfolios/${mine.id}`;
    const body = { name: 'Savings' };
    const { cookie = '' } = owner;
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }]) {
      const refused = await askRoute('PATCH', path, { as: { cookie }, body, headers });
      expect([refused.status, refused.body.code]).toEqual([403, 'cross-origin']);
    }
    const token = await world.token(ownerOf(1), ['portfolios:write']);
    const taken = await askRoute('PATCH', path, {
      as: token,
      body,
      headers: { origin: 'https://evil.example' },
    });
    expect(taken.status).toBe(200);
    expect(taken.headers.get('access-control-allow-origin')).toBeNull();
    const reader = await world.token(ownerOf(1), ['portfolios:read']);
    const refused = await askRoute('PATCH', path, { as: reader, body });
    expect([refused.status, refused.body.code]).toEqual([403, 'scope-missing']);
  });
});
