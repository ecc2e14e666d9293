import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeyToAddress } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { GET as BALANCE } from '../../app/api/balance/route.ts';
import { GET as HEALTH } from '../../app/api/health/route.ts';
import { type BotWorld, buildBotWorld } from '../../e2e/support/bot-world.ts';
import { compiledCommand } from '../../e2e/support/built-commands.ts';
import { type FaultyNode, startFaultyNode } from '../../e2e/support/faulty-node.ts';
import { SIGNER_KEY } from '../../e2e/support/order-world.ts';
import { startFake } from '../../services/http/testing/fake-service.ts';
import { startMailFake } from '../../services/notify/testing/mail-fake.ts';
import { examine, type Report } from '../../services/wire/operation/doctor.ts';
import type { Variables } from '../../services/wire/operation/environment.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const MIGRATIONS = join(ROOT, 'supabase', 'migrations');
/** Another key than the one that the portfolio names. */
const STRANGER_KEY = `0x${'5d'.repeat(32)}` as const;
const SIGNER = privateKeyToAddress(SIGNER_KEY).toLowerCase();
const ADMIN = '0x70997970c51812dc3a010c7d01b50e0d17dc79c8';
const NOWHERE = '127.0.0.1:9';
const RICH = '0xde0b6b3a7640000';

/** The web app's own routes over HTTP. */
const startApp = async (): Promise<{ readonly url: string; readonly server: Server }> => {
  const server = createServer(async (request, response) => {
    const route = { '/api/health': HEALTH, '/api/balance': BALANCE }[request.url ?? ''];
    const answer = await route?.(new Request(`http://app${request.url}`));
    response
      .writeHead(answer?.status ?? 404, { 'content-type': 'application/json' })
      .end(await answer?.text());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
};

let world: BotWorld;
let node: FaultyNode;
let sound: Variables;
let app: Awaited<ReturnType<typeof startApp>>;
beforeAll(async () => {
  world = await buildBotWorld();
  node = await startFaultyNode(world.rpcUrl);
  app = await startApp();
  sound = {
    ...world.env,
    DB_DIRECT_URL: world.database.adminUrl.reveal(),
    APP_DB_URL: world.database.urls.app.reveal(),
    ...{
      APP_URL: app.url,
      NEXTAUTH_SECRET: 'n'.repeat(32),
      CRON_SECRET: 'c'.repeat(32),
      ADMIN_ADDRESSES: ADMIN,
    },
    TICK_INTERVAL_SECONDS: '3600',
  };
  for (const [name, value] of Object.entries(sound)) vi.stubEnv(name, value);
  await world.rpc('anvil_setBalance', [SIGNER, RICH]);
  await world.rpc('anvil_setBalance', [privateKeyToAddress(STRANGER_KEY), RICH]);
  await world.setPrices(100_000_000n, 2_400_000_000_000n);
  await world.tick();
});
afterAll(async () => {
  vi.unstubAllEnvs();
  app?.server.closeAllConnections();
  app?.server.close();
  await node?.refuse();
  await world?.stop();
});

const look = (change: Variables = {}, migrations = MIGRATIONS): Promise<Report> =>
  examine({ variables: { ...sound, ...change }, migrations, only: null, timeoutMs: 20_000 });

/** Each gap as "state check: what is said". */
const gapsOf = ({ findings }: Report): readonly string[] =>
  findings
    .filter(({ state }) => state === 'warning' || state === 'fault')
    .map(({ state, check, says }) => `${state} ${check}: ${says}`);

const expectGaps = (report: Report, gaps: readonly (string | RegExp)[]): void => {
  const found = gapsOf(report);
  for (const gap of gaps)
    expect(
      found.filter((each) => (typeof gap === 'string' ? each.startsWith(gap) : gap.test(each))),
      found.join('\n'),
    ).toHaveLength(1);
  expect(found, found.join('\n')).toHaveLength(gaps.length);
  expect(report.verdict).toBe(gaps.some((gap) => String(gap).includes('fault')) ? 2 : 1);
  for (const { disables, mend, state } of report.findings)
    if (state === 'warning' || state === 'fault')
      expect([disables, mend].every((text) => (text ?? '') !== '')).toBe(true);
};

const runDoctor = (words: readonly string[], env: Variables) =>
  new Promise<{ code: number | null; out: string; error: string }>((resolve) => {
    const child = spawn(process.execPath, [compiledCommand('main'), 'doctor', ...words], {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], NODE_ENV: 'test', ...env },
    });
    const said = { out: '', error: '' };
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said.out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said.error += text;
    });
    child.once('close', (code) => resolve({ code, ...said }));
  });

