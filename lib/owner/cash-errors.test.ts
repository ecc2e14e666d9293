import { encodeErrorResult, type Hex, zeroAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { cashPortfolioAbi } from '../abi/cash-portfolio-abi.ts';
import { anyRefusalOf, CASH_ERRORS } from './cash-errors.ts';
import { CONTRACT_ERRORS } from './contract-errors.ts';

const ERRORS = cashPortfolioAbi.filter((item) => item.type === 'error');

const dataOf = (errorName: string, args: readonly unknown[]): Hex =>
  // biome-ignore lint/suspicious/noExplicitAny: the arguments' types follow from the ABI at run time only
  encodeErrorResult({ abi: ERRORS, errorName, args } as any);

const sampleOf = ({ type }: { readonly type: string }): unknown =>
  type === 'address' ? zeroAddress : type === 'string' ? 'text' : type === 'uint8' ? 2 : 1_234n;

describe('every custom error of a portfolio of USDC', () => {
  test('has words, and no words are kept for an error that is gone', () => {
    const own = ERRORS.map(({ name }) => name as string).filter((name) => !(name in CONTRACT_ERRORS));
    expect(Object.keys(CASH_ERRORS).sort()).toEqual(own.sort());
  });

  test.each(
    ERRORS.filter(({ inputs }) => inputs.every(({ type }) => type !== 'bytes32')).map(
      (item) => [item.name, item] as const,
    ),
  )('%s is said in a sentence without a gap, and what to do next', (name, item) => {
    const { sentence, next, name: said } = anyRefusalOf(dataOf(name, item.inputs.map(sampleOf)));
    expect(said).toBe(name);
    expect(`${sentence} ${next}`).not.toMatch(/[{}]|undefined|NaN/);
    expect(sentence).toMatch(/[.!]$/);
    expect(next).toMatch(/[.!]$/);
  });
});

test.each([
  [
    'MoveLosesTooMuch',
    [4_970n, 2_500n],
    'it would lose 4970 units of USDC; a move of that size may lose 2500.',
  ],
  ['VaultRefused', [zeroAddress, 2], 'is refused: it is worth more than 0.25 % less than its mark.'],
  ['SiblingNotOpen', [6, 1_700_000_000n], '(open until 2023-11-14 22:13 UTC).'],
  ['BridgeBudgetExceeded', [10n ** 16n, 0n], 'send 1.00 % of the portfolio'],
])('%s fills its sentence', (name, args, words) => {
  expect(anyRefusalOf(dataOf(name, args)).sentence).toContain(words);
});

test('a refusal that nobody knows stays without a name', () => {
  expect(anyRefusalOf('0x12345678')).toMatchObject({ name: null });
  expect(anyRefusalOf('0x')).toMatchObject({ name: null });
});
