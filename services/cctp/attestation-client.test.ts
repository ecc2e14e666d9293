import { setTimeout as sleep } from 'node:timers/promises';
import { encodeAbiParameters, type Hex, keccak256, toEventSelector, toHex } from 'viem';
import { afterEach, describe, expect, it } from 'vitest';
import { type BurnMessage, encodeBurnMessage } from '../../lib/cctp/message.ts';
import { type AttestationFake, startAttestationFake } from '../../stack/cctp/attestation-fake.ts';
import { askJsonOf } from '../http/ask-json.ts';
import { ATTESTATION_ANSWERS, attestationClient } from './attestation-client.ts';

const hash = (text: string): Hex => keccak256(toHex(text));
const TX = hash('transaction');
const TRANSMITTER = `0x${'cc'.repeat(20)}` as const;
const word = (byte: string): Hex => `0x${byte.repeat(32)}`;

const message = (amount: bigint): Hex => {
  const emitted: BurnMessage = {
    ...{
      sourceDomain: 0,
      destinationDomain: 6,
      nonce: word('00'),
      sender: word('01'),
      recipient: word('02'),
    },
    ...{ destinationCaller: word('00'), minFinalityThreshold: 2_000, finalityThresholdExecuted: 0 },
    body: {
      ...{ burnToken: word('03'), mintRecipient: word('04'), amount, messageSender: word('05') },
      ...{ maxFee: 5n, feeExecuted: 0n, expirationBlock: 0n, hookData: '0x' as const },
    },
  };
  const bytes = encodeBurnMessage(emitted);
  if (!bytes.ok) throw new Error(bytes.error.message);
  return bytes.value;
};
const logOf = (bytes: Hex, logIndex: number) => ({
  ...{ address: TRANSMITTER, logIndex, topics: [toEventSelector('MessageSent(bytes)')] },
  data: encodeAbiParameters([{ type: 'bytes' }], [bytes]),
});

let fake: AttestationFake | undefined;
let head = 100n;
afterEach(async () => {
  await fake?.close();
  head = 100n;
});

const open = async (perSecond = 1_000) => {
  const chain = { messageTransmitter: TRANSMITTER, headNumber: async () => head };
  const receipt = async (txHash: Hex) =>
    txHash === TX ? { blockNumber: 90n, logs: [logOf(message(10n), 0), logOf(message(20n), 4)] } : null;
  fake = await startAttestationFake({
    chains: [
      { ...chain, domain: 0, receipt },
      { ...chain, domain: 6, receipt: async () => null },
    ],
    keys: [hash('attester')],
    ...{ depths: { fast: 1n, standard: 10n }, feeBps: { fast: 1.3, standard: 0 }, perSecond },
  });
  let nowSeconds = 1_000;
  const api = attestationClient(
    askJsonOf({
      name: 'Circle',
      codes: {
        ...{ unavailable: 'venue-unavailable', limited: 'venue-limited', keyRefused: 'venue-key-refused' },
        ...{ refused: 'venue-refused', malformed: 'venue-malformed' },
      },
      ...{ baseUrl: fake.baseUrl, key: null, answers: ATTESTATION_ANSWERS },
      ...{ attemptTimeoutMs: 10_000, totalTimeoutMs: 20_000, sleep: (ms: number) => sleep(Math.min(ms, 5)) },
      clock: { nowSeconds: () => nowSeconds, monotonicMs: () => performance.now() },
    }),
  );
  return { fake, api, wait: (seconds: number) => (nowSeconds += seconds) };
};

