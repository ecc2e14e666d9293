import { expect, it } from 'vitest';
import type { CctpChain } from '../../../lib/cctp/domains.ts';
import type { AttestationApi } from '../../../lib/cctp/transfer-ports.ts';
import { fail, ok } from '../../../lib/result.ts';
import { openTransferFees } from './transfer-fees.ts';

const chainOf = (chainId: number): CctpChain => ({
  ...{ chainId, domain: chainId, tokenMessenger: '0x1', messageTransmitter: '0x2', usdc: '0x3' },
});
const SHARES = new Map([
  [2, ok(0n)],
  [3, ok(1_300n)],
  [4, ok(10_000_000n)],
]);

it('tells what transfers may be charged in whole basis points, with room above, and nothing of whom Circle tells nothing', async () => {
  let asked = 0;
  const api = {
    feeShareE7: async ({ destination }: { readonly destination: number }) => {
      asked += 1;
      return SHARES.get(destination) ?? fail('venue-unavailable', 'Circle is away.');
    },
  } as unknown as AttestationApi;
  let nowMs = 0;
  const fees = openTransferFees(api, () => nowMs);
  const others = [2, 3, 4, 5].map(chainOf);
  const expected = new Map([
    [2, 0],
    [3, 2],
  ]);
  expect(await fees(chainOf(1), others)).toEqual(expected);
  expect(asked).toBe(4);
  nowMs = 599_999;
  expect(await fees(chainOf(1), others)).toEqual(expected);
  // Who told nothing is asked again.
  expect(asked).toBe(6);
  nowMs = 600_000;
  await fees(chainOf(1), others);
  expect(asked).toBe(10);
  expect(await openTransferFees(null, () => 0)(chainOf(1), others)).toEqual(new Map());
});
