import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  asksWhatIsHeld,
  isOverdue,
  nextSwapStep,
  type SwapFacts,
  swapLookAgainSeconds,
} from './next-swap-step.ts';
import { REPORTED_STATUSES, SWAP_ENDS, type SwapEnd, type SwapReport } from './swap.ts';
import { NOW_SECONDS, reportOf, swapOf } from './testing/builders.ts';

const swap = swapOf();
const taken = (report: Partial<SwapReport> | null): SwapFacts => ({
  ...{ isNonceUsed: true, verifierSeconds: NOW_SECONDS, nowSeconds: NOW_SECONDS, heldUnits: null },
  report: report === null ? null : reportOf(report),
});
const notTaken = (changed: Partial<SwapFacts>): SwapFacts => ({
  ...{ isNonceUsed: false, verifierSeconds: NOW_SECONDS, nowSeconds: NOW_SECONDS, report: null },
  heldUnits: 0n,
  ...changed,
});

const ENDS: readonly (readonly [string, SwapFacts, SwapEnd])[] = [
  ['a success with amounts and an arrival', taken({}), 'swapped'],
  ['a success to the least unit', taken({ amountOutUnits: 990n }), 'swapped'],
  ['a success with something back', taken({ refundedUnits: 5n }), 'swapped-with-refund'],
  ['a success of less than the least', taken({ amountOutUnits: 989n }), 'swapped-short'],
  ['a refund', taken({ status: 'REFUNDED', refundedUnits: 1_000n }), 'refunded'],
  [
    'a refund that does not say what came',
    taken({ status: 'REFUNDED', refundedUnits: 1n, depositedUnits: null }),
    'refunded',
  ],
  [
    'a refund of too little',
    taken({ status: 'REFUNDED', refundedUnits: 999n, depositedUnits: 999n }),
    'refunded-too-little',
  ],
  ['a success without what went in', taken({ amountInUnits: null }), 'refunded-as-success'],
  ['a success without what came out', taken({ amountOutUnits: null }), 'refunded-as-success'],
  ['a success of nothing', taken({ amountOutUnits: 0n }), 'refunded-as-success'],
  ['a success that arrived nowhere', taken({ arrivals: 0 }), 'refunded-as-success'],
  ['a failure', taken({ status: 'FAILED' }), 'failed'],
  [
    'a deadline that has passed at the verifier',
    notTaken({ verifierSeconds: NOW_SECONDS + 121, report: 'none' }),
    'not-sent',
  ],
  [
    'a deadline that has passed at the verifier, of a deposit that is awaited still',
    notTaken({ verifierSeconds: NOW_SECONDS + 121, report: reportOf({ status: 'PENDING_DEPOSIT' }) }),
    'not-sent',
  ],
];

describe('a swap ends', () => {
  it.each(ENDS)('after %s', (_name, facts, end) => {
    expect(nextSwapStep(swap, facts)).toEqual({ kind: 'end', end });
  });

  it('in eight ways, each of which is told apart above', () => {
    expect(Object.keys(SWAP_ENDS)).toHaveLength(8);
    expect(new Set(ENDS.map(([, , end]) => end))).toEqual(new Set(Object.keys(SWAP_ENDS)));
    expect(new Set(Object.values(SWAP_ENDS).map(({ words }) => words)).size).toBe(8);
  });
});

describe('a swap whose nonce the verifier has forgotten, as it may from its deadline on', () => {
  const forgotten = (report: SwapFacts['report']): SwapFacts =>
    notTaken({ verifierSeconds: NOW_SECONDS + 9_999, nowSeconds: NOW_SECONDS + 9_999, report });

  it.each<[string, Partial<SwapReport>, SwapEnd]>([
    ['a success', {}, 'swapped'],
    ['a refund', { status: 'REFUNDED', refundedUnits: 1_000n }, 'refunded'],
    ['a failure', { status: 'FAILED' }, 'failed'],
  ])('ends by the provider’s word, %s, and never as one that was not sent', (_name, changed, end) => {
    expect(nextSwapStep(swap, forgotten(reportOf(changed)))).toEqual({ kind: 'end', end });
  });

  it('waits while the provider does not answer', () => {
    expect(nextSwapStep(swap, forgotten(null))).toMatchObject({ kind: 'wait' });
  });

  it.each(['PROCESSING', 'KNOWN_DEPOSIT_TX', 'INCOMPLETE_DEPOSIT', 'unknown'] as const)(
    'waits while it is %s',
    (status) => {
      expect(nextSwapStep(swap, forgotten(reportOf({ status })))).toMatchObject({ kind: 'wait' });
    },
  );
});

describe('a swap that nobody has taken or seen, beyond its deadline', () => {
  const over = (heldUnits: bigint | null, report: SwapFacts['report'] = 'none'): SwapFacts =>
    notTaken({ verifierSeconds: NOW_SECONDS + 121, report, heldUnits });

  it.each(['none', reportOf({ status: 'PENDING_DEPOSIT' })] as const)(
    'waits while its deposit address holds what was to be given, or it is not known',
    (report) => {
      for (const held of [null, swap.amountUnits, swap.amountUnits + 1n])
        expect(nextSwapStep(swap, over(held, report))).toMatchObject({ kind: 'wait' });
    },
  );

  it('was not sent where its deposit address holds less: nobody can hold it up by a gift', () => {
    expect(nextSwapStep(swap, over(swap.amountUnits - 1n))).toEqual({ kind: 'end', end: 'not-sent' });
  });

  it('asks what is held then, and never sooner', () => {
    expect(asksWhatIsHeld(swap, over(null))).toBe(true);
    expect(asksWhatIsHeld(swap, notTaken({ verifierSeconds: NOW_SECONDS + 120 }))).toBe(false);
    expect(asksWhatIsHeld(swap, { ...over(null), isNonceUsed: true })).toBe(false);
    expect(asksWhatIsHeld(swap, { ...over(null), isNonceUsed: null })).toBe(false);
  });
});

