import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type ApiWorld,
  askRoute,
  buildApiWorld,
  type Credentials,
  ownerOf,
} from '../../e2e/support/api-world.ts';
import { createTally } from '../../lib/tally.ts';
import { readEnv } from '../../services/env.ts';
import { createLog } from '../../services/log.ts';
import {
  startTelegramFake,
  type TelegramFake,
  telegramUpdateOf,
} from '../../services/notify/testing/chat-fakes.ts';
import { type MailFake, startMailFake } from '../../services/notify/testing/mail-fake.ts';
import { openBotDatabase } from '../../services/store/database.ts';
import { arrangePortfolios } from '../../services/store/testing/arrange.ts';
import { emptyAuditLog } from '../../services/store/testing/empty-audit-log.ts';
import { type Alerts, openAlerts } from '../../services/wire/alerts/alerts.ts';
import { inDatabase } from '../../services/wire/tick/bot-store.ts';
import { POST as hear } from './telegram/[id]/route.ts';

// Channels that only their reader can confirm, from the API through the bot's outbox to mailbox and chat, and back.

const BOT_TOKEN = `12345:${'t'.repeat(35)}`;
const CHAT = 4_242;
const BOB_ADDRESS = 'bob@example.org';

let world: ApiWorld;
let mail: MailFake;
let telegram: TelegramFake;
let bot: ReturnType<typeof openBotDatabase>;
let alerts: Alerts;
let ann: Credentials;
let bob: Credentials;
beforeAll(async () => {
  world = await buildApiWorld();
  [mail, telegram] = [await startMailFake(), await startTelegramFake(BOT_TOKEN)];
  const env = readEnv({
    ...{ DB_URL: world.database.urls.bot.reveal(), APP_URL: 'https://app.example' },
    ...{
      SECRETS_KEY: world.env.SECRETS_KEY,
      ALERT_PRIVATE_ADDRESSES: '127.0.0.1',
      TELEGRAM_API_URL: telegram.baseUrl,
    },
    SMTP_URL: `smtp://${encodeURIComponent(mail.user)}:${encodeURIComponent(mail.password)}@127.0.0.1:${mail.port}`,
    ALERT_MAIL_FROM: '1Balancer <alerts@example.org>',
  });
  bot = openBotDatabase({ url: world.database.urls.bot });
  const log = createLog({ level: 'silent', secrets: [] });
  alerts = openAlerts({ env, run: inDatabase(bot), log, tally: createTally() });
  await arrangePortfolios(world.database.admin, 2);
  ann = await world.session(ownerOf(1));
  bob = await world.session(ownerOf(2));
});
afterAll(async () => {
  await bot?.close();
  await mail?.close();
  await telegram?.close();
  await world?.stop();
});
beforeEach(async () => {
  await world.database.admin`delete from alert_channels`;
  await world.database.admin`delete from confirmations_asked`;
  mail.mails.splice(0);
});

const tellNow = () => alerts.afterTick(false);
const make = (address: object, as = ann) =>
  askRoute('POST', '/api/channels', { as, body: { name: 'Mine', address } });
const mailboxOf = async (to: string, as = ann): Promise<string> =>
  (await make({ kind: 'email', to }, as)).body.id;
const post = (id: string, what: string, body?: object, as = ann) =>
  askRoute('POST', `/api/channels/${id}/${what}`, { as, ...(body === undefined ? {} : { body }) });
const confirm = (id: string, code: string, as = ann) => post(id, 'confirmation', { code }, as);
/** A mail's text, its soft line breaks taken out. */
const textOf = (raw: string): string => raw.replace(/=\r\n/g, '').replace(/=3D/g, '=');
const codeIn = (text: string): string => /The code is ([\w-]+)/.exec(text)?.[1] ?? '';
const raise = async (portfolioId: string) => {
  const [alert] = await world.database.admin`
    insert into alerts (kind, subject, portfolio_id, sentence, raised_at)
    values ('HIGH_DRIFT', ${`portfolio:${portfolioId} ${Math.random()}`}, ${portfolioId}, 'It is far.', now()) returning id`;
  return alert?.['id'];
};

