import type { Address } from 'viem';
import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/engine/decide.ts';
import { snapshotOf as built, policyOf } from '../../lib/engine/testing/builders.ts';
import type { AccountReading } from '../../lib/ledger/custody.ts';
import { FREE } from '../../lib/ledger/venue.ts';
import type { BotKeys } from './bot-keys.ts';
import { snapshotOf } from './snapshot-of.ts';

const OURS = '0x00000000000000000000000000000000000000aa';
const OTHER = '0x00000000000000000000000000000000000000bb';

/** An empty portfolio with this signer, as its custody reads it. */
const signedBy = (signer: AccountReading['signer']): AccountReading => {
  const { account, generation, guard, buckets } = built([]);
  return {
    ...{ account, holder: account.address, generation, guard, buckets, signer },
    owners: [],
    assets: [],
    paused: false,
    withheld: null,
    fillMode: { kind: 'parts', series: 1n, epoch: 0n },
    swapping: null,
  };
};

const holding = (...addresses: readonly Address[]): BotKeys => ({
  addresses: new Set(addresses),
  unreachable: null,
  isOwnerKeyAllowed: false,
});

const reasonFor = ({ reading, keys }: { reading: AccountReading; keys: BotKeys }): string => {
  const snapshot = snapshotOf(
    {
      reading,
      context: {
        ...{
          liveOrders: [],
          lastRebalanceAtSeconds: null,
          soldToday: [],
          cashFlows: [],
          asking: [],
          programmes: [],
        },
        ...{ inFlight: [], recentVolatilityBps: null },
      },
      answersOf: () => [],
      ...{ immediateCosts: null, untold: null },
      costs: FREE.costs,
      ...{ illnessOf: () => null, walksOn: false, inParts: null },
      prices: { sources: 1, disagreementBpsMax: 200 },
    },
    {
      head: { number: 1n, hash: `0x${'00'.repeat(32)}`, timeSeconds: 1_000 },
      ...{ keys, halted: false, chainLagging: false },
      venues: { 'order-book': true, proposal: false },
    },
  );
  const { plan } = decide(snapshot, policyOf());
  return plan.kind === 'hold' ? plan.hold.reason : 'act';
};

describe('why a portfolio is held for its signer', () => {
  it('is that there is no key, and not that the owner chose another signer', () => {
    expect(reasonFor({ reading: signedBy(OURS), keys: holding() })).toBe('no-key');
    expect(reasonFor({ reading: signedBy(OTHER), keys: holding(OURS) })).toBe('signer-not-authorised');
  });

  it('is nothing for our own key', () => {
    expect(reasonFor({ reading: signedBy(OURS), keys: holding(OURS) })).toBe('unfunded');
  });

  it('is nothing for a plan that nobody signs, unless nobody may sign at all', () => {
    expect(reasonFor({ reading: signedBy(OTHER), keys: 'any' })).toBe('unfunded');
    expect(reasonFor({ reading: signedBy(null), keys: 'any' })).toBe('signer-not-authorised');
  });

  it('is what its custody says keeps anybody from signing, once there is a key', () => {
    const withheld = { reason: 'token-changed', detail: 'USDC: its decimals changed' } as const;
    const changed = { ...signedBy(OURS), withheld };
    expect(reasonFor({ reading: changed, keys: holding(OURS) })).toBe('token-changed');
    expect(reasonFor({ reading: changed, keys: holding() })).toBe('no-key');
    const owned = { ...changed, owners: [OURS] } as const;
    expect(reasonFor({ reading: owned, keys: holding(OURS) })).toBe('signer-too-strong');
  });
});
