import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { EnvError, readEnv } from './env.ts';

function errorOf(source: Record<string, string>, required: Parameters<typeof readEnv>[1] = []): EnvError {
  try {
    readEnv(source, required);
  } catch (error) {
    if (error instanceof EnvError) return error;
    throw error;
  }
  throw new Error('the environment was accepted');
}

const problemsOf = (source: Record<string, string>) =>
  Object.fromEntries(errorOf(source).variables.map(({ name, problem }) => [name, problem]));

describe('readEnv', () => {
  it('gives the documented defaults for an empty environment', () => {
    const env = readEnv({});
    expect(env).toMatchObject({
      chains: [{ chain: { id: 31_337 }, rpcUrls: [], factoryAddress: null, factoryBlock: 0n }],
      signers: [],
      isOwnerKeyAllowed: false,
      adminAddresses: [],
      cronSecret: null,
      policyDefaults: {
        bandBps: 500,
        limits: {
          cooldownSeconds: 900,
          slippageBpsMax: 100,
          maxTradeUsd: '10000',
          minTradeUsd: '50',
          priceImpactBpsMax: 500,
        },
      },
    });
  });

  it('counts an empty or blank value as absent', () => {
    expect(readEnv({ RPC_URL: '', NETWORK_ID: '  ' })).toMatchObject({
      chains: [{ rpcUrls: [], chain: { id: 31_337 } }],
    });
  });

  it('turns per cent into basis points exactly and keeps dollars to the last digit', () => {
    const { policyDefaults } = readEnv({
      DRIFT_THRESHOLD: '0.29',
      SLIPPAGE_TOLERANCE: '1.1',
      MIN_TRADE_SIZE_USD: '0.1',
    });
    expect(policyDefaults).toMatchObject({
      bandBps: 29,
      limits: { slippageBpsMax: 110, minTradeUsd: '0.1' },
    });
  });

  it('names every bad variable at once, with what its absence disables', () => {
    const error = errorOf(
      {
        RPC_URL: 'ftp://x',
        NETWORK_ID: '-1',
        DB_URL: 'mysql://x',
        DRIFT_THRESHOLD: '5%',
        FACTORY_ADDRESS: '0x12',
      },
      ['BOT_SIGNER_PK', 'RPC_URL'],
    );
    expect(error.variables.map(({ name }) => name).sort()).toEqual([
      'BOT_SIGNER_PK',
      'DB_URL',
      'DRIFT_THRESHOLD',
      'FACTORY_ADDRESS',
      'NETWORK_ID',
      'RPC_URL',
    ]);
    expect(error.message).toContain('without it: the bot signs nothing');
    expect(error.message).toContain('BOT_SIGNER_PK is missing');
  });

  it('takes several URLs, each of them hidden, and one with a comma in it as one', () => {
    const [served] = readEnv({
      RPC_URL: 'https://a.example/k1/, https://b.example/v2?x=1,2',
      NETWORK_ID: '8453',
    }).chains;
    expect(served.chain.name).toBe('Base');
    expect(served.rpcUrls.map((url) => url.reveal())).toEqual([
      'https://a.example/k1',
      'https://b.example/v2?x=1,2',
    ]);
    expect(JSON.stringify(served.rpcUrls)).not.toContain('example');
    expect(problemsOf({ RPC_URL: 'https://a.example,ftp://b.example' })).toHaveProperty('RPC_URL');
  });

  it('takes the chains of a file, or their JSON itself, in place of the one of the shorthand', () => {
    const json = JSON.stringify({ chains: [{ chain: 'base', rpcUrls: ['https://a.example/key-of-a'] }] });
    const file = join(mkdtempSync(join(tmpdir(), 'chains-')), 'chains.json');
    writeFileSync(file, json);
    for (const value of [file, json]) {
      const env = readEnv({ CHAINS: value }, ['RPC_URL', 'FACTORY_ADDRESS']);
      expect(env.chains.map(({ chain }) => chain.id)).toEqual([8_453]);
      expect(env.chains[0].rpcUrls.map((url) => url.reveal())).toEqual(['https://a.example/key-of-a']);
    }
  });

  it('refuses the shorthand beside CHAINS, each variable of it by name', () => {
    const json = JSON.stringify({ chains: [{ chain: 'base', rpcUrls: ['https://a.example'] }] });
    const both = { CHAINS: json, RPC_URL: 'https://b.example', NETWORK_ID: '1', FACTORY_BLOCK: '3' };
    const words = 'is set beside CHAINS: leave one of the two unset';
    expect(problemsOf(both)).toEqual({ RPC_URL: words, NETWORK_ID: words, FACTORY_BLOCK: words });
  });

  it('names the file of CHAINS, the line and the field, and shows no URL of it', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'chains-')), 'chains.json');
    writeFileSync(file, '{"chains": [\n{"chain": "base", "rpcUrl": "https://a.example/key-of-a"}]}');
    const { CHAINS } = problemsOf({ CHAINS: file });
    expect(CHAINS).toContain(
      `${file}: line 2, column 29: chains[0].rpcUrl: there is no such field (did you mean rpcUrls?)`,
    );
    expect(CHAINS).not.toContain('key-of-a');
    expect(problemsOf({ CHAINS: '/nowhere/chains.json' }).CHAINS).toBe(
      "is refused: /nowhere/chains.json can't be read (ENOENT)",
    );
  });

  it('refuses a chain whose router is not the one that orders are made for', () => {
    const facts = {
      id: 999,
      slug: 'other',
      name: 'Other',
      nativeSymbol: 'O',
      blockTimeSeconds: 1,
      finalityBlocks: 1,
    };
    const withRouter = (router: string) =>
      JSON.stringify({ chains: [{ chain: { ...facts, router }, rpcUrls: ['https://a.example'] }] });
    expect(problemsOf({ CHAINS: withRouter(`0x${'52'.repeat(20)}`) }).CHAINS).toContain(
      'chains[0].chain.router: orders are made for 0x111111125421ca6dc452d289314280a0f8842a65 alone so far',
    );
    expect(() => readEnv({ CHAINS: withRouter('0x111111125421cA6dc452d289314280a0f8842A65') })).not.toThrow();
  });

  it('never shows a value in its error', () => {
    const planted = '0xdeadbeefdeadbeefdeadbeef';
    const error = errorOf({
      BOT_SIGNER_PK: planted,
      DB_URL: 'http://me:hunter2@x',
      NEXTAUTH_SECRET: 'not-used-secret',
    });
    for (const secret of [planted, 'hunter2', 'not-used-secret']) expect(error.message).not.toContain(secret);
  });

  it.each([
    ['zero', `0x${'0'.repeat(64)}`],
    ["the curve's order", '0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'],
  ])('refuses %s as a private key', (_title, key) => {
    expect(problemsOf({ BOT_SIGNER_PK: key })).toEqual({
      BOT_SIGNER_PK: 'must lie in the range of the curve',
    });
  });

  it('treats a scheduler secret that is too short as none, so that nothing opens', () => {
    expect(readEnv({ CRON_SECRET: '15-characters-x' }).cronSecret).toBeNull();
    expect(readEnv({ CRON_SECRET: '16-characters-xx' }).cronSecret?.reveal()).toBe('16-characters-xx');
  });

  it('refuses values that contradict each other', () => {
    expect(problemsOf({ MIN_TRADE_SIZE_USD: '11', MAX_TRADE_SIZE_USD: '10' })).toHaveProperty(
      'MIN_TRADE_SIZE_USD',
    );
  });

  it('names the keys that the chosen prices need, and needs none for feeds', () => {
    expect(Object.keys(problemsOf({ PRICE_SOURCE: 'QUORUM' }))).toEqual([
      'COINGECKO_API_KEYS',
      'ONEINCH_AUTH_KEY',
    ]);
    expect(Object.keys(problemsOf({ PRICE_SOURCE: 'ORACLE' }))).toEqual(['COINGECKO_API_KEYS']);
    expect(problemsOf({ PRICE_SOURCE: 'chainlink' })).toHaveProperty('PRICE_SOURCE');
    expect(readEnv({ PRICE_SOURCE: 'ORACLE', COINGECKO_API_KEYS: 'a, b' }).prices.coingeckoKeys).toHaveLength(
      2,
    );
  });

  it('switches index accounts on only with all that they need, each named where it is missing', () => {
    const all = {
      ...{ INDEX_ACCOUNTS: '1', SECRETS_KEY: '22'.repeat(32), ONE_CLICK_API_KEY: 'a-key' },
      ONE_CLICK_QUOTE_KEY: `ed25519:${'1'.repeat(43)}`,
    };
    expect(Object.keys(problemsOf({ INDEX_ACCOUNTS: '1' }))).toEqual([
      ...['SECRETS_KEY', 'ONE_CLICK_API_KEY', 'ONE_CLICK_QUOTE_KEY'],
    ]);
    expect(problemsOf({ ...all, SECRETS_KEY: '' })).toEqual({
      SECRETS_KEY: 'is missing, and INDEX_ACCOUNTS=1 needs it',
    });
    expect(problemsOf({ ...all, INDEX_ACCOUNTS: 'yes' })).toHaveProperty('INDEX_ACCOUNTS');
    expect(problemsOf({ ...all, ONE_CLICK_QUOTE_KEY: 'ed25519:0' })).toHaveProperty('ONE_CLICK_QUOTE_KEY');
    expect(readEnv({ ...all, INDEX_ACCOUNTS: '0' }).intents).toBeNull();
    expect(readEnv(all).intents).toMatchObject({
      ...{ apiUrl: 'https://1click.chaindefuser.com', requestsPerSecond: 10 },
      quoteKey: all.ONE_CLICK_QUOTE_KEY,
    });
  });

  it('takes another router of a main net, and none where nobody knows what its prices are counted in', () => {
    const router = `0x${'ab'.repeat(20)}`;
    const { chains } = readEnv({ NETWORK_ID: '8453', UNISWAP_V2_ROUTER: router, PRICE_SOURCE: 'ROUTER' });
    expect(chains[0].chain.spotRouter).toEqual({
      router,
      quoteToken: '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913',
    });
    expect(problemsOf({ UNISWAP_V2_ROUTER: router })).toHaveProperty('UNISWAP_V2_ROUTER');
    expect(problemsOf({ NETWORK_ID: '8453', UNISWAP_V2_ROUTER: '0x12' })).toHaveProperty('UNISWAP_V2_ROUTER');
  });

  it('sends through a private endpoint where one is named, and nowhere else', () => {
    const [chain] = readEnv({ FLASHBOTS_RPC_URL: 'https://rpc.flashbots.net/fast' }).chains;
    expect(chain.privateRpcUrl?.reveal()).toBe('https://rpc.flashbots.net/fast');
    expect(readEnv({}).chains[0].privateRpcUrl).toBeNull();
    expect(problemsOf({ FLASHBOTS_RPC_URL: 'rpc.flashbots.net' })).toHaveProperty('FLASHBOTS_RPC_URL');
  });

  it('uses DB_URL where no direct connection is given', () => {
    expect(readEnv({ DB_URL: 'postgres://a/b' }).dbDirectUrl?.reveal()).toBe('postgres://a/b');
  });

  it.each([
    ['http://balancer.example', 'https://'],
    ['https://balancer.example/app', 'no path'],
    ['https://me:secret@balancer.example', 'no path, query or password'],
    ['balancer.example', 'must be a URL'],
    ['javascript:alert(1)', 'https://'],
  ])('refuses %s as the URL that people sign for', (url, why) => {
    for (const name of ['APP_URL', 'NEXTAUTH_URL']) expect(problemsOf({ [name]: url })[name]).toContain(why);
  });

  it('takes the URL that people sign for under either name, and refuses two that differ', () => {
    expect(readEnv({}).app.url).toBe('http://localhost:3000');
    expect(readEnv({ APP_URL: 'https://Balancer.Example/' }).app.url).toBe('https://balancer.example');
    expect(readEnv({ NEXTAUTH_URL: 'http://127.0.0.1:4000' }).app.url).toBe('http://127.0.0.1:4000');
    const both = { APP_URL: 'https://a.example', NEXTAUTH_URL: 'https://b.example' };
    expect(problemsOf(both)).toEqual({ NEXTAUTH_URL: 'must be the same as APP_URL, or unset' });
  });

  it('refuses a secret for sessions that is too short to be one, without showing it', () => {
    expect(problemsOf({ NEXTAUTH_SECRET: 'short' })).toEqual({
      NEXTAUTH_SECRET: 'must have at least 32 characters',
    });
    expect(`${readEnv({ NEXTAUTH_SECRET: 'x'.repeat(32) }).app.authSecret}`).toBe('[secret]');
  });

  it('gives the web app a database login of its own', () => {
    const env = readEnv({ DB_URL: 'postgres://bot@a/b', APP_DB_URL: 'postgres://app@a/b' });
    expect([env.dbUrl?.reveal(), env.app.dbUrl?.reveal()]).toEqual([
      'postgres://bot@a/b',
      'postgres://app@a/b',
    ]);
  });
});

