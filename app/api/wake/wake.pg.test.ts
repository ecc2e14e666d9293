import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { openBotDatabase } from '../../../services/store/database.ts';
import {
  type ArrangedPortfolio,
  arrangePortfolios,
  CHAIN_ID,
  removePortfolios,
} from '../../../services/store/testing/arrange.ts';
import { createTestDatabase, type TestDatabase } from '../../../services/store/testing/test-database.ts';
import { claimDue, completeLeases } from '../../../services/store/tick/leases.ts';
import { POST } from './route.ts';

const SECRET = 'a secret of thirty-two characters';
const PREVIOUS = 'the secret before the last rotation';
const TOKEN = `0x${'70'.repeat(20)}`;
const OTHER_TOKEN = `0x${'71'.repeat(20)}`;

let database: TestDatabase;
let portfolios: readonly ArrangedPortfolio[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  vi.stubEnv('DB_URL', database.urls.bot.reveal());
  vi.stubEnv('WAKE_SECRET', SECRET);
  vi.stubEnv('RPC_URL', 'http://127.0.0.1:9');
  vi.stubEnv('WAKE_SECRET_PREVIOUS', PREVIOUS);
  await database.admin`
    insert into settings (key, value, updated_by) values ('tickIntervalSeconds', '60'::jsonb, 'test')`;
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await database?.drop();
});
beforeEach(async () => {
  await removePortfolios(database.admin);
  await database.admin`delete from wakes`;
  portfolios = await arrangePortfolios(database.admin, 4);
  await database.admin`update leases set visible_at = now() + interval '1 hour', looked_at = now() - interval '1 hour'`;
});

const now = () => Math.floor(Date.now() / 1_000);
const sign = (text: string, secret = SECRET): string =>
  `v1=${createHmac('sha256', secret).update(text).digest('hex')}`;

type Sending = {
  readonly at?: string;
  readonly secret?: string;
  readonly signature?: string | null;
  readonly signed?: string;
};

const send = async (message: unknown, sending: Sending = {}) => {
  const body = typeof message === 'string' ? message : JSON.stringify(message);
  const { at = String(now()), secret, signed = `${at}.${body}`, signature = sign(signed, secret) } = sending;
  const headers = { 'x-timestamp': at, ...(signature === null ? {} : { 'x-signature': signature }) };
  const answer = await POST(new Request('http://app/api/wake', { method: 'POST', body, headers }));
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), ...(await answer.json()) };
};
const named = (...indices: number[]) => ({
  portfolios: indices.map((index) => ({ chainId: CHAIN_ID, address: portfolios[index]?.address })),
});
/** Minutes until each comes due, in order. */
const minutesLeft = async () => {
  const rows = await database.admin`
    select case when visible_at = 'infinity' then -1 else round(extract(epoch from visible_at - now()) / 60)::int end as left
    from leases order by id`;
  return rows.map(({ left }) => Number(left));
};

