import { concatHex, type Hex, keccak256, serializeSignature, toHex } from 'viem';
import { privateKeyToAccount, sign } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { isSignedBy, takeAttested } from './attested.ts';
import { inFlightUnitsDown } from './in-flight.ts';
import { type BurnMessage, decodeBurnMessage, encodeBurnMessage } from './message.ts';
import { mintYourself } from './mint-yourself.ts';
import { lookAgainSeconds, nextTransferStep, type TransferFacts } from './next-transfer-step.ts';
import { type Attested, isMessageOf, type Transfer, transferId, wordOf } from './transfer.ts';

const ACCOUNT = `0x${'aa'.repeat(20)}` as const;
const SIBLING = `0x${'bb'.repeat(20)}` as const;
const TRANSMITTER = `0x${'cc'.repeat(20)}` as const;
const hash = (text: string): Hex => keccak256(toHex(text));

const burnt = (more: Partial<BurnMessage['body']> = {}): BurnMessage => ({
  ...{ sourceDomain: 0, destinationDomain: 6, nonce: `0x${'0'.repeat(64)}` as const },
  ...{ sender: wordOf(`0x${'01'.repeat(20)}`), recipient: wordOf(`0x${'02'.repeat(20)}`) },
  ...{ destinationCaller: `0x${'0'.repeat(64)}` as const, minFinalityThreshold: 2_000 },
  finalityThresholdExecuted: 0,
  body: {
    ...{ burnToken: wordOf(`0x${'03'.repeat(20)}`), mintRecipient: wordOf(SIBLING), amount: 25_000_000n },
    ...{ messageSender: wordOf(ACCOUNT), maxFee: 1_000n, feeExecuted: 0n, expirationBlock: 0n },
    ...{ hookData: '0x' as const, ...more },
  },
});
const bytesOf = (message: BurnMessage): Hex => {
  const bytes = encodeBurnMessage(message);
  if (!bytes.ok) throw new Error(bytes.error.message);
  return bytes.value;
};
const EMITTED = bytesOf(burnt());
const written = (more: Partial<BurnMessage> = {}, body: Partial<BurnMessage['body']> = {}): Hex =>
  bytesOf({ ...burnt(body), nonce: hash('nonce'), finalityThresholdExecuted: 2_000, ...more });
const SIGNATURES: Hex = `0x${'11'.repeat(130)}`;
const attested: Attested = {
  ...{ message: written(), attestation: SIGNATURES, nonce: hash('nonce') },
  ...{ feeExecuted: 0n, expirationBlock: 0n },
};
const burn = { txHash: hash('burn'), blockNumber: 10n, blockHash: hash('10'), logIndex: 3, message: EMITTED };
const mint = { txHash: hash('mint'), blockNumber: 20n, blockHash: hash('20'), caller: SIBLING };

const wanted: Transfer = {
  ...{ portfolioId: '1', sourceChainId: 1, destinationChainId: 8_453, sourceDomain: 0, destinationDomain: 6 },
  ...{ account: ACCOUNT, recipient: SIBLING, amount: 25_000_000n, maxFee: 1_000n, minFinality: 2_000 },
  ...{ moveNonce: 1n, generation: 1n, deadlineSeconds: 1_000, id: hash('transfer'), status: 'wanted' },
  ...{ sourceFromBlock: 5n, destinationFromBlock: 6n, burn: null, attested: null, mint: null },
};
const isBurnt: Transfer = { ...wanted, status: 'burnt', burn };
const isAttested: Transfer = { ...isBurnt, status: 'attested', attested };
const isMinted: Transfer = { ...isAttested, status: 'minted', mint };

const ofWanted = { of: 'wanted', burn: null, isBeingBurnt: true, refusal: null } as const;
const ofBurnt = { of: 'burnt', burn, isForged: false, destinationHead: 100n } as const;
const ofAttested = {
  of: 'attested',
  ...{ isUsed: false, mint: null, isSigned: true, isBeingMinted: false, refusal: null },
  destinationHead: 100n,
} as const;
const offered = { message: written(), attestation: SIGNATURES };
const early = { number: 1n, seconds: 1_000 };
const late = { number: 9n, seconds: 1_001 };

