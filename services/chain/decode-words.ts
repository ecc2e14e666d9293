import type { AbiParameter, AbiParameterToPrimitiveType, Hex } from 'viem';

// Decodes what a contract returned, a fleet at a time: the same values as viem's decoder, which a third of a busy tick was spent in,
// except that addresses are lower-cased. Why this is our own: docs/decisions/0035.

type Reader = {
  readonly bytes: Buffer;
  readonly view: DataView;
  wordsLeft: number;
  /** By their last 32 bits: thousands of portfolios name the same tokens, and each is made a string once. */
  readonly addresses: Map<number, { readonly at: number; readonly text: string }>;
};
type Decode = (reader: Reader, at: number) => unknown;
/** How one type is read, by its head; what is dynamic stands where that points to, counted from where the parts begin. */
type Kind = {
  readonly headBytes: number;
  readonly isDynamic: boolean;
  readonly read: (reader: Reader, start: number, head: number) => unknown;
};

const WORD = 32;
/** An offset or a length of more doesn't fit into any answer, and a number of more is no safe integer. */
const NUMBER_END = 2 ** 48;
/** Of what 32 bits hold. */
const HALF_END = 2 ** 32;

export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
}

const malformed = (why: string): never => {
  throw new MalformedAnswerError(`the answer is malformed: ${why}`);
};

/** The same bytes may be pointed at any number of times, so that what is read is bounded, not what is there. */
const take = (reader: Reader, at: number, bytes: number): void => {
  if (at < 0 || at + bytes > reader.bytes.length) malformed('it ends too early');
  reader.wordsLeft -= Math.max(1, bytes / WORD);
  if (reader.wordsLeft < 0) malformed('its parts overlap');
};

const takeWord = (reader: Reader, at: number): void => {
  if (at < 0 || at + WORD > reader.bytes.length) malformed('it ends too early');
  reader.wordsLeft -= 1;
  if (reader.wordsLeft < 0) malformed('its parts overlap');
};

/** Read by 32 bits, which takes no bigint: most words hold little. */
const isZero = ({ view }: Reader, at: number, end: number): boolean => {
  for (let place = at; place < end; place += 4) if (view.getUint32(place) !== 0) return false;
  return true;
};

const wordBigint = (reader: Reader, at: number): bigint => {
  const { view } = reader;
  const low = view.getBigUint64(at + 24);
  if (isZero(reader, at, at + 24)) return low;
  return (
    (view.getBigUint64(at) << 192n) |
    (view.getBigUint64(at + 8) << 128n) |
    (view.getBigUint64(at + 16) << 64n) |
    low
  );
};

/** Null when it is more than 48 bits hold. */
const smallWord = (reader: Reader, at: number): number | null => {
  if (!isZero(reader, at, at + 24)) return null;
  const value = reader.view.getUint32(at + 24) * HALF_END + reader.view.getUint32(at + 28);
  return value < NUMBER_END ? value : null;
};

const wordNumber = (reader: Reader, at: number): number => {
  takeWord(reader, at);
  return smallWord(reader, at) ?? malformed('an offset or a length is beyond it');
};

const word = (decode: Decode): Kind => ({
  ...{ headBytes: WORD, isDynamic: false },
  read: (reader, _start, at) => {
    takeWord(reader, at);
    return decode(reader, at);
  },
});

const elsewhere = (decode: Decode): Kind => ({
  ...{ headBytes: WORD, isDynamic: true },
  read: (reader, start, head) => decode(reader, start + wordNumber(reader, head)),
});

const smallInteger = (type: string, bits: number): Kind =>
  word((reader, at) => {
    const value = smallWord(reader, at);
    return value !== null && value < 2 ** bits ? value : malformed(`a number is no ${type}`);
  });

const integer = (type: string): Kind => {
  const bits = Number(/\d+$/.exec(type)?.[0] ?? 256);
  const isSigned = type.startsWith('int');
  if (bits <= 48 && !isSigned) return smallInteger(type, bits);
  return word((reader, at) => {
    const whole = wordBigint(reader, at);
    const value = isSigned ? BigInt.asIntN(256, whole) : whole;
    const fits = isSigned ? BigInt.asIntN(bits, value) === value : value >> BigInt(bits) === 0n;
    if (!fits) malformed(`a number is no ${type}`);
    return bits <= 48 ? Number(value) : value;
  });
};

const isSameWord = ({ view }: Reader, one: number, other: number): boolean => {
  for (let place = 0; place < WORD; place += 4)
    if (view.getUint32(one + place) !== view.getUint32(other + place)) return false;
  return true;
};

