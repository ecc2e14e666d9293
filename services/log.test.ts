import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readEnv } from './env.ts';
import { createLog, secretsOf } from './log.ts';
import { Secret } from './secret.ts';

const KEY = `0x${'5eC2e7'.repeat(10)}abcd`;
const PASSWORD = 'pa55-w"o\\rd%21';
const RPC_KEY = 'rpc-key-0123456789abcdef';
const env = readEnv({
  BOT_SIGNER_PK: KEY,
  DB_URL: `postgres://bot:${encodeURIComponent(PASSWORD)}@db.example:5432/balancer`,
  RPC_URL: `https://rpc.example/v2/${RPC_KEY}`,
  CRON_SECRET: 'cron-secret-0123456789',
});

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const log = createLog({
    level: 'trace',
    secrets: secretsOf(env),
    destination: {
      write: (line) => {
        text += line;
      },
    },
  });
  write(log);
  return text;
}

describe('a secret never reaches the output', () => {
  it.each([
    ['the private key in a message', KEY, (log) => log.info(`signed with ${KEY}`)],
    [
      'the private key in another case and without 0x',
      KEY.slice(2),
      (log) => log.info(KEY.slice(2).toLowerCase()),
    ],
    ['the private key deep in an object', KEY, (log) => log.info({ a: { b: { c: [KEY] } } }, 'x')],
    [
      'the private key in an error and its cause',
      KEY,
      (log) => log.error(new Error('no', { cause: new Error(KEY) })),
    ],
    ['the database password by itself', PASSWORD, (log) => log.warn({ note: PASSWORD })],
    ['the database URL', PASSWORD, (log) => log.warn(env.dbUrl?.reveal() ?? 'absent')],
    ['the key in the node URL', RPC_KEY, (log) => log.warn(`POST /v2/${RPC_KEY} failed`)],
    [
      'the scheduler secret',
      'cron-secret-0123456789',
      (log) => log.info({ header: 'x cron-secret-0123456789' }),
    ],
    ["somebody else's bearer token", 'abc.def.ghi', (log) => log.info('Authorization: Bearer abc.def.ghi')],
    ['a password in an unknown URL', 'hunter2', (log) => log.info('postgres://me:hunter2@elsewhere/db')],
    ['a header by its name', 'short', (log) => log.info({ request: { authorization: 'short' } })],
  ] satisfies readonly (readonly [string, string, (log: ReturnType<typeof createLog>) => void])[])(
    '%s',
    (_title, secret, write) => {
      const text = logged(write);
      expect(text.toLowerCase()).not.toContain(secret.toLowerCase());
      expect(text.toLowerCase()).not.toContain(JSON.stringify(secret).slice(1, -1).toLowerCase());
      expect(text).toContain('[secret]');
    },
  );

  it('and what is no secret stays readable, as JSON', () => {
    const text = logged((log) => log.info({ tickId: 7, orderHash: `0x${'ab'.repeat(32)}` }, 'tick done'));
    expect(JSON.parse(text)).toMatchObject({
      tickId: 7,
      orderHash: `0x${'ab'.repeat(32)}`,
      msg: 'tick done',
    });
  });
});

describe('a Secret', () => {
  it('shows itself to nobody who does not ask', () => {
    const secret = new Secret('hidden-value');
    const shown = [
      `${secret}`,
      JSON.stringify({ secret }),
      inspect({ secret }),
      Object.values(secret).join(),
    ];
    expect(shown.join()).not.toContain('hidden-value');
    expect(secret.reveal()).toBe('hidden-value');
  });
});