describe('doctor, on a set-up that is sound', () => {
  it('says that all is well, and ends with 0', async () => {
    const { code, out, error } = await runDoctor([], sound);
    expect(error).toBe('');
    expect(out.trimEnd().split('\n').at(-1), out).toBe('All is well.');
    expect(code).toBe(0);
    expect(out).not.toMatch(/WARNING|FAULT/);
    expect(out).toContain('3 migrations: They are applied, all ');
  });

  it('says the same as JSON, and carries out one check alone by its name or number', async () => {
    const { code, out } = await runDoctor(['--json', '--only', 'database', '5'], sound);
    const { state, findings } = JSON.parse(out);
    expect([code, state]).toEqual([0, 'ok']);
    expect(findings.map(({ number, check }: { number: number; check: string }) => [number, check])).toEqual([
      [2, 'database'],
      [5, 'clock'],
    ]);
  });

  it('ends with 2 for a check that there is not', async () => {
    const { code, out, error } = await runDoctor(['--only', 'databases'], sound);
    expect([code, out]).toEqual([2, '']);
    expect(error).toContain('there is no check databases; there are: 1 environment, 2 database');
  });
});

describe('doctor, on a set-up that is broken, names the fault', () => {
  it('of variables that are missing, malformed, contradictory, too short, half or misspelt, and looks at all the rest', async () => {
    const report = await look({
      ...{ FACTORY_ADDRESS: undefined, FACTORY_ADRESS: world.contracts.factory, PRICE_SOURCE: 'ORACLE' },
      ...{ BOT_SIGNER_PK: '0x12', CRON_SECRET: 'short', SMTP_URL: 'smtps://mail.example.org' },
    });
    expectGaps(report, [
      'fault environment: FACTORY_ADDRESS is missing.',
      'fault environment: BOT_SIGNER_PK must be a private key',
      'fault environment: COINGECKO_API_KEYS is missing, and PRICE_SOURCE=ORACLE needs it',
      'warning environment: CRON_SECRET has fewer than 16 characters',
      'warning environment: SMTP_URL is set and ALERT_MAIL_FROM is not',
      'warning environment: FACTORY_ADRESS is no variable that is read',
      'fault contracts: Local chain: no factory is named.',
    ]);
    expect(report.findings.filter(({ state }) => state === 'ok').map(({ check }) => check)).toEqual(
      expect.arrayContaining(['database', 'migrations', 'clock', 'nodes', 'ticks']),
    );
  });

  it('of a database that is away', async () => {
    const report = await look({
      DB_URL: `postgres://bot:hidden-word@${NOWHERE}/postgres`,
      ...{ DB_DIRECT_URL: undefined, APP_DB_URL: undefined },
    });
    expectGaps(report, [
      'fault database: DB_URL: The database did not answer. (ECONNREFUSED)',
      'fault migrations: ',
      'fault web-database: ',
    ]);
    expect(JSON.stringify(report)).not.toContain('hidden-word');
  });

  it('of a database that takes no writes', async () => {
    const { admin } = world.database;
    const [row] = await admin`select current_database() as name`;
    await admin.unsafe(`alter database ${row?.['name']} set default_transaction_read_only = on`);
    const report = await look();
    await admin`set transaction_read_only = off`.catch(() => undefined);
    await admin.unsafe(`alter database ${row?.['name']} reset default_transaction_read_only`);
    expectGaps(report, ['fault database: The database takes no writes.']);
  });

  it('of a migration that is not applied, with an administrator’s login or without', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-migrations-'));
    cpSync(MIGRATIONS, folder, { recursive: true });
    writeFileSync(join(folder, '29991231000000_later.sql'), 'select 1;');
    const [seen, guessed] = await Promise.all([look({}, folder), look({ DB_DIRECT_URL: undefined }, folder)]);
    rmSync(folder, { recursive: true });
    expectGaps(seen, [
      /^fault migrations: 1 of \d+ are not applied; the first is 29991231000000_later\.sql\.$/,
    ]);
    expectGaps(guessed, [
      /^fault migrations: The database stands at \S+, and this build’s last is 29991231000000_later\.sql\.$/,
    ]);
  });

  it('of a web app that would work on the bot’s login', async () => {
    expectGaps(await look({ APP_DB_URL: sound['DB_URL'] }), [
      'fault web-database: The web app’s database login could act as the bot.',
    ]);
  });

  it('of a node of another chain', async () => {
    expectGaps(await look({ NETWORK_ID: '1', UNISWAP_V2_ROUTER: undefined }), [
      /^fault nodes: Ethereum.*serves chain 31337, not 1\.$/,
    ]);
  });

  it('of one node among several that lags behind, or doesn’t answer', async () => {
    const both = { RPC_URL: `${world.rpcUrl},${node.rpcUrl}` };
    await world.rpc('anvil_mine', ['0x40']);
    node.set({ kind: 'lagging', blocks: 50n });
    expectGaps(await look(both), [/^warning nodes: .*: it is 50 blocks behind another node\.$/]);
    node.set({ kind: 'broken' });
    expectGaps(await look(both), [
      /^fault nodes: Local chain, 127\.0\.0\.1:\d+: The node could not be reached\.$/,
    ]);
    node.set({ kind: 'hanging' });
    expectGaps(await look(both), [
      /^fault nodes: Local chain, 127\.0\.0\.1:\d+: The node did not answer in time\.$/,
    ]);
    node.set({ kind: 'none' });
  });

  it('of a factory’s address at which there is something else, or nothing', async () => {
    expectGaps(await look({ FACTORY_ADDRESS: world.usdc.token }), [
      /^fault contracts: .* there is another contract than a BalancerFactory\.$/,
    ]);
    expectGaps(await look({ FACTORY_ADDRESS: world.taker, FACTORY_BLOCK: '900000' }), [
      /^fault contracts: .* there is no contract\.$/,
    ]);
  });

  it('of a key that can’t be opened, of which it shows nothing', async () => {
    const file = join(tmpdir(), 'doctor-no-such-keystore.json');
    const change = { BOT_SIGNER_KEYSTORE_FILE: file, BOT_SIGNER_KEYSTORE_PASSWORD_FILE: '/dev/null' };
    expectGaps(await look({ ...change, BOT_SIGNER_PK: undefined }), [
      `fault signers: BOT_SIGNER_KEYSTORE_FILE: the file ${file} does not exist.`,
    ]);
  });

  it('of a signer that can’t pay for gas', async () => {
    await world.rpc('anvil_setBalance', [SIGNER, '0x1']);
    const report = await look();
    await world.rpc('anvil_setBalance', [SIGNER, RICH]);
    expectGaps(report, [
      /^warning gas: Local chain: 0x[0-9a-f]{40} holds 0\.000000000000000001 ETH, and one transaction may cost /,
    ]);
  });

  it('of ticks that stand still', async () => {
    const { admin } = world.database;
    await admin`update ticks set started_at = started_at - interval '3 hours', finished_at = finished_at - interval '3 hours'`;
    const report = await look();
    await admin`update ticks set started_at = started_at + interval '3 hours', finished_at = finished_at + interval '3 hours'`;
    expectGaps(report, [
      /^fault ticks: The last tick began 10\d\d\d s ago, and one is meant to begin every 3600 s\.$/,
    ]);
  });

  it('of portfolios that name another signer', async () => {
    const stranger = privateKeyToAddress(STRANGER_KEY).toLowerCase();
    const report = await look({ BOT_SIGNER_PK: STRANGER_KEY });
    expectGaps(report, [
      `fault portfolios: 1 of 1 portfolios name another signer than this bot: ${world.portfolio}.`,
    ]);
    expect(report.findings.find(({ state }) => state === 'fault')?.mend).toContain(`setSigner(${stranger})`);
    expect(JSON.stringify(report)).not.toContain(STRANGER_KEY.slice(2));
  });

  it('of a feed that gives no price, and of the open orders that nobody can fill for it', async () => {
    await world.setPrices(100_000_000n, 0n);
    const report = await look();
    await world.setPrices(100_000_000n, 2_400_000_000_000n);
    expectGaps(report, [
      /^warning orders: \d of \d open orders: A feed gives no price to trust \(0x[0-9a-f]{40}\)\.$/,
      /^warning prices: Feeds that give no price to trade on now: WBTC \(0x[0-9a-fA-F]{40}\)\.$/,
    ]);
  });

  it('of a price source that knows nothing of what portfolios hold', async () => {
    expectGaps(await look({ PRICE_SOURCE: 'ORACLE', COINGECKO_API_KEYS: 'one-key-of-ours' }), [
      'fault prices: PRICE_SOURCE=ORACLE gives no price of USDC, WBTC: coingecko does not know it.',
    ]);
  });

  it('of a key that 1inch refuses, and of policies that want 1inch without one', async () => {
    const oneinch = await startFake(() => ({ status: 401, body: '{}' }));
    const change = { ONEINCH_API_URL: oneinch.baseUrl, ONEINCH_AUTH_KEY: 'a-key-that-is-void' };
    const report = await look(change);
    await oneinch.close();
    expectGaps(report, ['warning venues: 1inch on Local chain: 1inch refuses the key (401)']);
    expect(JSON.stringify(report)).not.toContain('a-key-that-is-void');
    const { admin } = world.database;
    const set = (venue: string) =>
      admin`update policies set policy = jsonb_set(policy, '{orderTerms,venue}', to_jsonb(${venue}::text))`;
    await set('oneinch');
    const unset = await look();
    await set('order-book');
    expectGaps(unset, [
      'fault venues: ONEINCH_AUTH_KEY is not set, and the policies of 1 portfolios trade at 1inch.',
    ]);
  });

  it('of a mail server that refuses the log-in, and of channels that can’t be told', async () => {
    const mail = await startMailFake();
    const server = `smtp://${encodeURIComponent(mail.user)}:another-word@127.0.0.1:${mail.port}`;
    const change = { SMTP_URL: server, ALERT_MAIL_FROM: '1Balancer <alerts@example.org>' };
    const refused = await look(change);
    const right = server.replace('another-word', encodeURIComponent(mail.password));
    const good = await look({ ...change, SMTP_URL: right });
    await mail.close();
    expectGaps(refused, ['fault messages: SMTP_URL: The mail server refuses our log-in.']);
    expect(gapsOf(good)).toEqual([]);
    expect(mail.mails).toEqual([]);
    const { admin } = world.database;
    await admin`insert into alert_channels (owner, kind, name, hint) values (${ADMIN}, 'email', 'mine', 'a…')`;
    const report = await look();
    await admin`delete from alert_channels`;
    expectGaps(report, [
      'fault messages: 1 channels are mailboxes, and no mail server is set up.',
      'fault messages: The addresses of 1 of 1 channels can’t be opened: SECRETS_KEY is not set.',
    ]);
  });

  it('of a web app that is not there, is something else, or lets nobody in', async () => {
    const other = await startFake(() => ({ status: 200, body: '{}' }));
    const [away, foreign, closed] = await Promise.all([
      look({ APP_URL: `http://${NOWHERE}` }),
      look({ APP_URL: other.baseUrl }),
      look({ NEXTAUTH_SECRET: undefined, ADMIN_ADDRESSES: undefined }),
    ]);
    await other.close();
    expectGaps(away, [`fault web: APP_URL, http://${NOWHERE}: nobody answers there.`]);
    expectGaps(foreign, [/^fault web: APP_URL, \S+: what answers there is no 1Balancer \(200\)\.$/]);
    expectGaps(closed, ['warning web: NEXTAUTH_SECRET is not set.', 'warning roles: Nobody is an admin.']);
  });
});
