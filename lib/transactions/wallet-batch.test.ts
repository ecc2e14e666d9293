import { describe, expect, test } from 'vitest';
import type { Ask } from '../owner/ask.ts';
import { batchWords, type TrackedBatch } from './tracked-batch.ts';
import { canBatch, readBatch, sendBatch } from './wallet-batch.ts';

const FROM = '0x00000000000000000000000000000000000000A1';
const TOKEN = '0x00000000000000000000000000000000000000b2';

/** A wallet that answers one method, on chain 31337, and doesn't know any other. */
const answering =
  (method: string, answer: unknown, asked: unknown[] = []): Ask =>
  async (request) => {
    if (request.method === 'eth_chainId') return '0x7a69';
    if (request.method !== method) throw Object.assign(new Error('Unsupported method'), { code: 4200 });
    asked.push(request.params);
    if (answer instanceof Error) throw answer;
    return answer;
  };

describe('whether a wallet does several calls as one', () => {
  test.each([
    ['it can on this chain', { '0x7a69': { atomic: { status: 'supported' } } }, true],
    ['it can once the account is upgraded', { '0x7a69': { atomic: { status: 'ready' } } }, true],
    ['it can on every chain', { '0x0': { atomic: { status: 'supported' } } }, true],
    [
      'it can, but not here',
      { '0x0': { atomic: { status: 'supported' } }, '0x7a69': { atomic: { status: 'unsupported' } } },
      false,
    ],
    ['it can on another chain', { '0x1': { atomic: { status: 'supported' } } }, false],
    ['it says nothing of it', { '0x7a69': {} }, false],
    ['it says nonsense', 'yes', false],
    ['it answers in the form of before', { '0x7a69': { atomicBatch: { supported: true } } }, false],
    ['it refuses', new Error('no'), false],
  ])('%s', async (_, answer, expected) => {
    expect(await canBatch(answering('wallet_getCapabilities', answer), FROM, 31_337)).toBe(expected);
  });

  test('a wallet that doesn’t know the question can’t', async () => {
    expect(await canBatch(answering('eth_accounts', []), FROM, 31_337)).toBe(false);
  });
});

test('all calls are asked for in order, together or not at all', async () => {
  const asked: unknown[] = [];
  const ask = answering('wallet_sendCalls', { id: '0xab' }, asked);
  const calls = [
    { to: TOKEN, data: '0x01', valueWei: 0n },
    { to: TOKEN, data: '0x02', valueWei: 16n },
  ] as const;
  expect(await sendBatch(ask, { from: FROM, chainId: 31_337, calls })).toBe('0xab');
  expect(asked).toEqual([
    [
      {
        version: '2.0.0',
        from: FROM,
        chainId: '0x7a69',
        atomicRequired: true,
        calls: [
          { to: TOKEN, data: '0x01', value: '0x0' },
          { to: TOKEN, data: '0x02', value: '0x10' },
        ],
      },
    ],
  ]);
});

test('a wallet on another chain isn’t asked', async () => {
  const asked: unknown[] = [];
  const ask = answering('wallet_sendCalls', { id: '0xab' }, asked);
  await expect(sendBatch(ask, { from: FROM, chainId: 1, calls: [] })).rejects.toMatchObject({ code: 4901 });
  expect(asked).toEqual([]);
});

test.each([[{}], [{ id: '' }], ['0xab'], [null]])('%j names no batch', async (answer) => {
  await expect(
    sendBatch(answering('wallet_sendCalls', answer), { from: FROM, chainId: 31_337, calls: [] }),
  ).rejects.toThrow('names no batch');
});

describe('what became of a batch', () => {
  const hash = `0x${'ab'.repeat(32)}`;
  test.each([
    [100, 'waiting', 'Waiting for a block'],
    [200, 'done', 'Done'],
    [400, 'not-sent', 'Not sent'],
    [500, 'refused', 'Refused on chain'],
    [600, 'in-part', 'Done in part'],
  ] as const)('status %i is “%s”', async (status, state, word) => {
    const told = { status, receipts: [{ transactionHash: hash }, { transactionHash: hash }] };
    expect(await readBatch(answering('wallet_getCallsStatus', told), '0x1')).toEqual({
      state,
      hashes: [hash],
    });
    expect(batchWords({ state } as TrackedBatch).word).toBe(word);
  });

  test.each([[{ status: 300 }], [{ status: 'CONFIRMED' }], [null]])('%j is no status', async (answer) => {
    await expect(readBatch(answering('wallet_getCallsStatus', answer), '0x1')).rejects.toThrow();
  });
});
