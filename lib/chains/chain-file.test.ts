import { describe, expect, it } from 'vitest';
import { readChainFile } from './chain-file.ts';

const SECRET_URL = 'https://node.example/v2/0123456789abcdef-secret';
const base = {
  chain: 'base',
  rpcUrls: [SECRET_URL],
  factoryAddress: `0x${'ab'.repeat(20)}`,
  factoryBlock: 7,
};
const MONAD = {
  id: 143,
  slug: 'monad',
  name: 'Monad',
  nativeSymbol: 'MON',
  router: '0x111111125421cA6dc452d289314280a0f8842A65',
  blockTimeSeconds: 0.4,
  finalityBlocks: 120,
  feeds: [{ asset: 'ETH', address: `0x${'cd'.repeat(20)}`, heartbeatSeconds: 3600 }],
  tokens: [{ symbol: 'WETH', address: `0x${'ef'.repeat(20)}`, decimals: 18, feed: 'ETH' }],
};
const read = (chains: unknown) => readChainFile(JSON.stringify({ chains }, null, 2), 'chains.json');
const refusalOf = (text: string) => {
  const outcome = readChainFile(text, 'chains.json');
  return outcome.ok ? null : outcome.error.message;
};
const refused = (...chains: unknown[]) => refusalOf(JSON.stringify({ chains }, null, 2));