const address = word((reader, at) => {
  const { bytes, view, addresses } = reader;
  if (!isZero(reader, at, at + 12)) malformed('an address is none');
  const key = view.getUint32(at + WORD - 4);
  const known = addresses.get(key);
  if (known !== undefined && isSameWord(reader, known.at, at)) return known.text;
  const text = `0x${bytes.toString('hex', at + 12, at + WORD)}`;
  addresses.set(key, { at, text });
  return text;
});

const bool = word((reader, at) => {
  const value = smallWord(reader, at);
  return value === 0 || value === 1 ? value === 1 : malformed('a bool is none');
});

const fixedBytes = (length: number): Kind =>
  word(({ bytes }, at) => `0x${bytes.toString('hex', at, at + length)}`);

const sized = (encoding: 'utf8' | 'hex'): Kind =>
  elsewhere((reader, at) => {
    const length = wordNumber(reader, at);
    take(reader, at + WORD, length);
    const text = reader.bytes.toString(encoding, at + WORD, at + WORD + length);
    return encoding === 'hex' ? `0x${text}` : text;
  });

const listOf = (item: Kind): Kind =>
  elsewhere((reader, at) => {
    const length = wordNumber(reader, at);
    const start = at + WORD;
    if (start + length * item.headBytes > reader.bytes.length) malformed('a list is longer than it');
    const values: unknown[] = [];
    for (let head = start; values.length < length; head += item.headBytes)
      values.push(item.read(reader, start, head));
    return values;
  });

/** The values that viem gives of the same outputs. */
type Decoded<P extends readonly AbiParameter[]> = {
  readonly [K in keyof P]: P[K] extends AbiParameter ? AbiParameterToPrimitiveType<P[K]> : never;
};

type Component = { readonly name: string; readonly kind: Kind };

const componentsOf = (parameters: readonly AbiParameter[]): readonly Component[] =>
  parameters.map((parameter) => ({ name: parameter.name ?? '', kind: kindOf(parameter) }));

const tuple = (components: readonly Component[]): Kind => {
  const isDynamic = components.some(({ kind }) => kind.isDynamic);
  const bytes = components.reduce((sum, { kind }) => sum + kind.headBytes, 0);
  /** Its fields in their order: a copy has all of them at once. */
  const empty = Object.fromEntries(components.map(({ name }): [string, unknown] => [name, null]));
  const decode: Decode = (reader, at) => {
    const value = { ...empty };
    let head = at;
    for (const { name, kind } of components) {
      value[name] = kind.read(reader, at, head);
      head += kind.headBytes;
    }
    return value;
  };
  return isDynamic
    ? elsewhere(decode)
    : { headBytes: bytes, isDynamic, read: (reader, _start, at) => decode(reader, at) };
};

const kindOf = (parameter: AbiParameter): Kind => {
  const { type } = parameter;
  if (type.endsWith('[]')) return listOf(kindOf({ ...parameter, type: type.slice(0, -2) }));
  if (type === 'tuple' && 'components' in parameter) return tuple(componentsOf(parameter.components));
  if (/^u?int\d*$/.test(type)) return integer(type);
  if (type === 'address') return address;
  if (type === 'bool') return bool;
  if (type === 'string') return sized('utf8');
  if (type === 'bytes') return sized('hex');
  const fixed = /^bytes(\d+)$/.exec(type)?.[1];
  if (fixed !== undefined) return fixedBytes(Number(fixed));
  throw new TypeError(`no decoder for ${type}`);
};

/**
 * A decoder of these outputs, in their order. It throws a {@link MalformedAnswerError} for what no encoder writes, without ever reading
 * more than a few times the answer's own length. @throws {TypeError} for a type that it has no decoder for
 */
export const decoderOf = <const P extends readonly AbiParameter[]>(
  outputs: P,
): ((data: Hex) => Decoded<P>) => {
  const components = componentsOf(outputs);
  return (data) => {
    const bytes = Buffer.from(data.slice(2), 'hex');
    if (bytes.length * 2 + 2 !== data.length) malformed('it is not hex');
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const wordsLeft = Math.ceil(bytes.length / WORD) * 2 + components.length;
    const reader: Reader = { bytes, view, wordsLeft, addresses: new Map() };
    let head = 0;
    const values = components.map(({ kind }) => {
      const value = kind.read(reader, 0, head);
      head += kind.headBytes;
      return value;
    });
    return values as unknown as Decoded<P>;
  };
};
