import { expect, test } from 'vitest';
import { withheldOf } from './withheld-of.ts';

const SIGNER = '0x00000000000000000000000000000000000000b0';
const token = (symbol: string, tokenState: number) => ({
  token: '0x00000000000000000000000000000000000000Aa' as const,
  symbol,
  tokenState,
});

test('Nothing is withheld while every token is as it was listed', () => {
  expect(withheldOf([token('USDC', 0), token('WETH', 0)], SIGNER)).toBeUndefined();
});

test('A token whose decimals changed withholds the signature, and is named', () => {
  expect(withheldOf([token('USDC', 1), token('WETH', 0)], SIGNER)).toEqual({
    reason: 'token-changed',
    detail: 'USDC: its decimals are not what they were when it was listed, or cannot be read',
  });
});

test('Both of two twins are named, by their address when they have no symbol', () => {
  expect(withheldOf([token('USDC', 2), token('', 2)], SIGNER)).toEqual({
    reason: 'token-changed',
    detail:
      'USDC: it moves together with another asset of the list: the two addresses are one token; 0x00000000000000000000000000000000000000aa: it moves together with another asset of the list: the two addresses are one token',
  });
});

test('A state that a newer contract may tell withholds it, too', () => {
  expect(withheldOf([token('USDC', 9)], SIGNER)).toEqual({
    reason: 'token-changed',
    detail: 'USDC: it is in an unknown state',
  });
});

test('A portfolio without a key of ours says that first', () => {
  expect(withheldOf([token('USDC', 1)], null)).toEqual({ reason: 'no-key', detail: null });
});