describe('a signed message that a price has moved', () => {
  it('lets the named portfolios come due now, and nobody else', async () => {
    expect(await send(named(0, 2))).toEqual({ status: 200, retryAfter: null, woken: 2, repeated: false });
    expect(await minutesLeft()).toEqual([0, 60, 0, 60]);
  });

  it('lets whoever lists a named token come due, on that chain alone', async () => {
    const lists = (index: number, token: string) => database.admin`
      insert into account_tokens (account_id, token)
      select account_id, ${token} from portfolios where id = ${portfolios[index]?.id ?? ''}`;
    await lists(1, TOKEN);
    await lists(3, TOKEN);
    await lists(2, OTHER_TOKEN);
    expect(await send({ tokens: [{ chainId: 1, token: TOKEN }] })).toMatchObject({ status: 200, woken: 0 });
    expect(await send({ tokens: [{ chainId: CHAIN_ID, token: TOKEN }] })).toMatchObject({ woken: 2 });
    expect(await minutesLeft()).toEqual([60, 0, 60, 0]);
  });

  it('lets nobody be looked at sooner than the tick’s own interval, nor later than they would have been', async () => {
    const bot = openBotDatabase({ url: database.urls.bot });
    await database.admin`update leases set visible_at = now() where id = ${portfolios[0]?.id ?? ''}`;
    const claim = { chainId: CHAIN_ID, owner: 't', limit: 9, leaseSeconds: 60, dueBefore: 'infinity' };
    const [lease] = await bot.run((sql) => claimDue(sql, claim));
    if (lease === undefined) throw new Error('nothing was due');
    const outcome = { lease, failure: null, blame: false, dueInSeconds: 3_600, unfundedAt: null };
    await bot.run((sql) => completeLeases(sql, { outcomes: [outcome], failuresMax: 3 }));
    await bot.close();
    await database.admin`update leases set visible_at = now() + interval '5 seconds' where id = ${portfolios[1]?.id ?? ''}`;
    await database.admin`update leases set looked_at = now() where id = ${portfolios[1]?.id ?? ''}`;
    expect(await send(named(0, 1))).toMatchObject({ woken: 1 });
    const [first, second] = await database.admin`
      select extract(epoch from visible_at - looked_at)::int as after, extract(epoch from visible_at - now()) as left
      from leases order by id`;
    expect(first?.['after']).toBe(60);
    expect(Number(second?.['left'])).toBeLessThan(6);
  });

  it('leaves alone what is under way, set aside, archived, worth nothing or due already', async () => {
    const ids = portfolios.map(({ id }) => id);
    await database.admin`update leases set lease_owner = 'a tick' where id = ${ids[0] ?? ''}`;
    await database.admin`update leases set visible_at = 'infinity' where id = ${ids[1] ?? ''}`;
    await database.admin`update portfolios set quarantined_at = now(), quarantine_reason = 'x' where id = ${ids[1] ?? ''}`;
    await database.admin`update portfolios set unfunded = true where id = ${ids[2] ?? ''}`;
    await database.admin`update portfolios set archived_at = now() where id = ${ids[3] ?? ''}`;
    expect(await send(named(0, 1, 2, 3))).toMatchObject({ status: 200, woken: 0 });
    expect(await minutesLeft()).toEqual([60, -1, 60, 60]);
  });

  it('is obeyed once, however often it is sent and by how many at once', async () => {
    const at = String(now());
    const first = await send(named(0), { at });
    await database.admin`update leases set visible_at = now() + interval '1 hour'`;
    expect(first).toMatchObject({ woken: 1, repeated: false });
    expect(await send(named(0), { at })).toMatchObject({ status: 200, woken: 0, repeated: true });
    expect(await minutesLeft()).toEqual([60, 60, 60, 60]);
    const many = await Promise.all(Array.from({ length: 8 }, () => send(named(1), { at })));
    expect(many.filter(({ repeated }) => repeated === false)).toHaveLength(1);
  });

  it('is one of thirty a minute; more are refused, and repeated ones don’t count', async () => {
    for (let number = 0; number < 30; number += 1)
      expect(await send({ ...named(0), tokens: [{ chainId: number + 1, token: TOKEN }] })).toMatchObject({
        status: 200,
      });
    expect(await send(named(3))).toMatchObject({ status: 429, error: 'rate-limited', retryAfter: '60' });
    expect(await minutesLeft()).toEqual([0, 60, 60, 60]);
    await database.admin`update wakes set received_at = received_at - interval '61 seconds'`;
    expect(await send(named(3))).toMatchObject({ status: 200, woken: 1 });
  });

  it('may carry the secret before the last rotation', async () => {
    expect(await send(named(0), { secret: PREVIOUS })).toMatchObject({ status: 200, woken: 1 });
  });
});

