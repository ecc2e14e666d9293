import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AlertMessage, alertMessage } from '../../lib/alerts/alert-message.ts';
import type { ChannelAddress, Telling } from '../../lib/alerts/channel.ts';
import type { FakeService, Fault } from '../http/testing/fake-service.ts';
import { Secret } from '../secret.ts';
import { tellBy, type Ways } from './tell.ts';
import { startDiscordFake, startSlackFake, startTelegramFake } from './testing/chat-fakes.ts';
import { startMailFake } from './testing/mail-fake.ts';
import { startWebhookFake } from './testing/webhook-fake.ts';

const HASH = `0x${'ab'.repeat(32)}`;
const PORTFOLIO = { chainId: 1, address: `0x${'12'.repeat(20)}` } as const;
const messageOf = (sentence: string, name: string, phase: 'raised' | 'recovered' = 'raised'): AlertMessage =>
  alertMessage(
    {
      ...{ id: HASH, phase },
      alert: {
        ...{ kind: 'HIGH_DRIFT', sentence, raisedAtSeconds: 1_794_974_400, count: 3 },
        ...{ recoveredAtSeconds: phase === 'recovered' ? 1_794_978_000 : null },
        portfolio: { ...PORTFOLIO, name },
      },
    },
    'https://app.example',
  );
const TEST = alertMessage({ id: HASH, phase: 'test', alert: null }, 'https://app.example');
const PLAIN = messageOf('An asset is 33.3 % of its target away from it.', 'half and half');

type Harness = {
  readonly address: ChannelAddress;
  /** What of the address is nobody's business. */
  readonly secret: string;
  readonly ways?: Partial<Ways>;
  readonly shown: () => readonly string[];
  readonly limit: () => void;
  readonly fail: (how: 'trouble' | 'gone' | 'reset' | 'silence') => void;
  readonly mend: () => void;
  readonly close: () => Promise<void>;
};

const WAYS: Ways = {
  ...{ privateAddresses: ['127.0.0.1'], timeoutMs: 20_000, nowSeconds: () => Math.floor(Date.now() / 1_000) },
  ...{ telegramUrl: 'https://api.telegram.org', mailServer: null },
};

const overHttp = (service: FakeService, gone: Fault, limited: Fault) => ({
  limit: () => {
    service.fault.current = limited;
  },
  fail: (how: 'trouble' | 'gone' | 'reset' | 'silence') => {
    const faults = {
      trouble: { status: 503, body: 'x'.repeat(100_000) },
      gone,
      reset: 'reset',
      silence: 'silence',
    } as const;
    service.fault.current = faults[how];
  },
  mend: () => {
    service.fault.current = null;
  },
  close: service.close,
});

const afterHeader = { status: 429, body: '', headers: { 'retry-after': '42' } };

