import type { Address, Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { activityDtosOf } from './activity-dtos.ts';

const hash = (digit: string): Hex => `0x${digit.repeat(64)}`;
const WETH: Address = `0x${'1'.repeat(40)}`;
const USDC: Address = `0x${'2'.repeat(40)}`;
const OWNER: Address = `0x${'9'.repeat(40)}`;
const TOKENS = new Map([
  [WETH, { symbol: 'WETH', decimals: 18 }],
  [USDC, { symbol: 'USDC', decimals: 6 }],
]);

const at = (txHash: Hex, blockNumber: bigint, logIndex = 0) => ({
  ...{ txHash, blockNumber, logIndex },
  blockTimeSeconds: 1_700_000_000 + Number(blockNumber),
});
const event = (name: string, details: Readonly<Record<string, unknown>>, logIndex = 0, tx = hash('a')) => ({
  ...at(tx, 5n, logIndex),
  ...{ name, details },
});

describe('a portfolio’s activity', () => {
  it('is one entry a transaction, newest first, money before what came with it', () => {
    const activity = activityDtosOf(
      {
        fills: [
          {
            ...at(hash('b'), 9n),
            orderHash: hash('c'),
            ...{ sellToken: WETH, buyToken: USDC, sellUnits: 15n * 10n ** 17n, buyUnits: 6_277_520_773n },
            ...{ taker: OWNER, lossBps: null, part: null },
          },
        ],
        flows: [
          {
            ...at(hash('a'), 5n, 7),
            ...{ token: USDC, direction: 'in', units: 500_000_000_000n, counterparty: OWNER },
          },
        ],
        events: [
          event('AssetSet', { token: WETH }, 1),
          event('PausedSet', { paused: false }, 2),
          event('Deposited', { token: USDC }, 3),
        ],
      },
      TOKENS,
    );
    expect(activity.map(({ kind, sentence, more }) => ({ kind, sentence, more }))).toEqual([
      { kind: 'fill', sentence: 'Sold 1.5 WETH for 6,277.52 USDC', more: [] },
      {
        kind: 'money',
        sentence: '500,000.00 USDC came in from 0x9999…9999',
        more: ['Listed WETH', 'Unpaused'],
      },
    ]);
  });

  it.each([
    ['PausedSet', { paused: true }, 'Paused'],
    ['SignerSet', { signer: `0x${'0'.repeat(40)}` }, 'Took the signer away'],
    ['SignerSet', { signer: OWNER }, 'Named 0x9999…9999 as the signer'],
    ['TargetsSet', { targetsBps: [5_000, 3_333, 1_667] }, 'Set the targets: 50 %, 33.33 %, 16.67 %'],
    ['GenerationBumped', { generation: '3' }, 'Generation 3: every order of an earlier one is void'],
    ['SomethingNew', {}, 'Something new'],
  ])('says %s in words', (name, details, sentence) => {
    const [only] = activityDtosOf({ fills: [], flows: [], events: [event(name, details)] }, TOKENS);
    expect(only?.sentence).toBe(sentence);
  });

  it('writes a token that no look knows by its address and raw units', () => {
    const flow = { ...at(hash('d'), 1n), direction: 'out' as const, units: 12n, counterparty: OWNER };
    const [only] = activityDtosOf(
      { fills: [], flows: [{ ...flow, token: `0x${'7'.repeat(40)}` }], events: [] },
      TOKENS,
    );
    expect(only?.sentence).toBe('12 0x7777…7777 went out to 0x9999…9999');
  });
});
