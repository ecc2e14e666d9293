import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { powerOfTen } from '../money/fixed-point.ts';
import { PRESETS } from '../policy/policy-presets.ts';
import { seededRandom } from '../prices/simulated-market.ts';
import { encodeDecision } from './codec.ts';
import { decide } from './decide.ts';
import { type Policy, PRESET_NAMES } from './policy.ts';
import type { AssetState, Snapshot } from './snapshot.ts';
import { type AssetWish, NOW, policyOf, snapshotOf, tokenAt } from './testing/builders.ts';
import { ENGINE_VERSION } from './version.ts';

/** What each version of the engine decided in the cases below, in the form of codec 2. A version that is out keeps its line. */
const DIGESTS: Readonly<Record<string, string>> = {
  '1.0.0': '79165a022190fc56336a8ff52d6924cfd0c6869040fa2f12df812995d67f09e4',
  // Holds have one shape with a detail; legs-max and snapshot-contradiction are reasons of their own; sums that net out in subsets are
  // no longer looked for.
  '2.0.0': 'afeae100d2c38d2f8c661f3fb7d9d3dd50d5697eb1d22f97bcf7f661869d2087',
  // What is on its way is never sold and, overdue, not counted; no leg costs what it sells; absurd values and impossible policies are held.
  // The cases below hold none of these.
  '2.1.0': 'afeae100d2c38d2f8c661f3fb7d9d3dd50d5697eb1d22f97bcf7f661869d2087',
  // The next look is never later than the policy's interval, whatever a hold waits for.
  '2.2.0': 'ced099c6e09e648b7923afe9237aa5d01312ad55808a16a5e5026599b0543bac',
  // A leg that is traded at once is no larger than its slippage has room for; a policy may let legs go at once beside its venue.
  '2.3.0': '337801a19efb55477eb5aab7e1bb168f1c0281ccc4e8939ac133e4b960186436',
  // A policy may trade in parts; the cases below trade whole legs.
  '2.4.0': '337801a19efb55477eb5aab7e1bb168f1c0281ccc4e8939ac133e4b960186436',
  // An account may trade by its delegations, and its hold names what is wrong with them; the cases below are of contracts of our own.
  '2.5.0': '337801a19efb55477eb5aab7e1bb168f1c0281ccc4e8939ac133e4b960186436',
};

const CASES = 600;
const E18 = 10n ** 18n;

/** Chance without a library behind it, so that the cases stay what they are whatever is upgraded. */
const dice = (seed: number) => {
  const random = seededRandom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = <T>(first: T, ...more: readonly T[]): T => [first, ...more][below(more.length + 1)] ?? first;
  return { below, pick };
};

type Dice = ReturnType<typeof dice>;

/** Targets that sum to the whole, in steps of a percent so that round values net out now and then. */
const targetsOf = ({ below }: Dice, count: number): readonly number[] => {
  const cuts = Array.from({ length: count - 1 }, () => below(101) * 100).sort((a, b) => a - b);
  return [...cuts, 10_000].map((cut, index) => cut - (cuts[index - 1] ?? 0));
};

const assetOf = (chance: Dice, targetBps: number): AssetWish => {
  const { below, pick } = chance;
  const decimals = pick(18, 18, 8, 6, 0, 27);
  const price = pick(E18, E18, 65_000n * E18, 3_141_592_653_589_793n, 25n * 10n ** 16n);
  const usd = pick(0, below(20) * 1_000, below(20) * 1_000, below(2_000_000) / 100);
  const units = (BigInt(Math.round(usd * 100)) * E18 * powerOfTen(decimals)) / (price * 100n);
  const lock: AssetState['lock'] = pick(
    'none',
    'none',
    'none',
    'none',
    'none',
    'none',
    'no-sell',
    'no-buy',
    'excluded',
  );
  const stamp = (): number | null => pick(null, null, null, NOW - below(1_200));
  return {
    targetBps,
    decimals,
    price,
    units,
    lock,
    lastBoughtAtSeconds: stamp(),
    lastSoldAtSeconds: stamp(),
    allowanceUnits: pick(null, null, null, units / 2n),
  };
};

