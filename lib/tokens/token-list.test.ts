import { describe, expect, it } from 'vitest';
import { illnessOf, type TokenSeen } from './token-health.ts';
import { listedTokensOf, readTokenList } from './token-list.ts';

const A = `0x${'aa'.repeat(20)}` as const;
const B = `0x${'bb'.repeat(20)}` as const;
const usdc = { chainId: 1, address: A, symbol: 'USDC', name: 'USD Coin', decimals: 6, tags: ['stablecoin'] };
const listOf = (...tokens: readonly object[]) => ({
  ...{ name: 'Mine', timestamp: '2026-11-01T00:00:00+00:00', version: { major: 1, minor: 0, patch: 0 } },
  tokens,
});
const read = (list: object) => readTokenList(JSON.stringify(list, null, 1), 'list.json');
const refusalOf = (list: object) => {
  const outcome = read(list);
  return outcome.ok ? null : outcome.error.message;
};
const listedOf = (...tokens: readonly object[]) => {
  const list = read(listOf(...tokens));
  if (!list.ok) throw new Error(list.error.message);
  const lists = listedTokensOf(list.value);
  if (!lists.ok) throw new Error(lists.error.message);
  return lists.value;
};

describe('a token list', () => {
  it('knows a token by chain and address; a symbol names all that go by it', () => {
    const lists = listedOf(
      usdc,
      { ...usdc, address: B, name: 'Bridged USD Coin', symbol: 'usdc' },
      { ...usdc, chainId: 10, decimals: 18 },
    );
    expect(lists.bySymbol(1, 'USDC').map(({ address }) => address)).toEqual([A, B]);
    expect(lists.byAddress(1, A)?.decimals).toBe(6);
    expect(lists.byAddress(10, A)?.decimals).toBe(18);
    expect(lists.byAddress(137, A)).toBeNull();
    expect(lists.bySymbol(137, 'USDC')).toEqual([]);
  });

  it.each([
    [
      'a wrong checksum',
      listOf({ ...usdc, address: '0x111111125421cA6dc452d289314280a0f8842A6D' }),
      /tokens\[0\]\.address: its checksum/,
    ],
    ['decimals as text', listOf({ ...usdc, decimals: '6' }), /line 15, column \d+: tokens\[0\]\.decimals: /],
    ['decimals with a fraction', listOf({ ...usdc, decimals: 6.5 }), /tokens\[0\]\.decimals: /],
    ['decimals beyond a byte', listOf({ ...usdc, decimals: 256 }), /tokens\[0\]\.decimals: /],
    [
      'a symbol that hides characters',
      listOf({ ...usdc, symbol: 'US\u202eDC' }),
      /tokens\[0\]\.symbol: must be without control characters/,
    ],
    ['no tokens', listOf(), /tokens: /],
    ['another document', { chains: [] }, /tokens: it is missing/],
  ])('is refused with %s, by file and field', (_title, list, words) => {
    expect(refusalOf(list)).toMatch(words);
    expect(refusalOf(list)).toMatch(/^list\.json: /);
  });

  it('is refused beside another one that says other decimals of the same token', () => {
    const [one, two] = [read(listOf(usdc)), read(listOf({ ...usdc, decimals: 18 }))];
    const both = listedTokensOf([...(one.ok ? one.value : []), ...(two.ok ? two.value : [])]);
    expect(both.ok ? null : both.error.message).toBe(
      `${A} on chain 1 has 6 decimals in "Mine" and 18 in "Mine".`,
    );
  });
});

describe('a token is not traded', () => {
  const priceOf = (usdE18: bigint) =>
    ({ ok: true, usdE18, updatedAtSeconds: 1, source: 'feed', disagreementBps: null }) as const;
  const seen: TokenSeen = { chainId: 1, token: A, holder: B, decimals: 6, price: priceOf(10n ** 18n) };
  const words = [{ chainId: 1, token: B, why: 'frozen' }];

  it.each<[string, TokenSeen, readonly object[], RegExp | null]>([
    ['never without a word against it', seen, [usdc], null],
    ['never because no list knows it', seen, [{ ...usdc, chainId: 2 }], null],
    ['when an administrator says so', { ...seen, token: B }, [usdc], /^an administrator says: frozen$/],
    ['never on another chain than the administrator named', { ...seen, token: B, chainId: 2 }, [usdc], null],
    [
      'when the chain says other decimals than the list',
      { ...seen, decimals: 18 },
      [usdc],
      /18 decimals, and 6 by the list "Mine"/,
    ],
    [
      'when a list says that it takes a fee',
      seen,
      [{ ...usdc, extensions: { isFoT: true } }],
      /brings less than was sent/,
    ],
    [
      'when a list says that it rebases',
      seen,
      [{ ...usdc, tags: ['Rebasing'] }],
      /change without a transfer/,
    ],
    [
      'when it is a stable coin and 3.01 % below a dollar',
      { ...seen, price: priceOf(969_900_000_000_000_000n) },
      [usdc],
      /3 % off a dollar/,
    ],
    [
      'when it is a stable coin and 3.01 % above',
      { ...seen, price: priceOf(1_030_100_000_000_000_000n) },
      [usdc],
      /3 % off a dollar/,
    ],
    ['never for 3 %', { ...seen, price: priceOf(970_000_000_000_000_000n) }, [usdc], null],
    [
      'never for its price when no list calls it a stable coin',
      { ...seen, price: priceOf(5n) },
      [{ ...usdc, tags: [] }],
      null,
    ],
    [
      'never for a price that is missing, which has its own reason',
      { ...seen, price: { ok: false, fault: 'missing', detail: '' } },
      [usdc],
      null,
    ],
  ])('%s', (_title, token, listed, why) => {
    const illness = illnessOf(token, { words, lists: listedOf(...listed) });
    if (why === null) expect(illness).toBeNull();
    else expect(illness).toMatch(why);
  });
});
