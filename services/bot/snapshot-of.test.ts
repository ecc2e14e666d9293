import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import { policyOf } from '../../lib/engine/testing/builders.ts';
import { type SnapshotReading, type SnapshotSources, snapshotOf } from './snapshot-of.ts';

const OURS = '0x00000000000000000000000000000000000000aa';
const OTHER = '0x00000000000000000000000000000000000000bb';
const NOBODY = '0x0000000000000000000000000000000000000000';

/** An empty portfolio with this signer, as the lens reads it. */
const signedBy = (signer: SnapshotReading['signer']): SnapshotReading => ({
  portfolio: '0x00000000000000000000000000000000000000Cc',
  signer,
  paused: false,
  generation: 1,
  assets: [],
  guard: {
    cooldown: 600,
    lossBpsPerDay: 100,
    maxFeeBps: 50,
    maxSlippageBps: 100,
    minDriftBps: 20,
    minFillBps: 0,
    orderTtlMax: 3_600,
    overshootBps: 10,
    publicBook: false,
    turnoverBpsPerDay: 2_000,
  },
  budgets: {
    lossCapacityE18: 0n,
    lossLevelE18: 0n,
    turnoverCapacityE18: 0n,
    turnoverLevelE18: 0n,
    oneOffE18: 0n,
    oneOffExpiresAt: 0n,
  },
});

const reasonFor = (sources: Pick<SnapshotSources, 'reading' | 'signer'>): string => {
  const snapshot = snapshotOf({
    ...sources,
    chainId: 31_337,
    head: { number: 1n, hash: `0x${'00'.repeat(32)}`, timeSeconds: 1_000 },
    context: { liveOrders: [], lastRebalanceAtSeconds: null, soldToday: [], cashFlows: [], asking: [] },
    pricesOf: () => [],
    halted: false,
    chainLagging: false,
  });
  const { plan } = decide(snapshot, policyOf());
  return plan.kind === 'hold' ? plan.hold.reason : 'act';
};

describe('why a portfolio is held for its signer', () => {
  it('is that there is no key, and not that the owner chose another signer', () => {
    expect(reasonFor({ reading: signedBy(OURS), signer: null })).toBe('no-key');
    expect(reasonFor({ reading: signedBy(OTHER), signer: OURS })).toBe('signer-not-authorised');
  });

  it('is nothing for our own key, however its letters are written', () => {
    expect(reasonFor({ reading: signedBy('0x00000000000000000000000000000000000000AA'), signer: OURS })).toBe(
      'unfunded',
    );
  });

  it('is nothing for a plan that nobody signs, unless nobody may sign at all', () => {
    expect(reasonFor({ reading: signedBy(OTHER), signer: 'any' })).toBe('unfunded');
    expect(reasonFor({ reading: signedBy(NOBODY), signer: 'any' })).toBe('signer-not-authorised');
  });
});
