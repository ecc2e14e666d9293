import type { Amount, Kind } from '@stable-io/amount';
import { v2 } from '@stable-io/cctp-sdk-definitions';
import { deserialize } from 'binary-layout';
import fc from 'fast-check';
import { bytesToHex, concatHex, type Hex, hexToBytes, numberToHex, size, sliceHex } from 'viem';
import { describe, expect, it } from 'vitest';
import { type BurnMessage, decodeBurnMessage, decodeMessage, encodeBurnMessage } from './message.ts';

const CASES = 1_000;
const bytes32 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytesToHex(bytes));
const uint32 = fc.integer({ min: 0, max: 2 ** 32 - 1 });
const uint256 = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  fc.bigInt({ min: 0n, max: 10n ** 15n }),
);

const burnMessage: fc.Arbitrary<BurnMessage> = fc.record({
  ...{ sourceDomain: uint32, destinationDomain: uint32, nonce: bytes32, sender: bytes32, recipient: bytes32 },
  ...{ destinationCaller: bytes32, minFinalityThreshold: uint32, finalityThresholdExecuted: uint32 },
  body: fc.record({
    ...{ burnToken: bytes32, mintRecipient: bytes32, amount: uint256, messageSender: bytes32 },
    ...{ maxFee: uint256, feeExecuted: uint256, expirationBlock: uint256 },
    hookData: fc.uint8Array({ maxLength: 80 }).map((bytes) => bytesToHex(bytes)),
  }),
});

const encoded = (message: BurnMessage): Hex => {
  const bytes = encodeBurnMessage(message);
  if (!bytes.ok) throw new Error(bytes.error.message);
  return bytes.value;
};
const faultOf = (bytes: unknown): string => {
  const read = decodeBurnMessage(bytes);
  return read.ok ? 'none' : `${read.error.code}: ${read.error.message}`;
};

/** The bytes as another SDK's definitions read them, each value in our form. */
const readByOthers = (bytes: Hex): BurnMessage => {
  const { messageBody, ...read } = deserialize(v2.burnMessageLayout(undefined, true), hexToBytes(bytes));
  const words = (address: { toUint8Array: () => Uint8Array }): Hex => bytesToHex(address.toUint8Array());
  const units = (amount: Amount<Kind>): bigint => amount.toUnit('atomic');
  return {
    ...read,
    ...{ nonce: bytesToHex(read.nonce), sender: words(read.sender), recipient: words(read.recipient) },
    destinationCaller: words(read.destinationCaller),
    body: {
      ...{ burnToken: words(messageBody.burnToken), mintRecipient: words(messageBody.mintRecipient) },
      ...{ amount: units(messageBody.amount), messageSender: words(messageBody.messageSender) },
      ...{ maxFee: units(messageBody.maxFee), feeExecuted: units(messageBody.feeExecuted) },
      ...{ expirationBlock: messageBody.expirationBlock, hookData: bytesToHex(messageBody.hookData) },
    },
  };
};

describe('a message of CCTP V2', () => {
  it('is read as the definitions of another SDK read it, a thousand random ones', () => {
    fc.assert(
      fc.property(burnMessage, (message) => {
        const bytes = encoded(message);
        expect(decodeBurnMessage(bytes)).toEqual({ ok: true, value: message });
        expect(readByOthers(bytes)).toEqual(message);
      }),
      { numRuns: CASES },
    );
  });

  it('keeps its fields at the documented offsets', () => {
    const at: readonly (readonly [
      from: number,
      to: number,
      means: keyof BurnMessage | keyof BurnMessage['body'],
    ])[] = [
      ...([
        [4, 8, 'sourceDomain'],
        [8, 12, 'destinationDomain'],
        [12, 44, 'nonce'],
        [44, 76, 'sender'],
      ] as const),
      ...([
        [76, 108, 'recipient'],
        [108, 140, 'destinationCaller'],
        [140, 144, 'minFinalityThreshold'],
      ] as const),
      ...([
        [144, 148, 'finalityThresholdExecuted'],
        [152, 184, 'burnToken'],
        [184, 216, 'mintRecipient'],
      ] as const),
      ...([
        [216, 248, 'amount'],
        [248, 280, 'messageSender'],
        [280, 312, 'maxFee'],
      ] as const),
      ...([
        [312, 344, 'feeExecuted'],
        [344, 376, 'expirationBlock'],
      ] as const),
    ];
    const [message] = fc.sample(burnMessage, { numRuns: 1, seed: 1 });
    if (message === undefined) throw new Error('no sample');
    const bytes = encoded(message);
    const values: Readonly<Record<string, unknown>> = { ...message, ...message.body };
    for (const [from, to, means] of at) {
      const value = values[means];
      const expected =
        typeof value === 'string' ? value : numberToHex(BigInt(value as bigint), { size: to - from });
      expect([means, sliceHex(bytes, from, to)]).toEqual([means, expected]);
    }
    expect(sliceHex(bytes, 0, 4)).toBe('0x00000001');
    expect(sliceHex(bytes, 148, 152)).toBe('0x00000001');
  });
});