const HARNESSES: Readonly<Record<ChannelAddress['kind'], () => Promise<Harness>>> = {
  webhook: async () => {
    const secret = 's'.repeat(40);
    const fake = await startWebhookFake(secret);
    return {
      ...overHttp(fake, { status: 410, body: '' }, afterHeader),
      ...{ address: { kind: 'webhook', url: `${fake.baseUrl}/in?key=private`, secret }, secret: 'private' },
      shown: () =>
        fake.asked.map(({ body }) => {
          const { headline, sentence, meaning } = JSON.parse(body);
          return [headline, sentence, meaning].join('\n');
        }),
    };
  },
  discord: async () => {
    const fake = await startDiscordFake('/api/webhooks/1/secret');
    const limited = {
      status: 429,
      body: JSON.stringify({ message: 'limited', retry_after: 41.2, global: false }),
    };
    return {
      ...overHttp(
        fake,
        { status: 404, body: JSON.stringify({ message: 'Unknown Webhook', code: 10_015 }) },
        limited,
      ),
      ...{ address: { kind: 'discord', url: `${fake.baseUrl}/api/webhooks/1/secret` }, secret: 'secret' },
      shown: () => fake.shown,
    };
  },
  slack: async () => {
    const fake = await startSlackFake('/services/T/B/secret');
    return {
      ...overHttp(fake, { status: 404, body: 'no_service' }, afterHeader),
      ...{ address: { kind: 'slack', url: `${fake.baseUrl}/services/T/B/secret` }, secret: 'secret' },
      shown: () => fake.shown,
    };
  },
  telegram: async () => {
    const botToken = `12345:${'s'.repeat(35)}`;
    const fake = await startTelegramFake(botToken);
    const answer = (status: number, more: object) => ({
      status,
      body: JSON.stringify({ ok: false, error_code: status, description: 'x', ...more }),
    });
    return {
      ...overHttp(fake, answer(403, {}), answer(429, { parameters: { retry_after: 42 } })),
      ...{ address: { kind: 'telegram', botToken, chatId: '-100123' }, secret: botToken },
      ways: { telegramUrl: fake.baseUrl },
      shown: () => fake.shown,
    };
  },
  email: async () => {
    const fake = await startMailFake();
    const url = `smtp://${encodeURIComponent(fake.user)}:${encodeURIComponent(fake.password)}@127.0.0.1:${fake.port}`;
    const faults = {
      trouble: { to: 'MAIL', reply: '451 later' },
      gone: { to: 'RCPT', reply: '550 nobody' },
      reset: 'reset',
      silence: 'silence',
    } as const;
    return {
      ...{ address: { kind: 'email', to: 'owner@example.org' }, secret: fake.password },
      ways: { mailServer: { url: new Secret(url), from: '1Balancer <alerts@example.org>' } },
      shown: () => fake.mails.map(({ raw }) => decoded(raw)),
      limit: () => {
        fake.fault.current = { to: 'RCPT', reply: '450 4.2.1 slowly' };
      },
      fail: (how) => {
        fake.fault.current = faults[how];
      },
      mend: () => {
        fake.fault.current = null;
      },
      close: fake.close,
    };
  },
};

/** A mail’s subject and text as its reader sees them. */
const decoded = (raw: string): string => {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const subject = /^Subject: ((?:.*)(?:\r\n .*)*)/m.exec(head)?.[1] ?? '';
  const bytes = (text: string) =>
    Buffer.from(
      text
        .replace(/=\r\n/g, '')
        .replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(parseInt(hex, 16))),
      'binary',
    ).toString('utf8');
  const plain = subject
    .replace(/\r\n /g, '')
    .replace(/=\?UTF-8\?(Q|B)\?(.*?)\?=/gi, (_, how, text) =>
      how.toUpperCase() === 'B'
        ? Buffer.from(text, 'base64').toString('utf8')
        : bytes(text.replace(/_/g, ' ')),
    );
  const body = rest.join('\r\n\r\n');
  return `${plain}\n${/base64/i.test(head) ? Buffer.from(body, 'base64').toString('utf8') : bytes(body)}`;
};

