import { env } from 'node:process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ShareStanding, shareWithdrawalState, WITHDRAWAL_STATES } from './share-state.ts';
import { areSellsOver, exitOfShare, nextShareStep, type SellFacts, type ShareFacts } from './share-steps.ts';
import { SWAP_ENDS, type SwapEnd } from './swap.ts';

const sold = (outUnits: bigint): SellFacts => ({ end: 'swapped', outUnits, isOverdue: false });
const ended = (end: SwapEnd, outUnits: bigint | null = null): SellFacts => ({
  end,
  outUnits,
  isOverdue: false,
});
const OPEN: SellFacts = { end: null, outUnits: null, isOverdue: false };
const LATE: SellFacts = { ...OPEN, isOverdue: true };
const FACTS: ShareFacts = {
  ...{ ownUnits: 100n, heldUnits: 200n, sells: [sold(30n), sold(70n)] },
  ...{ hasAsked: false, choice: null, unshownSince: null },
};
const step = (facts: Partial<ShareFacts>, heldNowUnits = 300n, nowSeconds = 1_000) =>
  nextShareStep({ ...FACTS, ...facts }, { heldNowUnits, nowSeconds });
const leave = (amountUnits: bigint) => ({ kind: 'leave', amountUnits });

describe('the next step of a withdrawal of a share', () => {
  it('is to leave with its own part and exactly what has arrived, once all is sold and the verifier shows it', () => {
    expect(step({})).toEqual(leave(200n));
    // What came in beside it is not its own.
    expect(step({}, 5_000n)).toEqual(leave(200n));
    expect(step({ sells: [] }, 200n)).toEqual(leave(100n));
    expect(step({ ownUnits: 0n, heldUnits: 0n }, 100n)).toEqual(leave(100n));
  });

  it('waits for sells, and for the verifier to show what the provider names; for ten minutes, then it asks', () => {
    expect(step({ sells: [sold(30n), OPEN] })).toEqual({ kind: 'wait' });
    expect(step({ sells: [LATE, OPEN] })).toEqual({ kind: 'wait' });
    expect(step({}, 299n)).toEqual({ kind: 'unshown' });
    expect(step({ unshownSince: 400 }, 299n)).toEqual({ kind: 'unshown' });
    expect(step({ unshownSince: 399 }, 299n)).toEqual({ kind: 'ask', why: 'not-shown' });
    expect(step({ unshownSince: 399 }, 300n)).toEqual(leave(200n));
  });

  it('is to ask, once, wherever not every sell was sold whole, or one takes too long', () => {
    const ask = { kind: 'ask', why: 'not-all-sold' };
    for (const end of Object.keys(SWAP_ENDS) as SwapEnd[])
      expect(step({ sells: [sold(30n), ended(end, end === 'swapped' ? 70n : null)] })).toEqual(
        end === 'swapped' ? leave(200n) : ask,
      );
    expect(step({ sells: [sold(30n), LATE] })).toEqual(ask);
    expect(step({ sells: [ended('refunded')], hasAsked: true })).toEqual({ kind: 'wait' });
    // Nor is it changed by what ends well afterwards.
    expect(step({ hasAsked: true })).toEqual({ kind: 'wait' });
  });

  it('is what its owner says, of no more than the verifier shows and the provider names', () => {
    const sells = [sold(30n), ended('refunded')];
    const said = { sells, hasAsked: true, choice: 'leave' } as const;
    expect(step({ ...said, choice: 'keep' })).toEqual({ kind: 'wait' });
    expect(step(said, 230n)).toEqual(leave(130n));
    expect(step(said, 5_000n)).toEqual(leave(130n));
    expect(step(said, 210n)).toEqual(leave(110n));
    expect(step(said, 50n)).toEqual(leave(50n));
    expect(step(said, 0n)).toEqual({ kind: 'nothing' });
    expect(step({ ...said, sells: [sold(30n), LATE] }, 230n)).toEqual(leave(130n));
  });

  it('is an end with nothing where nothing of it is there', () => {
    expect(step({ ownUnits: 0n, sells: [ended('refunded'), ended('not-sent')] })).toEqual({
      kind: 'nothing',
    });
    expect(step({ ownUnits: 0n, sells: [LATE] })).toEqual({ kind: 'ask', why: 'not-all-sold' });
  });

  it('never lets more leave than is its own, than is named, or than is held', () => {
    const amount = fc.bigInt(0n, 1_000n);
    const sell = fc.record({
      end: fc.constantFrom(null, ...(Object.keys(SWAP_ENDS) as SwapEnd[])),
      outUnits: fc.option(amount),
      isOverdue: fc.boolean(),
    });
    const facts = fc.record({
      ...{ ownUnits: amount, heldUnits: amount, sells: fc.array(sell, { maxLength: 4 }) },
      ...{ hasAsked: fc.boolean(), choice: fc.constantFrom(null, 'leave' as const, 'keep' as const) },
      unshownSince: fc.option(fc.nat(2_000)),
    });
    fc.assert(
      fc.property(facts, fc.bigInt(0n, 5_000n), fc.nat(3_000), (some, heldNowUnits, nowSeconds) => {
        const next = nextShareStep(some, { heldNowUnits, nowSeconds });
        if (some.choice === 'keep' || !areSellsOver(some.sells)) expect(next).toEqual({ kind: 'wait' });
        if (next.kind !== 'leave') return;
        const named = some.sells.reduce((sum, { outUnits }) => sum + (outUnits ?? 0n), 0n);
        expect(next.amountUnits > 0n && next.amountUnits <= heldNowUnits).toBe(true);
        expect(next.amountUnits).toBeLessThanOrEqual(some.ownUnits + named);
        // Without its owner's word: whole, or not at all.
        if (some.choice === null) {
          expect(next.amountUnits).toBe(some.ownUnits + named);
          expect(some.sells.every(({ end }) => end === 'swapped')).toBe(true);
        }
      }),
      { numRuns: Number(env.PROPERTY_CASES ?? 1_000) },
    );
  });

  it('leaves by one swap, whose id is the withdrawal’s own', () => {
    const one = { id: `0x${'1'.repeat(64)}`, asset: 'nep141:btc.near', to: 'place', isTest: false } as const;
    expect(exitOfShare(one, 1_000n)).toMatchObject({
      ...{ legId: one.id, purpose: 'exit' },
      asked: {
        amountUnits: 1_000n,
        leastOutUnits: 970n,
        recipient: 'place',
        recipientType: 'DESTINATION_CHAIN',
      },
    });
    expect(exitOfShare({ ...one, isTest: true }, 1_000n).asked.leastOutUnits).toBe(500n);
  });
});

