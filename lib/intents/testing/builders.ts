import type { AskedSwap, OfferedQuote } from '../quote.ts';
import { quoteRequest } from '../quote.ts';
import type { SignedSwap, SwapReport } from '../swap.ts';

export const ACCOUNT = '0x00000000000000000000000000000000000000a1';
export const NOW_SECONDS = 1_790_000_000;

export const askedOf = (changed: Partial<AskedSwap> = {}): AskedSwap => ({
  ...{ originAsset: 'nep141:usdc.near', destinationAsset: 'nep141:btc.omft.near' },
  ...{ amountUnits: 1_000_000_000n, slippageBps: 100, leastOutUnits: 980n },
  ...{ depositType: 'INTENTS', refundType: 'INTENTS', recipientType: 'INTENTS' },
  ...{ refundTo: ACCOUNT, recipient: ACCOUNT, deadlineSeconds: NOW_SECONDS + 600 },
  ...changed,
});

/** 2026-09-21T14:13:20Z, and ten minutes and a day later. */
export const TIMES = {
  now: '2026-09-21T14:13:20.000Z',
  deadline: '2026-09-21T14:23:20Z',
  dead: '2026-09-21T14:23:20.000Z',
} as const;

/** A quote of that question, as it should be; unsigned. */
export const offeredOf = (asked: AskedSwap, changed: Partial<OfferedQuote> = {}): OfferedQuote => {
  const written = quoteRequest(asked, { dry: false, deadline: TIMES.deadline });
  return {
    request: {
      ...{ dry: false, swapType: 'EXACT_INPUT', slippageBps: asked.slippageBps },
      ...{ originAsset: asked.originAsset, destinationAsset: asked.destinationAsset },
      ...{ amount: asked.amountUnits.toString(), depositType: asked.depositType },
      depositMode: asked.depositMode ?? 'SIMPLE',
      ...{ refundType: asked.refundType, recipientType: asked.recipientType },
      ...{ refundTo: asked.refundTo, recipient: asked.recipient, deadline: TIMES.deadline },
    },
    ...{ additions: [], depositAddress: 'd1'.repeat(32), depositMemo: null },
    ...{ amountInUnits: asked.amountUnits, minAmountInUnits: asked.amountUnits },
    ...{ amountOutUnits: 1_000n, minAmountOutUnits: 990n },
    ...{ deadline: TIMES.dead, timeWhenInactive: TIMES.dead, timestamp: TIMES.now, signature: '' },
    written: { request: written, quote: {} },
    ...changed,
  };
};

export const swapOf = (changed: Partial<SignedSwap> = {}): SignedSwap => ({
  ...{ amountUnits: 1_000n, minAmountInUnits: 1_000n, minAmountOutUnits: 990n },
  ...{ intentDeadlineSeconds: NOW_SECONDS + 120, quoteDeadlineSeconds: NOW_SECONDS + 600 },
  ...changed,
});

export const reportOf = (changed: Partial<SwapReport> = {}): SwapReport => ({
  ...{ status: 'SUCCESS', amountInUnits: 1_000n, amountOutUnits: 995n, depositedUnits: 1_000n },
  ...{ refundedUnits: null, refundReason: null, arrivals: 1 },
  ...changed,
});
