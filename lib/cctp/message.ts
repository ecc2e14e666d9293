import { concatHex, type Hex, numberToHex, size, sliceHex } from 'viem';
import { fail, ok, type Result } from '../result.ts';

/**
 * A message of Circle's CCTP V2, field by field in the order of its bytes. The attester writes `nonce` and `finalityThresholdExecuted`;
 * when emitted both are 0.
 */
export type CctpMessage = {
  readonly sourceDomain: number;
  readonly destinationDomain: number;
  readonly nonce: Hex;
  /** Who called the transmitter over there, as 32 bytes: the token messenger. */
  readonly sender: Hex;
  readonly recipient: Hex;
  /** Who alone may receive it; 0 = anybody. */
  readonly destinationCaller: Hex;
  readonly minFinalityThreshold: number;
  readonly finalityThresholdExecuted: number;
  readonly body: Hex;
};

/** The body of a message that moves USDC. The attester writes `feeExecuted` and `expirationBlock`; when emitted both are 0. */
export type BurnBody = {
  readonly burnToken: Hex;
  readonly mintRecipient: Hex;
  readonly amount: bigint;
  /** Who burnt, as 32 bytes. */
  readonly messageSender: Hex;
  readonly maxFee: bigint;
  readonly feeExecuted: bigint;
  /** Block of the destination from which it counts no more; 0 = never. */
  readonly expirationBlock: bigint;
  readonly hookData: Hex;
};

/** A message with its body read. */
export type BurnMessage = Omit<CctpMessage, 'body'> & { readonly body: BurnBody };

type Kind = 'uint32' | 'uint256' | 'bytes32';
type Value<K extends Kind> = { uint32: number; uint256: bigint; bytes32: Hex }[K];

/** One field of fixed size: name and kind. The next one begins where it ends. */
type Field = readonly [name: string, kind: Kind];

const VERSION = 1;
const WIDTH: Readonly<Record<Kind, number>> = { uint32: 4, uint256: 32, bytes32: 32 };

/** What stands before the body: 148 bytes. */
const HEADER = [
  ['version', 'uint32'],
  ['sourceDomain', 'uint32'],
  ['destinationDomain', 'uint32'],
  ['nonce', 'bytes32'],
  ['sender', 'bytes32'],
  ['recipient', 'bytes32'],
  ['destinationCaller', 'bytes32'],
  ['minFinalityThreshold', 'uint32'],
  ['finalityThresholdExecuted', 'uint32'],
] as const satisfies readonly Field[];

/** What stands before the hook's data: 228 bytes. */
const BURN = [
  ['version', 'uint32'],
  ['burnToken', 'bytes32'],
  ['mintRecipient', 'bytes32'],
  ['amount', 'uint256'],
  ['messageSender', 'bytes32'],
  ['maxFee', 'uint256'],
  ['feeExecuted', 'uint256'],
  ['expirationBlock', 'uint256'],
] as const satisfies readonly Field[];

type Values<F extends readonly Field[]> = {
  readonly [One in F[number] as One[0]]: Value<One[1]>;
};

const MAX: Readonly<Record<'uint32' | 'uint256', bigint>> = {
  uint32: 2n ** 32n - 1n,
  uint256: 2n ** 256n - 1n,
};

const isHex = (value: unknown): value is Hex =>
  typeof value === 'string' && /^0x([0-9a-fA-F]{2})*$/.test(value);

const malformed = (what: string): Result<never> => fail('venue-malformed', what, { when: 'next-tick' });

const readOne = (bytes: Hex, kind: Kind): number | bigint | Hex => {
  if (kind === 'bytes32') return bytes.toLowerCase() as Hex;
  return kind === 'uint32' ? Number(bytes) : BigInt(bytes);
};

type Layout<F extends readonly Field[]> = { readonly what: string; readonly fields: F };