describe('whoever is woken', () => {
  it('has alerts looked for: a run that was missed is told, a node that was away is not said to be back, and a repeated message does nothing', async () => {
    await database.admin`delete from alerts`;
    await database.admin`insert into ticks (source, started_at) values ('cli', now() - interval '1 hour')`;
    await database.admin`insert into alerts (kind, subject, sentence, raised_at)
      values ('RPC_LAGGING', ${`chain:${CHAIN_ID}`}, 'It is so.', now())`;
    const open = async () =>
      (await database.admin`select kind, count from alerts where recovered_at is null order by kind`).map(
        ({ kind, count }) => `${kind} ${count}`,
      );
    const at = String(now());
    expect(await send(named(0), { at })).toMatchObject({ status: 200, woken: 1 });
    expect(await open()).toEqual(['MISSED_RUN 1', 'RPC_LAGGING 1']);
    expect(await send(named(0), { at })).toMatchObject({ status: 200, repeated: true });
    expect(await open()).toEqual(['MISSED_RUN 1', 'RPC_LAGGING 1']);
    await database.admin`insert into ticks (source) values ('cli')`;
    await database.admin`update ticks set started_at = started_at - interval '2 seconds'`;
    expect(await send(named(1))).toMatchObject({ status: 200, woken: 1 });
    expect(await open()).toEqual(['RPC_LAGGING 1']);
    await database.admin`delete from alerts`;
    await database.admin`delete from ticks`;
  });
});

describe('a message that isn’t ours', () => {
  const at = () => String(now());
  it.each<[string, () => Sending]>([
    ['without a signature', () => ({ signature: null })],
    ['with another secret', () => ({ secret: 'another secret of thirty-two chars' })],
    ['with an empty secret', () => ({ secret: '' })],
    ['signed for another body', () => ({ at: at(), signed: `${at()}.{}` })],
    ['signed for another time', () => ({ at: at(), signed: `${now() - 9}.${JSON.stringify(named(0))}` })],
    ['signed without its time', () => ({ signed: JSON.stringify(named(0)) })],
    ['of six minutes ago', () => ({ at: String(now() - 301) })],
    ['of six minutes ahead', () => ({ at: String(now() + 305) })],
    ['whose time is a date', () => ({ at: new Date().toISOString() })],
    ['whose time is in milliseconds', () => ({ at: `${now()}000` })],
    ['whose time is negative', () => ({ at: `-${now()}` })],
    ['whose signature is short', () => ({ signature: 'v1=abcd' })],
    [
      'whose signature has no version',
      () => ({ signature: sign(`${at()}.${JSON.stringify(named(0))}`).slice(3) }),
    ],
    [
      'whose signature is upper-case',
      () => ({ signature: sign(`${at()}.${JSON.stringify(named(0))}`).toUpperCase() }),
    ],
  ])('%s is refused, and does nothing', async (_, sending) => {
    expect(await send(named(0), sending())).toMatchObject({ status: 401, error: 'unauthorised' });
    expect(await minutesLeft()).toEqual([60, 60, 60, 60]);
  });

  it.each<[string, unknown, RegExp]>([
    ['nobody', {}, /must name somebody/],
    ['no JSON', '{"portfolios":', /body/],
    ['a list', '[]', /body/],
    ['nothing', '', /body/],
    ['another field', { tokens: [{ chainId: 1, token: TOKEN }], all: true }, /all/],
    ['a short address', { portfolios: [{ chainId: 1, address: '0x12' }] }, /portfolios\.0\.address/],
    ['a chain as text', { tokens: [{ chainId: '1', token: TOKEN }] }, /tokens\.0\.chainId/],
    ['too many', { tokens: Array.from({ length: 21 }, () => ({ chainId: 1, token: TOKEN })) }, /tokens/],
  ])('that is signed and says %s is refused by field', async (_, message, words) => {
    const answer = await send(message);
    expect(answer).toMatchObject({ status: 400, error: 'bad-request' });
    expect(answer['description']).toMatch(words);
  });

  it('that is too long is not read to its end', async () => {
    expect(await send('x'.repeat(64_001))).toMatchObject({ status: 413 });
  });
});

describe('a server without the secret', () => {
  it('says so, and obeys nobody', async () => {
    const { wakeWith } = await import('../../../services/wire/tick/wake.ts');
    const run = async () => {
      throw new Error('the database is asked');
    };
    const body = Buffer.from('{}');
    const timestamp = String(now());
    for (const wakeSecretPrevious of [null, { reveal: () => PREVIOUS } as never])
      expect(
        await wakeWith(
          { wakeSecret: null, wakeSecretPrevious },
          run,
        )({
          ...{ timestamp, body, signature: sign(`${timestamp}.{}`, PREVIOUS) },
        }),
      ).toMatchObject({ ok: false, error: { code: 'not-configured' } });
  });
});