describe('the next step of a transfer', () => {
  it.each<readonly [string, Transfer, TransferFacts, object]>([
    ['its burn is seen', wanted, { ...ofWanted, burn, settled: early }, { kind: 'burnt', burn }],
    ['its burn is seen after its deadline', wanted, { ...ofWanted, burn, settled: late }, { kind: 'burnt' }],
    ['its burn is on its way', wanted, { ...ofWanted, settled: early }, { kind: 'wait' }],
    [
      'its call is over and nothing was burnt',
      wanted,
      { ...ofWanted, isBeingBurnt: false, settled: early },
      { kind: 'burn' },
    ],
    [
      'the portfolio refuses the move',
      wanted,
      { ...ofWanted, isBeingBurnt: false, refusal: 'paused', settled: early },
      { kind: 'wait', why: 'the portfolio refuses its move: paused' },
    ],
    ['nobody can send its move any more', wanted, { ...ofWanted, settled: late }, { kind: 'abandoned' }],
    ['the burn’s block is gone', isBurnt, { ...ofBurnt, burn: null, offers: [] }, { kind: 'unburnt' }],
    [
      'the burn is in another block',
      isBurnt,
      { ...ofBurnt, burn: { ...burn, blockHash: hash('10b') }, offers: [offered] },
      { kind: 'burnt' },
    ],
    [
      'Circle knows nothing',
      isBurnt,
      { ...ofBurnt, offers: [] },
      { kind: 'wait', why: 'Circle does not know its burn yet' },
    ],
    [
      'Circle attests nothing',
      isBurnt,
      { ...ofBurnt, offers: [null] },
      { kind: 'wait', why: 'Circle has not attested its message yet' },
    ],
    [
      'what Circle shows is signed by nobody known',
      isBurnt,
      { ...ofBurnt, offers: [null], isForged: true },
      { kind: 'wait', why: 'its attestation is not signed by the attesters' },
    ],
    [
      'ours is the third message',
      isBurnt,
      {
        ...ofBurnt,
        offers: [null, { message: written({}, { amount: 5n }), attestation: SIGNATURES }, offered],
      },
      { kind: 'attested', attested },
    ],
    [
      'another message alone is attested',
      isBurnt,
      { ...ofBurnt, offers: [{ message: written({}, { amount: 5n }), attestation: SIGNATURES }] },
      { kind: 'wait' },
    ],
    [
      'what is attested has expired',
      isBurnt,
      {
        ...ofBurnt,
        offers: [{ message: written({}, { expirationBlock: 110n }), attestation: SIGNATURES }],
      },
      { kind: 'ask-again' },
    ],
    [
      'it is attested for long enough',
      isBurnt,
      {
        ...ofBurnt,
        offers: [{ message: written({}, { expirationBlock: 121n }), attestation: SIGNATURES }],
      },
      { kind: 'attested' },
    ],
    ['it may be minted', isAttested, ofAttested, { kind: 'mint', attested }],
    ['its mint is on its way', isAttested, { ...ofAttested, isBeingMinted: true }, { kind: 'wait' }],
    [
      'somebody has minted it',
      isAttested,
      { ...ofAttested, isUsed: true, mint, isBeingMinted: true },
      { kind: 'minted', mint },
    ],
    ['its nonce is used, nobody says where', isAttested, { ...ofAttested, isUsed: true }, { kind: 'wait' }],
    [
      'the destination refuses it',
      isAttested,
      { ...ofAttested, refusal: 'paused' },
      { kind: 'wait', why: 'the destination refuses its message: paused' },
    ],
    [
      'the attesters are others by now',
      isAttested,
      { ...ofAttested, isSigned: false, refusal: 'not signed' },
      { kind: 'unattested' },
    ],
    [
      'it has expired in our hands',
      { ...isAttested, attested: { ...attested, expirationBlock: 90n } },
      ofAttested,
      { kind: 'ask-again' },
    ],
    [
      'its mint is deep enough',
      isMinted,
      { of: 'minted', mint, settled: { number: 20n } },
      { kind: 'settled' },
    ],
    [
      'its mint may be taken back',
      isMinted,
      { of: 'minted', mint, settled: { number: 19n } },
      { kind: 'wait' },
    ],
    [
      'its mint was taken back',
      isMinted,
      { of: 'minted', mint: null, settled: { number: 30n } },
      { kind: 'unminted' },
    ],
    [
      'its mint is in another block',
      isMinted,
      { of: 'minted', mint: { ...mint, blockHash: hash('20b') }, settled: { number: 30n } },
      { kind: 'minted' },
    ],
    ['it is over', { ...isMinted, status: 'settled' }, ofAttested, { kind: 'wait' }],
  ])('when %s', (_title, transfer, facts, step) => {
    expect(nextTransferStep(transfer, facts)).toMatchObject(step);
  });

  it('is looked for ever more seldom, and never not at all', () => {
    const ages = [0, 1_799, 1_800, 21_599, 21_600, 36 * 3_600, 10 ** 9];
    expect(ages.map(lookAgainSeconds)).toEqual([15, 15, 60, 60, 600, 600, 600]);
  });
});