describe.each(Object.entries(HARNESSES))('%s', (_, start) => {
  let harness: Harness;
  beforeAll(async () => {
    harness = await start();
  });
  afterAll(() => harness?.close());
  const tell = (message: AlertMessage, ways: Partial<Ways> = {}): Promise<Telling> =>
    tellBy({ ...WAYS, ...harness.ways, ...ways })(message, harness.address);
  const lastShown = () => harness.shown().at(-1) ?? '';

  it('tells an alert, its recovery and a test, each in its words', async () => {
    expect(await tell(PLAIN)).toEqual({ ok: true });
    expect(lastShown()).toContain('Warning: half and half: An asset is far from its target');
    expect(lastShown()).toContain('An asset is 33.3 % of its target away from it.');
    expect(await tell(messageOf('x', 'half and half', 'recovered'))).toEqual({ ok: true });
    expect(lastShown()).toContain('Recovered: half and half');
    expect(await tell(TEST)).toEqual({ ok: true });
    expect(lastShown()).toContain('Test: this channel works');
  });

  it('is taken with the longest words there are', async () => {
    expect(await tell(messageOf('🦄'.repeat(200), '𝒳'.repeat(40)))).toEqual({ ok: true });
    expect(lastShown()).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|�/);
  });

  it('shows what would be markup as it was written', async () => {
    const hostile = 'a <@everyone> & *b* _c_ [d](http://e) `f` <!channel> <http://g|h> > i';
    expect(await tell(messageOf(hostile, 'x'))).toEqual({ ok: true });
    expect(lastShown()).toContain(hostile);
  });

  it('is told later where its receiver wants fewer, and when it says when', async () => {
    harness.limit();
    const told = await tell(PLAIN);
    expect(told).toMatchObject({ ok: false, isRefused: false });
    if (harness.address.kind !== 'email') expect(told).toMatchObject({ retryAfterSeconds: 42 });
    harness.mend();
  });

  it.each([
    ['trouble', false],
    ['reset', false],
    ['silence', false],
    ['gone', true],
  ] as const)('says of %s whether it passes, and nothing of where it is', async (how, isRefused) => {
    harness.fail(how);
    const told = await tell(PLAIN, how === 'silence' ? { timeoutMs: 400 } : {});
    harness.mend();
    expect(told).toMatchObject({ ok: false, isRefused });
    if (!told.ok) expect(told.why).not.toMatch(new RegExp(`${harness.secret}|127\\.0\\.0\\.1|@`));
  });
});

describe.each(['webhook', 'discord', 'slack', 'telegram'] as const)('%s, by its address', (kind) => {
  it('is not reached in a private network, and follows nobody elsewhere', async () => {
    const harness = await HARNESSES[kind]();
    const tell = (privateAddresses: readonly string[]) =>
      tellBy({ ...WAYS, ...harness.ways, privateAddresses })(PLAIN, harness.address);
    expect(await tell([])).toMatchObject({
      ok: false,
      isRefused: true,
      why: 'Its address is of a private network.',
    });
    expect(harness.shown()).toEqual([]);
    await harness.close();
  });
});

it('a redirect is not followed, wherever it leads', async () => {
  const fake = await startWebhookFake('s'.repeat(40));
  fake.fault.current = { status: 302, body: '', headers: { location: `${fake.baseUrl}/elsewhere` } };
  const told = await tellBy(WAYS)(PLAIN, { kind: 'webhook', url: fake.baseUrl, secret: 's'.repeat(40) });
  expect(told).toMatchObject({
    ok: false,
    isRefused: true,
    why: 'It sends us elsewhere (302), which is not followed.',
  });
  expect(fake.asked).toHaveLength(1);
  await fake.close();
});

it.each([
  'http://localhost:1/',
  'http://[::1]:1/',
  'http://169.254.169.254/',
  'http://0x7f000001/',
  'http://10.0.0.1/',
  'http://[::ffff:127.0.0.1]:1/',
])('%s is of a private network, whatever it is called', async (url) => {
  const told = await tellBy({ ...WAYS, privateAddresses: [] })(PLAIN, {
    kind: 'webhook',
    url,
    secret: 's'.repeat(40),
  });
  expect(told).toMatchObject({ ok: false, why: 'Its address is of a private network.' });
});

it('a mail server that refuses our log-in is the operator’s to mend, and its words are not told', async () => {
  const fake = await startMailFake();
  const told = await tellBy({
    ...WAYS,
    mailServer: { url: new Secret(`smtp://who:wrong@127.0.0.1:${fake.port}`), from: 'a@example.org' },
  })(PLAIN, { kind: 'email', to: 'owner@example.org' });
  expect(told).toEqual({
    ok: false,
    why: 'The mail server refuses our log-in.',
    isRefused: false,
    retryAfterSeconds: null,
  });
  await fake.close();
});