describe('bytes that are no such message', () => {
  const [message] = fc.sample(burnMessage, { numRuns: 1, seed: 7 });
  const bytes =
    message === undefined ? '0x' : encoded({ ...message, body: { ...message.body, hookData: '0x' } });

  it.each([
    [0, 'version'],
    [7, 'sourceDomain'],
    [43, 'nonce'],
    [139, 'destinationCaller'],
    [147, 'finalityThresholdExecuted'],
    [148, 'version'],
    [183, 'burnToken'],
    [247, 'amount'],
    [375, 'expirationBlock'],
  ])('cut after %i of them, name the field that is cut: %s', (length, field) => {
    const cut = length === 0 ? '0x' : sliceHex(bytes, 0, length);
    expect(faultOf(cut)).toMatch(new RegExp(`^venue-malformed: .* ends within ${field}: it has \\d+ bytes`));
  });

  it('name the version that nobody knows, of the message and of its body', () => {
    expect(faultOf(concatHex(['0x00000000', sliceHex(bytes, 4)]))).toMatch(/the message has version 0/);
    const body = concatHex([sliceHex(bytes, 0, 148), '0x00000002', sliceHex(bytes, 152)]);
    expect(faultOf(body)).toMatch(/the burn message has version 2/);
    expect(decodeMessage(body)).toMatchObject({ ok: true });
  });

  it.each([[''], ['0x0'], ['0xzz'], ['PENDING'], [null], [undefined], [1], [{}]])(
    '%j is refused',
    (wrong) => {
      expect(faultOf(wrong)).toMatch(/^venue-malformed: the message is no hex/);
    },
  );

  it('never throw, whatever they are', () => {
    const any = fc.oneof(
      fc.uint8Array({ maxLength: 500 }).map((some) => bytesToHex(some)),
      fc.anything(),
    );
    fc.assert(fc.property(any, (some) => typeof decodeBurnMessage(some).ok === 'boolean'));
  });
});

describe('values that fit no field', () => {
  const [sample] = fc.sample(burnMessage, { numRuns: 1, seed: 3 });
  if (sample === undefined) throw new Error('no sample');

  it.each([
    ['sourceDomain of the message', { ...sample, sourceDomain: 2 ** 32 }],
    ['minFinalityThreshold of the message', { ...sample, minFinalityThreshold: 0.5 }],
    ['nonce of the message', { ...sample, nonce: '0x01' as const }],
    ['amount of the burn message', { ...sample, body: { ...sample.body, amount: -1n } }],
    ['maxFee of the burn message', { ...sample, body: { ...sample.body, maxFee: 2n ** 256n } }],
    ['hookData of the burn message', { ...sample, body: { ...sample.body, hookData: '0x1' as const } }],
  ])('are refused by name: %s', (name, message) => {
    expect(encodeBurnMessage(message)).toMatchObject({
      error: { code: 'venue-malformed', message: expect.stringContaining(`${name} `) },
    });
    expect(size(encoded(sample))).toBeGreaterThanOrEqual(376);
  });
});
