import fc from 'fast-check';
import { type AbiParameter, decodeAbiParameters, encodeAbiParameters, getAbiItem, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { balancerLensAbi } from '../../lib/abi/balancer-lens-abi.ts';
import { decoderOf, MalformedAnswerError } from './decode-words.ts';

const LENS = getAbiItem({ abi: balancerLensAbi, name: 'read' }).outputs;
const hex = (bytes: number) =>
  fc
    .string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: bytes * 2, maxLength: bytes * 2 })
    .map((text): Hex => `0x${text}`);

/** A value of the type, as viem takes and gives it. */
const valueFor = (parameter: AbiParameter): fc.Arbitrary<unknown> => {
  const { type } = parameter;
  if (type.endsWith('[]'))
    return fc.array(valueFor({ ...parameter, type: type.slice(0, -2) }), { maxLength: 3 });
  if (type === 'tuple' && 'components' in parameter)
    return fc.record(
      Object.fromEntries(parameter.components.map((each) => [each.name ?? '', valueFor(each)])),
    );
  const bits = Number(/\d+$/.exec(type)?.[0] ?? 256);
  const asNumber = (value: bigint) => (bits <= 48 ? Number(value) : value);
  if (type.startsWith('uint')) return fc.bigInt(0n, 2n ** BigInt(bits) - 1n).map(asNumber);
  if (type.startsWith('int'))
    return fc.bigInt(-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n).map(asNumber);
  if (type === 'address') return hex(20);
  if (type === 'bool') return fc.boolean();
  if (type === 'string') return fc.string({ unit: 'grapheme', maxLength: 70 });
  if (type === 'bytes') return fc.nat(70).chain(hex);
  return hex(bits);
};

/** viem writes addresses with their checksum. */
const lowered = (value: unknown): unknown => {
  if (typeof value === 'string') return /^0x[0-9a-f]{40}$/i.test(value) ? value.toLowerCase() : value;
  if (Array.isArray(value)) return value.map(lowered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, lowered(each)]));
};

const agrees = (outputs: readonly AbiParameter[], values: readonly unknown[]): void => {
  const data = encodeAbiParameters(outputs, values);
  expect(lowered(decoderOf(outputs)(data))).toEqual(lowered(decodeAbiParameters(outputs, data)));
};

const everyType: readonly AbiParameter[] = [
  ...[
    'uint8',
    'uint40',
    'uint48',
    'uint56',
    'uint256',
    'int8',
    'int48',
    'int256',
    'bool',
    'address',
    'bytes4',
    'bytes32',
  ],
  ...['string', 'bytes', 'uint16[]', 'string[]', 'address[][]'],
].map((type) => ({ type }));

const word = (value: number | bigint): string => value.toString(16).padStart(64, '0');
const answer = (...words: readonly (number | bigint)[]): Hex => `0x${words.map(word).join('')}`;

describe('decoding what contracts return', () => {
  it('gives the values that viem gives, of every type and of the lens’s own answers', () => {
    const values = (outputs: readonly AbiParameter[]) => fc.tuple(...outputs.map(valueFor));
    fc.assert(
      fc.property(values(everyType), (drawn) => agrees(everyType, drawn)),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(values(LENS), (drawn) => agrees(LENS, drawn)),
      { numRuns: 100 },
    );
  });

  it.each<[string, string, Hex]>([
    ['is nothing', 'uint256', '0x'],
    ['is half a byte too long', 'uint256', `${answer(1)}0`],
    ['ends within a word', 'uint256', `0x${'0'.repeat(62)}`],
    ['has a number beyond its type', 'uint8', answer(256)],
    ['has a negative number beyond its type', 'int8', answer(2n ** 256n - 129n)],
    ['has a bool of two', 'bool', answer(2)],
    ['has an address with a dirty half', 'address', answer(2n ** 160n)],
    ['points beyond its end', 'string', answer(64)],
    ['points far beyond its end', 'string', answer(2n ** 255n)],
    ['has a text longer than itself', 'string', answer(32, 33, 0)],
    ['has a list longer than itself', 'uint256[]', answer(32, 2, 7)],
    ['has a list of as many as there are atoms', 'uint256[]', answer(32, 2n ** 255n)],
  ])('refuses an answer that %s', (_, type, data) => {
    expect(() => decoderOf([{ type }])(data)).toThrow(MalformedAnswerError);
  });

  it('refuses an answer whose parts all point to the same bytes before it has grown', () => {
    const [lists, numbers] = [1_000, 500];
    const heads = Array.from({ length: lists }, () => lists * 32);
    const same = [numbers, ...Array.from({ length: numbers }, () => 7)];
    const data = answer(32, lists, ...heads, ...same);
    expect(() => decoderOf([{ type: 'uint256[][]' }])(data)).toThrow('its parts overlap');
  });

  it('has no decoder for what no answer of ours contains, and says so at once', () => {
    expect(() => decoderOf([{ type: 'uint256[3]' }])).toThrow('no decoder for uint256[3]');
  });
});