describe('how far a withdrawal of a share is', () => {
  const STANDING: ShareStanding = {
    ...{ symbol: 'BTC', asksWhy: null, choice: null, isSettled: false },
    sells: [
      { ...sold(1n), symbol: 'USDC' },
      { ...ended('refunded'), symbol: 'ETH' },
    ],
  };
  const EXIT = { isSigned: true, end: null, why: null };
  const told = (changed: Partial<ShareStanding>, exit: Parameters<typeof shareWithdrawalState>[1] = null) =>
    shareWithdrawalState({ ...STANDING, ...changed }, exit);

  it('is told by a state and a sentence of its own at every step', () => {
    const steps = [
      told({ sells: [{ ...OPEN, symbol: 'ETH' }] }),
      told({}),
      told({ asksWhy: 'not-all-sold' }),
      told({ asksWhy: 'not-shown' }),
      told({ asksWhy: 'not-all-sold', choice: 'leave' }),
      told({ asksWhy: 'not-all-sold', choice: 'keep', isSettled: true }),
      told({ isSettled: true }),
      told({ isSettled: true }, EXIT),
      told({ isSettled: true }, { ...EXIT, end: 'swapped' }),
      told({ isSettled: true }, { ...EXIT, end: 'refunded' }),
    ];
    expect(steps.map(({ state }) => state)).toEqual([
      ...[
        'selling',
        'selling',
        'choose',
        'choose',
        'asked',
        'kept',
        'came-back',
        'leaving',
        'left',
        'came-back',
      ],
    ]);
    expect(new Set(steps.map(({ words }) => words)).size).toBe(steps.length);
    expect(WITHDRAWAL_STATES).toEqual(expect.arrayContaining(steps.map(({ state }) => state)));
  });

  it('names each sell that is not done, and what can be said', () => {
    const sells = [
      ...STANDING.sells,
      { ...LATE, symbol: 'SOL' },
      { ...ended('not-sent'), symbol: 'XRP' },
      { ...ended('failed'), symbol: 'ZEC' },
    ];
    expect(told({ sells, asksWhy: 'not-all-sold' }).words).toBe(
      'Of 5 sells 1 is done, and ETH came back, SOL takes too long, XRP was never sent, ZEC failed. Nothing leaves before you say: let what has arrived leave, or keep all of it in the account.',
    );
    expect(told({ isSettled: true }, { ...EXIT, end: 'not-sent' }).words).toContain(
      'What was sold for it is BTC in the account.',
    );
  });
});