/** The fields, and what is behind them. Too few bytes name the field that is cut. */
const read = <const F extends readonly Field[]>(
  bytes: unknown,
  { what, fields }: Layout<F>,
): Result<{ readonly values: Values<F>; readonly rest: Hex }> => {
  if (!isHex(bytes)) return malformed(`${what} is no hex of whole bytes.`);
  const values: Record<string, number | bigint | Hex> = {};
  const length = size(bytes);
  let at = 0;
  for (const [name, kind] of fields) {
    const end = at + WIDTH[kind];
    if (end > length)
      return malformed(`${what} ends within ${name}: it has ${length} bytes, ${name} needs ${end}.`);
    values[name] = readOne(sliceHex(bytes, at, end), kind);
    at = end;
  }
  const { version } = values;
  if (version !== VERSION) return malformed(`${what} has version ${version}; only ${VERSION} is known.`);
  const rest = at === length ? '0x' : (sliceHex(bytes, at).toLowerCase() as Hex);
  return ok({ values: values as Values<F>, rest });
};

const writeOne = (value: unknown, kind: Kind): Hex | null => {
  if (kind === 'bytes32') return isHex(value) && size(value) === WIDTH.bytes32 ? value : null;
  const isWhole = kind === 'uint32' ? Number.isInteger(value) : typeof value === 'bigint';
  if (!isWhole) return null;
  const number = BigInt(value as number | bigint);
  return number < 0n || number > MAX[kind] ? null : numberToHex(number, { size: WIDTH[kind] });
};

/** Refuses a value that does not fit, by the name of its field. */
const write = <const F extends readonly Field[]>(
  values: Omit<Values<F>, 'version'>,
  { what, fields }: Layout<F>,
  rest: { readonly name: string; readonly bytes: Hex },
): Result<Hex> => {
  const all: Readonly<Record<string, unknown>> = { ...values, version: VERSION };
  const parts: Hex[] = [];
  for (const [name, kind] of fields) {
    const part = writeOne(all[name], kind);
    if (part === null) return malformed(`${name} of ${what} is no ${kind}.`);
    parts.push(part);
  }
  if (!isHex(rest.bytes)) return malformed(`${rest.name} of ${what} is no hex of whole bytes.`);
  return ok(concatHex([...parts, rest.bytes]).toLowerCase() as Hex);
};

const MESSAGE = { what: 'the message', fields: HEADER } as const;
const BODY = { what: 'the burn message', fields: BURN } as const;

/** A message of any body. Total: whatever is no such message fails with `venue-malformed` and the name of the field. */
export const decodeMessage = (bytes: unknown): Result<CctpMessage> => {
  const header = read(bytes, MESSAGE);
  if (!header.ok) return header;
  const { version: _, ...fields } = header.value.values;
  return ok({ ...fields, body: header.value.rest });
};

/** The bytes of a message. Fails with `venue-malformed` and the name of a field that does not fit. */
export const encodeMessage = ({ body, ...fields }: CctpMessage): Result<Hex> =>
  write(fields, MESSAGE, { name: 'body', bytes: body });

/** The body of a message that moves USDC. Total, as {@link decodeMessage}. */
export const decodeBurnBody = (bytes: unknown): Result<BurnBody> => {
  const burn = read(bytes, BODY);
  if (!burn.ok) return burn;
  const { version: _, ...fields } = burn.value.values;
  return ok({ ...fields, hookData: burn.value.rest });
};

/** The bytes of a body that moves USDC. */
export const encodeBurnBody = ({ hookData, ...fields }: BurnBody): Result<Hex> =>
  write(fields, BODY, { name: 'hookData', bytes: hookData });

/** A message that moves USDC, body and all. */
export const decodeBurnMessage = (bytes: unknown): Result<BurnMessage> => {
  const message = decodeMessage(bytes);
  if (!message.ok) return message;
  const body = decodeBurnBody(message.value.body);
  return body.ok ? ok({ ...message.value, body: body.value }) : body;
};

/** The bytes of a message that moves USDC. */
export const encodeBurnMessage = ({ body, ...header }: BurnMessage): Result<Hex> => {
  const bytes = encodeBurnBody(body);
  return bytes.ok ? encodeMessage({ ...header, body: bytes.value }) : bytes;
};