describe('a swap goes on', () => {
  it.each([
    ['the verifier does not answer', { ...taken({}), isNonceUsed: null }],
    ['the provider says nothing', taken(null)],
    ['its deposit is known', taken({ status: 'KNOWN_DEPOSIT_TX' })],
    ['its deposit is pending', taken({ status: 'PENDING_DEPOSIT' })],
    ['its deposit is too little', taken({ status: 'INCOMPLETE_DEPOSIT' })],
    ['it is processed', taken({ status: 'PROCESSING' })],
    ['its state is a word that nobody knows', taken({ status: 'unknown' })],
    ['a refund names no amount', taken({ status: 'REFUNDED', refundedUnits: null })],
    ['a refund is of nothing', taken({ status: 'REFUNDED', refundedUnits: 0n })],
    ['the provider is ahead of the verifier', notTaken({ report: reportOf({ status: 'PROCESSING' }) })],
    ['the provider calls failed what was never taken', notTaken({ report: reportOf({ status: 'FAILED' }) })],
    ['the provider calls a success what was never taken', notTaken({ report: reportOf() })],
    ['its time is almost over', notTaken({ nowSeconds: NOW_SECONDS + 115 })],
    ['its time is over here and not at the verifier', notTaken({ nowSeconds: NOW_SECONDS + 9_999 })],
    [
      'the verifier’s last block is of its last second',
      notTaken({ nowSeconds: NOW_SECONDS + 130, verifierSeconds: NOW_SECONDS + 120 }),
    ],
  ])('while %s', (_name, facts) => {
    expect(nextSwapStep(swap, facts)).toMatchObject({ kind: 'wait' });
  });

  it.each([
    ['nobody knows of it', notTaken({ report: 'none' })],
    ['nobody answers', notTaken({})],
    ['the provider awaits it', notTaken({ report: reportOf({ status: 'PENDING_DEPOSIT' }) })],
    ['there is time left', notTaken({ nowSeconds: NOW_SECONDS + 114 })],
  ])('by handing the same bytes in again when %s', (_name, facts) => {
    expect(nextSwapStep(swap, facts)).toEqual({ kind: 'submit' });
  });

  it('overdue from ten minutes behind its deposit address’s end on, which ends nothing', () => {
    const facts = { ...taken({ status: 'PROCESSING' }), nowSeconds: NOW_SECONDS + 40 * 3_600 };
    expect(isOverdue(swap, NOW_SECONDS + 1_200)).toBe(false);
    expect(isOverdue(swap, NOW_SECONDS + 1_201)).toBe(true);
    expect(nextSwapStep(swap, facts)).toMatchObject({ kind: 'wait' });
  });

  it('looked at for ever, ever more seldom', () => {
    const waits = [0, 119, 120, 1_799, 1_800, 21_599, 21_600, 9_999_999].map(swapLookAgainSeconds);
    expect(waits).toEqual([4, 4, 15, 15, 60, 60, 600, 600]);
  });
});

const units = fc.option(fc.bigInt({ min: 0n, max: 2_000n }), { nil: null });
const anyFacts: fc.Arbitrary<SwapFacts> = fc.record({
  isNonceUsed: fc.option(fc.boolean(), { nil: null }),
  verifierSeconds: fc.integer({ min: NOW_SECONDS, max: NOW_SECONDS + 240 }),
  nowSeconds: fc.integer({ min: NOW_SECONDS, max: NOW_SECONDS + 240 }),
  heldUnits: units,
  report: fc.oneof(
    fc.constantFrom(null, 'none' as const),
    fc.record({
      status: fc.constantFrom(...REPORTED_STATUSES, 'unknown' as const),
      ...{ amountInUnits: units, amountOutUnits: units, depositedUnits: units, refundedUnits: units },
      refundReason: fc.constant(null),
      arrivals: fc.integer({ min: 0, max: 2 }),
    }),
  ),
});

describe('of any facts', () => {
  const cases = Number(env.PROPERTY_CASES ?? 2_000);

  it('bytes are handed in only before their deadline and while the verifier has not taken them', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        if (nextSwapStep(swap, facts).kind !== 'submit') return;
        expect(facts.isNonceUsed).toBe(false);
        expect(facts.nowSeconds).toBeLessThan(swap.intentDeadlineSeconds);
        expect(facts.verifierSeconds).toBeLessThanOrEqual(swap.intentDeadlineSeconds);
      }),
      { numRuns: cases },
    );
  });

  it('an end that says nothing moved has the verifier, or the provider, as its witness', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const step = nextSwapStep(swap, facts);
        if (step.kind !== 'end') return;
        if (!facts.isNonceUsed) expect(facts.verifierSeconds).toBeGreaterThan(swap.intentDeadlineSeconds);
        const report = facts.report === 'none' ? null : facts.report;
        if (step.end === 'not-sent') {
          expect(facts.isNonceUsed).toBe(false);
          expect(facts.heldUnits).toBeLessThan(swap.amountUnits);
          expect(facts.report === 'none' || report?.status === 'PENDING_DEPOSIT').toBe(true);
        } else expect(['SUCCESS', 'REFUNDED', 'FAILED']).toContain(report?.status);
        if (step.end.startsWith('swapped')) expect(report?.amountOutUnits).toBeGreaterThan(0n);
      }),
      { numRuns: cases },
    );
  });
});