describe('an attested message', () => {
  const take = (message: Hex, attestation: Hex = SIGNATURES) =>
    takeAttested(EMITTED, { message, attestation });

  it('is the burnt one but for what the attester writes', () => {
    expect(take(written())).toEqual({ ok: true, value: attested });
    expect(take(written({}, { feeExecuted: 1_000n }))).toMatchObject({ value: { feeExecuted: 1_000n } });
  });

  it.each([
    ['amount', written({}, { amount: 25_000_001n })],
    ['recipient', written({}, { mintRecipient: wordOf(ACCOUNT) })],
    ['sender', written({}, { messageSender: wordOf(SIBLING) })],
    ['maximal fee', written({}, { maxFee: 999n })],
    ['hook', written({}, { hookData: '0x01' })],
    ['destination', written({ destinationDomain: 7 })],
    ['caller', written({ destinationCaller: wordOf(SIBLING) })],
    ['finality asked for', written({ minFinalityThreshold: 1_000 })],
  ])('of another %s is another message', (_field, message) => {
    expect(take(message)).toEqual({ ok: true, value: null });
  });

  it.each([
    ['nonce', written({ nonce: `0x${'0'.repeat(64)}` }), SIGNATURES],
    ['finalityThresholdExecuted', written({ finalityThresholdExecuted: 1_999 }), SIGNATURES],
    ['feeExecuted', written({}, { feeExecuted: 1_001n }), SIGNATURES],
    ['attestation', written(), `0x${'11'.repeat(64)}` as const],
    ['attestation', written(), '0x' as const],
  ])('whose %s is out of bounds is refused by that name', (field, message, attestation) => {
    expect(take(message, attestation)).toMatchObject({
      error: { code: 'venue-malformed', message: expect.stringContaining(field) },
    });
  });
});