describe('Circle’s attestation API', () => {
  it('knows nothing of a transaction that it has not seen', async () => {
    const { api } = await open();
    expect(await api.offers(0, hash('another'))).toEqual({ ok: true, value: [] });
  });

  it('has messages pending until their burn is deep enough, then all of them in the order of their logs', async () => {
    const { api } = await open();
    head = 99n;
    expect(await api.offers(0, TX)).toEqual({ ok: true, value: [null, null] });
    head = 100n;
    const offers = await api.offers(0, TX);
    expect(offers).toMatchObject({ ok: true });
    const sizes = offers.ok ? offers.value.map((one) => one?.attestation.length) : [];
    expect(sizes).toEqual([132, 132]);
  });

  it('tells its fee by finality, fractions of a basis point and all', async () => {
    const { api } = await open();
    expect(await api.feeShareE7({ source: 0, destination: 6 }, 1_000)).toEqual({ ok: true, value: 1_300n });
    expect(await api.feeShareE7({ source: 0, destination: 6 }, 2_000)).toEqual({ ok: true, value: 0n });
    expect(await api.feeShareE7({ source: 0, destination: 9 }, 2_000)).toMatchObject({
      error: { code: 'venue-refused' },
    });
  });

  it('attests once more what it knows, and nothing else', async () => {
    const { api, fake: service } = await open();
    expect(await api.reattest(hash('nonce'))).toMatchObject({ error: { code: 'venue-refused' } });
    const shown = await fetch(`${service.baseUrl}/v2/messages/0?transactionHash=${TX}`);
    const { messages } = (await shown.json()) as { messages: readonly { eventNonce: Hex }[] };
    expect(await api.reattest(messages[0]?.eventNonce ?? '0x')).toEqual({ ok: true, value: null });
    expect(service.reattested).toEqual([messages[0]?.eventNonce]);
  });

  it('shuts out for five minutes who asks too often, and is left alone as long', async () => {
    const { api, fake: service, wait } = await open(3);
    for (let asked = 0; asked < 3; asked += 1) await api.offers(0, TX);
    const limited = await api.offers(0, TX);
    expect(limited).toMatchObject({ error: { code: 'venue-limited', retry: { when: 'at' } } });
    const { length } = service.asked;
    wait(290);
    expect(await api.offers(0, TX)).toEqual(limited);
    expect(service.asked).toHaveLength(length);
    wait(11);
    service.forgive();
    expect(await api.offers(0, TX)).toMatchObject({ ok: true });
  });

  it.each([
    ['no list', '{}'],
    [
      'a complete message without bytes',
      '{"messages":[{"status":"complete","message":"0x1","attestation":"PENDING"}]}',
    ],
    ['a number for a message', '{"messages":[1]}'],
    ['a message without a status', '{"messages":[{"message":"0x"}]}'],
  ])('that answers %s is not believed', async (_title, body) => {
    const { api, fake: service } = await open();
    service.fault.current = { status: 200, body };
    expect(await api.offers(0, TX)).toMatchObject({ error: { code: 'venue-malformed' } });
  });

  it.each([
    ['[{"finalityThreshold":2000,"minimumFee":-1}]'],
    ['[{"finalityThreshold":2000,"minimumFee":10001}]'],
    ['[{"finalityThreshold":1000,"minimumFee":1}]'],
    ['[{"finalityThreshold":2000}]'],
    ['{}'],
  ])('whose fees are %s is not believed', async (body) => {
    const { api, fake: service } = await open();
    service.fault.current = { status: 200, body };
    expect(await api.feeShareE7({ source: 0, destination: 6 }, 2_000)).toMatchObject({
      error: { code: 'venue-malformed' },
    });
  });

  it.each([
    ['GET', '/v2/messages/0'],
    ['GET', '/v2/messages/0?transactionHash=0x12'],
    ['GET', `/v2/messages/0?transactionHash=${TX}&nonce=1`],
    ['GET', `/v2/messages/9?transactionHash=${TX}`],
    ['GET', `/v1/messages/0/${TX}`],
    ['GET', '/v2/burn/USDC/fees/0/0'],
    ['GET', '/v2/burn/EURC/fees/0/6'],
    ['POST', `/v2/messages/0?transactionHash=${TX}`],
    ['POST', '/v2/reattest/7'],
    ['GET', `/v2/reattest/${TX}`],
  ])('refuses what its documents do not have: %s %s', async (method, path) => {
    const { fake: service } = await open();
    const { status } = await fetch(`${service.baseUrl}${path}`, { method });
    expect([400, 404]).toContain(status);
  });
});