describe('the file of chains', () => {
  it('names a known chain by word or id, and any other by its facts alone', () => {
    const outcome = read([base, { ...base, chain: 10 }, { ...base, chain: MONAD }]);
    if (!outcome.ok) throw new Error(outcome.error.message);
    const [first, second, third] = outcome.value;
    expect(first).toMatchObject({
      chain: { id: 8_453, name: 'Base' },
      factoryBlock: 7n,
      rpcUrls: [SECRET_URL],
    });
    expect(second?.chain.id).toBe(10);
    expect(third?.chain).toMatchObject({
      ...{ id: 143, sequencerFeed: null, testnet: false, router: MONAD.router.toLowerCase() },
      tokens: MONAD.tokens,
    });
  });

  it('names the contracts of cash portfolios, whose lens may be left out', () => {
    const factory = `0x${'ca'.repeat(20)}`;
    const outcome = read([base, { ...base, chain: 10, cash: { factory } }]);
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(outcome.value.map(({ cash }) => cash)).toEqual([null, { factory, lens: null, fromBlock: 0n }]);
    expect(refused({ ...base, cash: { factory, block: 1 } })).toMatch(
      /chains\[0\]\.cash\.block: there is no such field/,
    );
  });

  it('names the contracts of accounts that delegate, and the framework where it is elsewhere, whole', () => {
    const factory = `0x${'de'.repeat(20)}`;
    const own = { factory, lens: null, fromBlock: 0n };
    const enforcers = { period: factory, timestamp: factory, value: factory, nonce: factory };
    const framework = {
      ...{ manager: factory, enforcers: { ...enforcers, redeemer: factory } },
      accounts: { upgraded: factory, hybrid: factory, deployer: factory },
    };
    const outcome = read([
      { ...base, delegated: { factory } },
      { ...base, chain: 10, delegated: { factory, framework } },
    ]);
    if (!outcome.ok) throw new Error(outcome.error.message);
    expect(outcome.value.map(({ delegated }) => delegated)).toEqual([
      { ...own, framework: null },
      { ...own, framework },
    ]);
    expect(refused({ ...base, delegated: { factory, framework: { ...framework, enforcers } } })).toMatch(
      /delegated\.framework\.enforcers\.redeemer/,
    );
  });

  const USDC = { symbol: 'USDC', address: `0x${'c0'.repeat(20)}`, decimals: 6, feed: 'ETH' };
  const VAULT = { name: 'Ours', protocol: 'Own', address: `0x${'f0'.repeat(20)}`, decimals: 18 };

  it('lists the vaults of a chain of its own, and others in place of those that a known chain has', () => {
    const own = { ...MONAD, tokens: [...MONAD.tokens, USDC], vaults: [VAULT] };
    const outcome = read([base, { ...base, chain: own }, { ...base, chain: 'arbitrum', vaults: [VAULT] }]);
    if (!outcome.ok) throw new Error(outcome.error.message);
    const [known, ofOwn, replaced] = outcome.value.map(({ chain }) => chain.vaults);
    expect(known?.map(({ protocol }) => protocol)).toEqual(['Aave v3']);
    expect([ofOwn, replaced]).toEqual([[{ ...VAULT, llamaPool: null }], [{ ...VAULT, llamaPool: null }]]);
  });

  it.each([
    [
      'a vault where no token is USDC',
      [{ ...base, chain: { ...MONAD, vaults: [VAULT] } }],
      /vaults: none of .* USDC/,
    ],
    [
      'a vault twice',
      [{ ...base, vaults: [VAULT, VAULT] }],
      /chains\[0\]\.vaults: 0xf0.* stands there twice/,
    ],
    [
      'a pool that is no UUID',
      [{ ...base, vaults: [{ ...VAULT, llamaPool: 'aave' }] }],
      /llamaPool: must be a UUID/,
    ],
    [
      'a misspelt field of a vault',
      [{ ...base, vaults: [{ ...VAULT, lamaPool: null }] }],
      /did you mean llamaPool/,
    ],
  ])('refuses %s', (_title, chains, words) => {
    expect(refused(...chains)).toMatch(words);
  });

  it.each([
    [
      'a misspelt field',
      [{ ...base, factoryAdress: null }],
      /line 10, column \d+: chains\[0\]\.factoryAdress: there is no such field \(did you mean factoryAddress\?\)/,
    ],
    [
      'a misspelt chain',
      [{ ...base, chain: 'arbitrun' }],
      /line 4, .*chains\[0\]\.chain: no chain is known by that \(did you mean arbitrum\?\)/,
    ],
    [
      'an unknown id',
      [{ ...base, chain: 4_711 }],
      /chains\[0\]\.chain: no chain is known by that: write one of ethereum/,
    ],
    ['no URL', [{ ...base, rpcUrls: [] }], /chains\[0\]\.rpcUrls: at least one URL is needed/],
    [
      'a URL of another kind',
      [{ ...base, rpcUrls: ['wss://x.example/secret-1'] }],
      /chains\[0\]\.rpcUrls\[0\]: must be a URL that starts with http/,
    ],
    [
      'a short address',
      [{ ...base, factoryAddress: '0x12' }],
      /chains\[0\]\.factoryAddress: must be an address/,
    ],
    [
      'a mistyped checksum',
      [{ ...base, factoryAddress: '0x111111125421cA6dc452d289314280a0f8842A6D' }],
      /checksum \(EIP-55\) is wrong/,
    ],
    [
      'a block that is text',
      [{ ...base, factoryBlock: '7' }],
      /chains\[0\]\.factoryBlock: must be a whole number/,
    ],
    [
      'a chain twice',
      [base, { ...base, chain: 8_453 }],
      /chains\[1\]\.chain: chain 8453 \(base\) is chains\[0\] already/,
    ],
    [
      'facts without a block time',
      [{ ...base, chain: { ...MONAD, blockTimeSeconds: undefined } }],
      /chains\[0\]\.chain\.blockTimeSeconds: /,
    ],
    [
      'a token whose feed is none',
      [{ ...base, chain: { ...MONAD, feeds: [{ ...MONAD.feeds[0], asset: 'ETHH' }] } }],
      /the feed of WETH, ETH, is none of its feeds \(did you mean ETHH\?\)/,
    ],
    ['nothing', [], /chains: at least one chain is needed/],
  ])('refuses %s by name', (_title, chains, words) => {
    const message = refused(...chains);
    expect(message).toMatch(/^chains\.json: /);
    expect(message).toMatch(words);
    expect(message).not.toContain('secret');
  });

  it('says of several faults several, up to a bound', () => {
    expect(refused({ ...base, rpcUrls: [], factoryBlock: -1 })).toMatch(/rpcUrls.*; .*factoryBlock/);
    const many = refused(...Array.from({ length: 30 }, () => ({ ...base, rpcUrls: [] })));
    expect(many).toContain('; and 20 more');
  });

  it.each([
    ['a text that is no JSON', '{"chains": [{"chain": "base",, }]}', /not JSON: line 1, column 30: /],
    ['a truncated one', '{"chains": [{"rpcUrls": ["https://x.example/secret', /not JSON: line 1, /],
    [
      'an enormous one',
      `{"chains": "${'x'.repeat(1_000_001)}"}`,
      /1000015 characters, more than the 1000000/,
    ],
    ['a list', '[]', /line 1, column 1: the document: /],
    ['another document', '{"tokens": []}', /tokens: there is no such field/],
  ])('refuses %s by place and without a word of it', (_title, text, words) => {
    expect(refusalOf(text)).toMatch(words);
    expect(refusalOf(text)).not.toContain('secret');
  });
});