describe('signatures of a message', () => {
  const keys = [1, 2, 3, 4].map((n) => hash(`attester ${n}`));
  const byAddress = (several: readonly Hex[]) =>
    [...several].sort((a, b) =>
      privateKeyToAccount(a).address.toLowerCase() < privateKeyToAccount(b).address.toLowerCase() ? -1 : 1,
    );
  const known = byAddress(keys.slice(0, 3));
  const addresses = new Set(known.map((key) => privateKeyToAccount(key).address.toLowerCase()));
  const signedBy = async (several: readonly Hex[], message = written()) => ({
    message: written(),
    attestation: concatHex(
      await Promise.all(
        several.map(async (privateKey) =>
          serializeSignature(await sign({ hash: keccak256(message), privateKey })),
        ),
      ),
    ),
  });
  const [one, two, three] = known as [Hex, Hex, Hex];

  it.each<readonly [string, readonly Hex[], boolean]>([
    ['two attesters in order', [one, two], true],
    ['two others in order', [one, three], true],
    ['two in the wrong order', [two, one], false],
    ['one twice', [one, one], false],
    ['one alone', [one], false],
    ['three', [one, two, three], false],
    ['a stranger among them', byAddress([one, hash('attester 4')]), false],
  ])('count when they are of %s: %#', async (_title, several, counts) => {
    expect(await isSignedBy(await signedBy(several), { addresses, threshold: 2 })).toBe(counts);
  });

  it('of another message count nothing, nor do bytes that are none', async () => {
    const other = await signedBy([one, two], EMITTED);
    expect(await isSignedBy(other, { addresses, threshold: 2 })).toBe(false);
    expect(await isSignedBy({ message: EMITTED, attestation: SIGNATURES }, { addresses, threshold: 2 })).toBe(
      false,
    );
  });
});

describe('a transfer', () => {
  it('has an id of its content: another nonce of the move is another transfer', () => {
    expect(transferId(wanted)).toBe(transferId({ ...wanted, deadlineSeconds: 5 }));
    expect(transferId(wanted)).not.toBe(transferId({ ...wanted, moveNonce: 2n }));
    expect(transferId(wanted)).not.toBe(transferId({ ...wanted, amount: 25_000_001n }));
  });

  it('knows its message by sender and fields', () => {
    const read = decodeBurnMessage(EMITTED);
    if (!read.ok) throw new Error(read.error.message);
    expect(isMessageOf(wanted, read.value)).toBe(true);
    expect(isMessageOf({ ...wanted, account: SIBLING }, read.value)).toBe(false);
    expect(isMessageOf({ ...wanted, maxFee: 1n }, read.value)).toBe(false);
  });

  it('counts at its destination from its burn to its mint, once, by what is sure to arrive', () => {
    const view = (used: readonly Hex[], unattested: readonly Hex[] = [], chainId = 8_453) => ({
      ...{ chainId, usedNonces: new Set(used), unattested: new Set(unattested) },
    });
    expect(inFlightUnitsDown([wanted], view([]))).toBe(0n);
    expect(inFlightUnitsDown([isBurnt], view([], [isBurnt.id]))).toBe(24_999_000n);
    // Nobody can say whether it was minted in that block.
    expect(inFlightUnitsDown([isBurnt], view([]))).toBe(0n);
    expect(inFlightUnitsDown([isAttested], view([]))).toBe(24_999_000n);
    expect(inFlightUnitsDown([isAttested], view([hash('nonce')]))).toBe(0n);
    // Minted by now, and not yet in the block that the balances are of.
    expect(inFlightUnitsDown([isMinted], view([]))).toBe(24_999_000n);
    expect(inFlightUnitsDown([isMinted], view([hash('nonce')]))).toBe(0n);
    expect(inFlightUnitsDown([isAttested], view([], [], 1))).toBe(0n);
  });

  it('says how anybody mints it without us', () => {
    expect(mintYourself(wanted, TRANSMITTER)).toEqual({ state: 'not-burnt' });
    expect(mintYourself(isBurnt, TRANSMITTER)).toEqual({
      ...{ state: 'not-attested', chainId: 8_453, to: TRANSMITTER },
      askPath: `/v2/messages/0?transactionHash=${burn.txHash}`,
    });
    expect(mintYourself(isAttested, TRANSMITTER)).toMatchObject({
      ...{ state: 'ready', chainId: 8_453, to: TRANSMITTER, gas: 240_000n },
      ...{ message: attested.message, attestation: SIGNATURES },
      data: expect.stringMatching(/^0x57ecfd28/),
    });
    expect(mintYourself(isMinted, TRANSMITTER)).toEqual({ state: 'done' });
  });
});