describe('a mailbox', () => {
  it('is sent a code first and nothing else, and alerts once its reader has given the code', async () => {
    const id = await mailboxOf(BOB_ADDRESS);
    await tellNow();
    expect(mail.mails).toHaveLength(1);
    const text = textOf(mail.mails[0]?.raw ?? '');
    expect(text).toContain('Confirm that you want alerts here');
    const code = codeIn(text);
    expect(code).toMatch(/^([2-9a-z]{4}-){5}[2-9a-z]{4}$/);
    expect(text).toContain(`https://app.example/settings/channels#confirm=${id}.${code}`);
    // Neither a test nor an alert goes there, whoever writes them into the outbox.
    expect((await post(id, 'test')).body.code).toBe('forbidden');
    const [portfolio] = await world.database.admin`select id::text from portfolios order by id limit 1`;
    const alertId = await raise(portfolio?.['id']);
    const content = `0x${'ab'.repeat(32)}`;
    await world.database.admin`insert into alert_deliveries (content_id, alert_id, channel_id, phase)
      values (${content}, ${alertId}, ${id}, 'raised')`;
    await tellNow();
    expect(mail.mails).toHaveLength(1);
    expect((await confirm(id, ` ${code.toUpperCase().replaceAll('-', ' ')} `)).status).toBe(204);
    await tellNow();
    expect(textOf(mail.mails[1]?.raw ?? '')).toContain('It is far.');
    expect(mail.mails.map(({ to }) => to)).toEqual([[BOB_ADDRESS], [BOB_ADDRESS]]);
    const [listed] = (await askRoute('GET', '/api/channels', { as: ann })).body.channels;
    expect(listed.confirmedAtSeconds).toBeGreaterThan(1_700_000_000);
  });

  it('takes a code once, within a day, of its own channel and by its own owner; and keeps it nowhere', async () => {
    const id = await mailboxOf(BOB_ADDRESS);
    await tellNow();
    const code = codeIn(textOf(mail.mails[0]?.raw ?? ''));
    const stored = await world.database.admin`select encode(code_hash, 'hex') as hash from channel_codes`;
    expect(stored).toHaveLength(1);
    const rows = await world.database.admin`select row_to_json(d)::text as text from alert_deliveries d`;
    expect(JSON.stringify([stored, rows])).not.toContain(code);
    expect((await confirm(id, code, bob)).status).toBe(404);
    expect(
      (
        await confirm(
          id,
          code.replace(/.$/, (letter) => (letter === '2' ? '3' : '2')),
        )
      ).status,
    ).toBe(400);
    await world.database.admin`delete from confirmations_asked`;
    const other = await mailboxOf('other@example.org');
    expect((await confirm(other, code)).status).toBe(400);
    await world.database.admin`update channel_codes set expires_at = now() - interval '1 second'`;
    expect((await confirm(id, code)).status).toBe(400);
    await world.database.admin`update channel_codes set expires_at = now() + interval '1 hour'`;
    expect((await confirm(id, code)).status).toBe(204);
    expect((await confirm(id, code)).status).toBe(400);
    const [logged] = await world.database.admin`
      select actor, action, after from audit_log order by id desc limit 1`;
    expect(logged).toEqual({
      ...{ actor: `user:${ownerOf(1)}`, action: 'channel-confirmed' },
      after: { id, kind: 'email', name: 'Mine' },
    });
  });

  it('of a stranger gets three codes a day at most, by however many people and channels', async () => {
    const twoMinutesLater = () =>
      world.database.admin`update confirmations_asked set asked_at = asked_at - interval '2 minutes'`;
    const first = await mailboxOf('Victim@example.org');
    expect((await post(first, 'code')).status).toBe(429);
    await twoMinutesLater();
    expect((await post(first, 'code')).status).toBe(202);
    await twoMinutesLater();
    expect((await make({ kind: 'email', to: 'victim@EXAMPLE.org' }, bob)).status).toBe(201);
    await twoMinutesLater();
    for (const as of [ann, bob])
      expect((await make({ kind: 'email', to: 'victim@example.org' }, as)).status).toBe(429);
    expect((await askRoute('DELETE', `/api/channels/${first}`, { as: ann })).status).toBe(204);
    expect((await make({ kind: 'email', to: 'victim@example.org' })).body.code).toBe('rate-limited');
    await tellNow();
    expect(mail.mails.length).toBeLessThanOrEqual(3);
    const [left] = await world.database.admin`
      select count(*)::int as channels from alert_channels where owner = ${ownerOf(1)}`;
    expect(left).toEqual({ channels: 0 });
  });

  it('is asked for by one person ten times a day at most', async () => {
    const statuses: number[] = [];
    for (let number = 0; number < 11; number += 1) {
      statuses.push((await make({ kind: 'email', to: `box${number}@example.org` })).status);
      await world.database.admin`delete from alert_channels`;
    }
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 201), 429]);
  });
});

