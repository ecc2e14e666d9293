import { describe, expect, it } from 'vitest';
import { VARIABLES } from '../../env-variables.ts';
import { createScrubber } from '../../log.ts';
import { lookAtEnvironment } from './doctor-environment.ts';

const KEY = `0x${'4c'.repeat(32)}`;

describe('an environment that may be broken', () => {
  it.each(VARIABLES.map(({ name }) => name))('can be looked at whatever %s is set to', (name) => {
    const wrong = lookAtEnvironment({
      RPC_URL: 'http://127.0.0.1:8545',
      BOT_SIGNER_PK: KEY,
      [name]: 'no such value',
    });
    expect(wrong.facts.set.has(name)).toBe(true);
    const shown = createScrubber(wrong.secrets)(JSON.stringify(wrong.facts.bad));
    expect(shown).not.toContain('no such value');
  });

  it('keeps all that nothing speaks against', () => {
    const { env, facts } = lookAtEnvironment({
      ...{ RPC_URL: 'http://127.0.0.1:8545', NETWORK_ID: 'one', BOT_SIGNER_PK: KEY },
      ...{ BOT_SIGNER_KMS_KEY_ID: 'alias/bot', PRICE_SOURCE: 'QUORUM' },
    });
    expect(facts.bad.map(({ name }) => name).sort()).toEqual([
      'BOT_SIGNER_KMS_KEY_ID',
      'BOT_SIGNER_KMS_REGION',
      'COINGECKO_API_KEYS',
      'NETWORK_ID',
      'ONEINCH_AUTH_KEY',
    ]);
    expect(env.chains[0].rpcUrls).toHaveLength(1);
    expect([env.signers.map(({ kind }) => kind), env.prices.source]).toEqual([['key'], 'FEEDS']);
  });

  it('tells a slip of a name from a name that is somebody else’s', () => {
    const { facts } = lookAtEnvironment({
      DB_URLS: 'x',
      RPC_ULR: 'x',
      NODE_ENV: 'test',
      HOME: '/',
      PATH: '/bin',
    });
    expect(facts.stray).toEqual([
      { name: 'DB_URLS', meant: 'DB_URL' },
      { name: 'RPC_ULR', meant: 'RPC_URL' },
    ]);
  });
});
