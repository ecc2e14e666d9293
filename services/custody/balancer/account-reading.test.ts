import { expect, test } from 'vitest';
import { ok } from '../../../lib/result.ts';
import { accountReading, type LensReading, readableAccount } from './account-reading.ts';

const OURS = { kind: 'balancer', chainId: 31_337 } as const;
const TOKEN = '0x00000000000000000000000000000000000000Aa';
const asset = (symbol: string, tokenState: number, change: Partial<LensReading['assets'][number]> = {}) =>
  ({
    ...{ token: TOKEN, symbol, tokenState, decimals: 6, balance: 7n, balanceOk: true, targetBps: 5_000 },
    ...{ heartbeat: 3_600n, lastBoughtAt: 0n, lastSoldAt: 900n, lopAllowance: 5n },
    ...{ feed: TOKEN, feedDecimals: 8, answer: 1n, updatedAt: 1n, feedState: 0 },
    ...change,
  }) as unknown as LensReading['assets'][number];

const NOBODY = '0x0000000000000000000000000000000000000000';
const reading = (assets: LensReading['assets'], change: Partial<LensReading> = {}) =>
  ({
    ...{ ok: true, portfolio: '0x00000000000000000000000000000000000000Cc', assets },
    ...{
      owner: TOKEN,
      pendingOwner: NOBODY,
      signer: TOKEN,
      paused: false,
      generation: 3,
      series: 1n,
      epoch: 2n,
      executor: '0x00000000000000000000000000000000000000Ee',
      routers: ['0x00000000000000000000000000000000000000fF'],
    },
    guard: {
      ...{ cooldown: 600, lossBpsPerDay: 100, maxFeeBps: 50, maxSlippageBps: 100, minDriftBps: 20 },
      ...{ minFillBps: 0, orderTtlMax: 3_600, overshootBps: 10, publicBook: false, turnoverBpsPerDay: 2_000 },
    },
    budgets: {
      ...{ lossCapacityE18: 1n, lossLevelE18: 4n, turnoverCapacityE18: 9n, turnoverLevelE18: 4n },
      ...{ oneOffE18: 0n, oneOffExpiresAt: 0n },
    },
    ...change,
  }) as unknown as LensReading;

const withheld = (...assets: LensReading['assets']) => accountReading(OURS, reading(assets)).withheld;

test('Nothing is withheld while every token is as it was listed', () => {
  expect(withheld(asset('USDC', 0), asset('WETH', 0))).toBeNull();
});

test('A token whose decimals changed withholds the signature, and is named', () => {
  expect(withheld(asset('USDC', 1), asset('WETH', 0))).toEqual({
    reason: 'token-changed',
    detail: 'USDC: its decimals are not what they were when it was listed, or cannot be read',
  });
});

test('Both of two twins are named, by their address when they have no symbol', () => {
  const twin = 'it moves together with another asset of the list: the two addresses are one token';
  expect(withheld(asset('USDC', 2), asset('', 2))).toEqual({
    reason: 'token-changed',
    detail: `USDC: ${twin}; 0x00000000000000000000000000000000000000aa: ${twin}`,
  });
});

test('A state that a newer contract may tell withholds it, too', () => {
  expect(withheld(asset('USDC', 9))).toEqual({
    reason: 'token-changed',
    detail: 'USDC: it is in an unknown state',
  });
});

test('Addresses are lower-cased, nobody is null, times of 0 are never, and nothing is left of a budget that is overspent', () => {
  expect(accountReading(OURS, reading([asset('USDC', 0)], { signer: NOBODY }))).toMatchObject({
    account: { kind: 'balancer', chainId: 31_337, address: '0x00000000000000000000000000000000000000cc' },
    signer: null,
    generation: 3n,
    buckets: { lossLeftE18: 0n, turnoverLeftE18: 5n },
    assets: [{ state: { lastBoughtAtSeconds: null, lastSoldAtSeconds: 900, allowanceUnits: null } }],
    fillMode: { kind: 'parts', series: 1n, epoch: 2n },
    swapping: {
      executor: '0x00000000000000000000000000000000000000ee',
      routers: ['0x00000000000000000000000000000000000000ff'],
    },
  });
  const aa = '0x00000000000000000000000000000000000000aa';
  expect(accountReading(OURS, reading([]))).toMatchObject({ signer: aa, owners: [aa] });
  const next = '0x00000000000000000000000000000000000000Bb';
  expect(accountReading(OURS, reading([], { pendingOwner: next })).owners).toEqual([aa, next.toLowerCase()]);
});

test('Tokens are held by the portfolio itself, and by the account where that has delegated to it', () => {
  const aa = '0x00000000000000000000000000000000000000aa';
  expect(accountReading(OURS, reading([])).holder).toBe('0x00000000000000000000000000000000000000cc');
  expect(accountReading({ ...OURS, kind: 'delegated' }, reading([])).holder).toBe(aa);
});

test('An allowance counts only where 1inch’s public book may be used', () => {
  const { guard } = reading([]);
  const open = reading([asset('USDC', 0)], { guard: { ...guard, publicBook: true } });
  expect(accountReading(OURS, open).assets[0]?.state.allowanceUnits).toBe(5n);
});

test('A contract that can’t be read, or a token that tells no balance, is that portfolio’s failure, and named', () => {
  expect(readableAccount(OURS, ok(reading([], { ok: false })))).toMatchObject({
    ok: false,
    error: { code: 'portfolio-unreadable', message: expect.stringContaining('00cc can') },
  });
  expect(readableAccount(OURS, ok(reading([asset('MUTE', 0, { balanceOk: false })])))).toMatchObject({
    ok: false,
    error: { code: 'portfolio-unreadable', message: expect.stringContaining('The balance of MUTE') },
  });
});

test('Of a contract that serves an account the tokens are the account’s, and account and guardian both have a say', () => {
  const guardian = '0x00000000000000000000000000000000000000Bb';
  const read = accountReading({ ...OURS, kind: 'delegated' }, reading([], { pendingOwner: guardian }));
  expect(read.account.kind).toBe('delegated');
  expect(read.owners).toEqual([TOKEN.toLowerCase(), guardian.toLowerCase()]);
  expect(read.holder).toBe(TOKEN.toLowerCase());
  expect(accountReading(OURS, reading([])).holder).toBe('0x00000000000000000000000000000000000000cc');
});