describe('SENTRY_DSN', () => {
  it.each([
    [
      'as Sentry shows it',
      'https://abc123@o1.ingest.example/42',
      'https://o1.ingest.example/api/42/envelope/',
    ],
    [
      'below a path, at a port',
      'http://abc123@bugs.example:8000/errors/7',
      'http://bugs.example:8000/errors/api/7/envelope/',
    ],
    [
      'with the second key of old ones',
      'https://abc123:old@s.example/1',
      'https://s.example/api/1/envelope/',
    ],
  ])('%s names where bugs are told', (_title, dsn, url) => {
    const { bugs } = readEnv({ SENTRY_DSN: dsn }).alerts;
    expect([bugs?.envelopeUrl.reveal(), bugs?.key.reveal(), bugs?.environment, bugs?.release]).toEqual([
      ...[url, 'abc123', 'production', null],
    ]);
  });

  it.each([
    'https://sentry.example/42',
    'https://hidden@sentry.example',
    'https://hidden@sentry.example/',
    'ftp://hidden@sentry.example/42',
    'https://hidden@sentry.example/42?x=1',
    'hidden',
  ])('is refused by its name and never shown: %s', (dsn) => {
    const error = errorOf({ SENTRY_DSN: dsn });
    expect(error.variables).toEqual([
      { name: 'SENTRY_DSN', problem: 'must be http(s)://KEY@HOST/PROJECT, as Sentry shows it' },
    ]);
    expect(error.message).not.toMatch(/hidden|sentry\.example/);
  });
});