describe('a chat of Telegram', () => {
  let id: string;
  let updateId = 100;
  const write = async (
    text: string,
    { chatId = CHAT, secret = telegram.webhook.current?.secret_token ?? '', update = ++updateId } = {},
  ) => {
    const body = JSON.stringify(telegramUpdateOf({ updateId: update, chatId, text }));
    const request = new Request(`https://app.example/api/telegram/${id}`, {
      ...{ method: 'POST', body },
      headers: {
        ...{ 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
        ...{ 'x-telegram-bot-api-secret-token': secret, 'x-forwarded-for': '149.154.160.1' },
      },
    });
    const answer = await hear(request, { params: Promise.resolve({ id }) });
    return { status: answer.status, said: answer.status === 200 ? telegram.take(await answer.json()) : null };
  };
  const archived = async () =>
    (
      await world.database.admin`
      select p.archived_at is not null as archived from portfolios p join accounts a on a.id = p.account_id
      where a.owner = ${ownerOf(1)} order by p.id`
    ).map((row) => row['archived']);

  beforeEach(async () => {
    await emptyAuditLog(world.database.admin);
    await world.database.admin`update portfolios set archived_at = null`;
    await world.database.admin`delete from alerts`;
    telegram.webhook.current = null;
    id = (await make({ kind: 'telegram', botToken: BOT_TOKEN, chatId: String(CHAT) })).body.id;
    expect((await post(id, 'code')).status).toBe(202);
    await tellNow();
  });
  const confirmed = async () => {
    expect((await confirm(id, codeIn(telegram.shown.at(-1) ?? ''))).status).toBe(204);
  };

  it('is told a code, and its bot is to bring what is written to the channel’s own address', async () => {
    expect(telegram.webhook.current).toMatchObject({
      url: `https://app.example/api/telegram/${id}`,
      allowed_updates: ['message'],
    });
    expect(telegram.webhook.current?.secret_token).toMatch(/^[\w-]{43}$/);
    expect(await write('/status')).toEqual({ status: 200, said: null });
    await confirmed();
    expect((await write('/status')).said).toMatch(/: not looked at yet\.$/);
  });

  it('is told of the owner’s portfolios and of nobody else’s, and what it may write', async () => {
    await confirmed();
    const [mine, others] = await world.database.admin`select id::text from portfolios order by id`;
    await world.database.admin`update portfolios set name = 'Nest egg' where id = ${mine?.['id']}`;
    await world.database.admin`update portfolios set name = 'Of others' where id = ${others?.['id']}`;
    await raise(mine?.['id']);
    await raise(others?.['id']);
    expect((await write('/status')).said).toBe('Nest egg: not looked at yet. 1 alert is open.');
    for (const text of ['/help', '/start', '/anything@our_bot now'])
      expect((await write(text)).said).toMatch(/^\/status tells/);
    expect((await write('hello')).said).toBeNull();
  });

  it('pauses what the bot does, says that the contract is not paused, once for one update, and is in the audit log', async () => {
    await confirmed();
    expect(await archived()).toEqual([false]);
    const { said } = await write('/pause', { update: 900 });
    expect(said).toContain('The bot no longer acts on your portfolio: archived.');
    expect(said).toContain('The contract itself is not paused');
    expect(said).toContain('its owner’s wallet alone');
    expect(await archived()).toEqual([true]);
    const logged = await world.database.admin`
      select actor, action, after, host(ip) as ip from audit_log where action = 'portfolio-changed'`;
    expect(logged).toEqual([
      {
        ...{ actor: `user:${ownerOf(1)}`, action: 'portfolio-changed', ip: expect.anything() },
        after: { archived: true, byTelegramChannel: id },
      },
    ]);
    await world.database.admin`update portfolios set archived_at = null`;
    expect((await write('/pause', { update: 900 })).said).toBeNull();
    expect(await archived()).toEqual([false]);
    const [others] = await world.database.admin`
      select count(*)::int as count from portfolios where archived_at is not null`;
    expect(others).toEqual({ count: 0 });
  });

  it('of a stranger is told nothing, and whoever is not Telegram is refused', async () => {
    await confirmed();
    expect(await write('/pause', { chatId: 666 })).toEqual({ status: 200, said: null });
    expect(await write('/status', { chatId: 666 })).toEqual({ status: 200, said: null });
    for (const secret of ['', 'x'.repeat(43), 'short'])
      expect((await write('/pause', { secret })).status).toBe(401);
    expect(await archived()).toEqual([false]);
    const other = id;
    id = '00000000-0000-4000-8000-000000000000';
    expect((await write('/pause')).status).toBe(401);
    id = other;
  });

  it('is heard twenty times a minute at most', async () => {
    await confirmed();
    const said: (string | null)[] = [];
    for (let count = 0; count < 21; count += 1) said.push((await write('/help')).said);
    expect(said.filter((text) => text !== null)).toHaveLength(20);
    expect(said.at(-1)).toBeNull();
  });

  it('that brings what nobody can read is answered with nothing, and does no harm', async () => {
    await confirmed();
    const send = async (body: string) => {
      const headers = {
        'content-length': String(Buffer.byteLength(body)),
        'x-telegram-bot-api-secret-token': telegram.webhook.current?.secret_token ?? '',
      };
      const request = new Request(`https://app.example/api/telegram/${id}`, {
        method: 'POST',
        body,
        headers,
      });
      return (await hear(request, { params: Promise.resolve({ id }) })).status;
    };
    for (const body of [
      '',
      '{',
      '[]',
      '{"update_id":1}',
      '{"update_id":2,"edited_message":{}}',
      '{"update_id":-1}',
    ])
      expect(await send(body)).toBe(200);
    expect(await send('x'.repeat(64_001))).toBe(413);
    expect(await archived()).toEqual([false]);
  });
});
