import { encodeErrorResult, type Hex, zeroAddress } from 'viem';
import { describe, expect, test } from 'vitest';
import { balancerAbi } from '../abi/balancer-abi.ts';
import { balancerFactoryAbi } from '../abi/balancer-factory-abi.ts';
import { CONTRACT_ERRORS, refusalOf, revertDataOf } from './contract-errors.ts';

const ERRORS = [...balancerAbi, ...balancerFactoryAbi].filter((item) => item.type === 'error');
type Input = { readonly type: string };

const sampleOf = ({ type }: Input): unknown => {
  if (type === 'address') return zeroAddress;
  if (type === 'string') return 'text';
  if (type === 'bytes32') return `0x${Buffer.from('cooldown').toString('hex').padEnd(64, '0')}`;
  return type === 'uint8' ? 5 : 1_234n;
};

const dataOf = (item: (typeof ERRORS)[number]): Hex =>
  // biome-ignore lint/suspicious/noExplicitAny: the arguments' types follow from the ABI at run time only
  encodeErrorResult({ abi: [item], errorName: item.name, args: item.inputs.map(sampleOf) } as any);

describe('every custom error of the portfolio and its factory', () => {
  test('has words, and no words are kept for an error that is gone', () => {
    expect(Object.keys(CONTRACT_ERRORS).sort()).toEqual([...new Set(ERRORS.map(({ name }) => name))].sort());
  });

  test.each(ERRORS.map((item) => [item.name, item] as const))(
    '%s is said in a sentence without a gap, and what to do next',
    (name, item) => {
      const { sentence, next, name: said } = refusalOf(dataOf(item));
      expect(said).toBe(name);
      expect(`${sentence} ${next}`).not.toMatch(/[{}]|undefined|NaN/);
      expect(sentence).toMatch(/[.!]$/);
      expect(next).toMatch(/[.!]$/);
      for (const match of CONTRACT_ERRORS[name][0].matchAll(/\{(\w+)\}/g))
        expect(item.inputs.map((input) => input.name as string)).toContain(match[1]);
    },
  );
});

const withArgs = (errorName: string, args: readonly unknown[]): Hex =>
  // biome-ignore lint/suspicious/noExplicitAny: as above
  encodeErrorResult({ abi: ERRORS, errorName, args } as any);

test.each([
  ['CoolingDown', [zeroAddress, 1_700_000_000n], 'cooling down until 2023-11-14 22:13 UTC.'],
  [
    'SlippageTooHigh',
    [10n ** 34n, 99n * 10n ** 32n, 50n],
    'bring in 99.00 USD for 100.00 USD: worse than the limit of 0.50 %.',
  ],
  [
    'LossBudgetExceeded',
    [10n ** 16n, 5n * 10n ** 15n],
    'cost 1.00 % of the portfolio; today’s loss budget has 0.50 % left.',
  ],
  ['FeedRefused', [zeroAddress, 5], 'has no usable answer: it is too old.'],
  [
    'AboveHardCap',
    [`0x${Buffer.from('cooldown').toString('hex').padEnd(64, '0')}`, 9n, 8n],
    'cooldown of 9 is above',
  ],
] as const)('%s says its numbers with their units', (name, args, words) => {
  expect(refusalOf(withArgs(name, args)).sentence).toContain(words);
});

test('a token’s own text, a panic, no data and a stranger’s error are told apart', () => {
  const text =
    '0x08c379a0' +
    Buffer.from(`${'20'.padStart(64, '0')}${'5'.padStart(64, '0')}`).toString() +
    Buffer.from('Stopp').toString('hex').padEnd(64, '0');
  expect(refusalOf(text as Hex).sentence).toBe('Refused: “Stopp”.');
  expect(refusalOf(`0x4e487b71${'11'.padStart(64, '0')}`).sentence).toBe(
    'A number is too large for the contract.',
  );
  expect(refusalOf('0x').sentence).toContain('wasn’t said why');
  expect(refusalOf('0xdeadbeef')).toMatchObject({
    name: null,
    sentence: expect.stringContaining('0xdeadbeef'),
  });
});

test.each([
  ['a node', { code: 3, message: 'execution reverted', data: '0xdeadbeef' }],
  ['a wallet that wraps it', { code: -32603, data: { code: 3, data: '0xdeadbeef' } }],
  ['an error with a cause', new Error('outer', { cause: { error: { data: '0xdeadbeef' } } })],
])('the revert’s data is found in what %s throws', (_, error) => {
  expect(revertDataOf(error)).toBe('0xdeadbeef');
});

test('an error without data has none, and one that contains itself ends', () => {
  expect(revertDataOf(new Error('offline'))).toBeNull();
  const circle: { cause?: unknown } = {};
  circle.cause = circle;
  expect(revertDataOf(circle)).toBeNull();
});