const snapshotFrom = (chance: Dice): Snapshot => {
  const { below, pick } = chance;
  const count = 2 + below(9);
  const wishes = targetsOf(chance, count).map((targetBps) => assetOf(chance, targetBps));
  const [first, last] = [tokenAt(0), tokenAt(count - 1)];
  const order = {
    orderHash: '0xaa',
    sellToken: first,
    buyToken: last,
    remainingSellUnits: 10n ** 9n,
    remainingBuyUnits: 10n ** 9n,
    expiresAtSeconds: NOW + 600,
  } as const;
  return snapshotOf(wishes, {
    openOrders: pick([], [], [], [order]),
    buckets: {
      lossLeftE18: pick(E18 / 200n, E18 / 100_000n),
      turnoverLeftE18: pick(E18, E18 / 10n, 0n),
      oneOffTurnoverLeftE18: pick(0n, E18 / 20n),
      oneOffExpiresAtSeconds: NOW + 100,
    },
    lastRebalanceAtSeconds: pick(null, NOW - 100, NOW - 900, NOW - 86_400, NOW - 700_000),
    tradedTodayUsdE18: pick(0n, 30_000n * E18),
    cashFlows: pick(false, true)
      ? [{ token: first, units: (wishes[0]?.units ?? 0n) / BigInt(pick(-1, 1) * (5 + below(2_000))) }]
      : [],
    recentVolatilityBps: pick(null, 3_000, 9_000),
    costs: {
      gasPerLegUsdE18: pick(0n, 2n * E18),
      pair: { spreadBps: pick(0, 3), feeBps: pick(0, 10), impactBpsPer10kUsd: pick(0, 2) },
      pairs: [],
    },
    asking: pick(
      [],
      [{ sellToken: last, buyToken: first, sinceSeconds: NOW - pick(0, 1_800, 3_600, 2_222) }],
    ),
  });
};

const POLICIES: readonly Policy[] = [
  ...PRESET_NAMES.map((name) => PRESETS[name]).map((preset) =>
    // With the spread it had when the digests were made: a preset is what the engine is given, and no part of it.
    preset === PRESETS['test-network']
      ? { ...preset, orderTerms: { ...preset.orderTerms, spreadBps: 10 } }
      : preset,
  ),
  policyOf({
    limits: { minTradeUsd: '1', maxTradeUsd: '3000', legsMax: 6 },
    costGate: { benefitRateBps: 200 },
  }),
  policyOf({
    triggers: [{ kind: 'hybrid', relativeBps: 1_500, floorBps: 50 }],
    destination: { kind: 'fraction', fractionBps: 6_000 },
    orderTerms: { spreadBps: -20, discountBpsMax: 40, walkBpsPerHour: 30 },
  }),
  policyOf({
    triggers: [
      { kind: 'cash-flow', flowBpsMin: 10 },
      {
        kind: 'volatility-band',
        band: { kind: 'relative', bandBps: 2_000 },
        referenceVolatilityBps: 6_000,
        scaleBpsMin: 5_000,
        scaleBpsMax: 20_000,
      },
    ],
    limits: { weightBpsMax: 4_000, cooldownSeconds: 0 },
    orderTerms: { venue: 'proposal', discountBpsMax: 30 },
  }),
];

describe('the version of the engine', () => {
  it('is raised when any decision changes: then add its digest, and note what changed', () => {
    const sum = createHash('sha256');
    const kinds = { act: 0, hold: 0 };
    for (let index = 0; index < CASES; index++) {
      const snapshot = snapshotFrom(dice(index));
      for (const policy of POLICIES) {
        const decision = decide(snapshot, policy);
        kinds[decision.plan.kind] += 1;
        sum.update(JSON.stringify(encodeDecision({ ...decision, engineVersion: '' }, 2)));
      }
    }
    expect(kinds.act).toBeGreaterThan(CASES);
    expect(kinds.hold).toBeGreaterThan(CASES);
    expect(sum.digest('hex')).toBe(DIGESTS[ENGINE_VERSION]);
  });
});
