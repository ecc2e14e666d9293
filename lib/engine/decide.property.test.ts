import { env, stdout } from 'node:process';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { E18, powerOfTen } from '../money/fixed-point.ts';
import { decodeDecision, decodeSnapshot, encodeDecision, encodeLook, encodeSnapshot } from './codec.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { totalCostUsdE18 } from './pair-cost.ts';
import type { Policy } from './policy.ts';
import type { AssetState, Snapshot } from './snapshot.ts';
import { limitedPolicy, limitedSnapshot, openPolicy, portfolio } from './testing/arbitraries.ts';
import { filled, legsOf, NOW, snapshotOf, tokenAt } from './testing/builders.ts';

/** 2,000 in every test run, 100,000 in the deep one. */
const propertyCases = Number(env.PROPERTY_CASES ?? '2000');

const shares = { cases: 0, acted: 0, limited: 0 };
const LIMITS_THAT_BIND: readonly (string | null)[] = [
  'below-minimum',
  'over-daily-volume',
  'impact-too-high',
  'gas-too-high',
  'cost-exceeds-benefit',
  'allowance-low',
  'budget-exhausted',
  'asset-locked',
  'asset-unhealthy',
  'cooldown',
  'order-open',
  'legs-max',
];

const look = (snapshot: Snapshot, policy: Policy): Decision => {
  const decision = decide(snapshot, policy);
  shares.cases += 1;
  if (decision.plan.kind === 'act') shares.acted += 1;
  if (
    [...decision.dropped, ...decision.assets].some(({ hold }) =>
      LIMITS_THAT_BIND.includes(hold?.reason ?? null),
    )
  )
    shares.limited += 1;
  return decision;
};

const withAssets = (assets: readonly AssetState[]): Snapshot => ({ ...snapshotOf([]), assets });
const holds = (property: fc.IProperty<unknown[]> | fc.IRawProperty<unknown>): void => {
  fc.assert(property as fc.IProperty<unknown[]>, { numRuns: propertyCases });
};
const priceOf = ({ price }: AssetState): bigint => (price.ok ? price.usdE18 : 0n);
const worth = (asset: AssetState, units = asset.units): bigint =>
  (units * priceOf(asset)) / powerOfTen(asset.decimals);
const find = (snapshot: Snapshot, token: string): AssetState => {
  const found = snapshot.assets.find((one) => one.token === token);
  if (found === undefined) throw new Error(`${token} is not in the snapshot`);
  return found;
};

/** Exact weights as fractions with the denominator NAV × 10^27: values without any rounding. */
const exactValues = (snapshot: Snapshot): { readonly values: bigint[]; readonly nav: bigint } => {
  const values = snapshot.assets.map((one) => one.units * priceOf(one) * powerOfTen(27 - one.decimals));
  return { values, nav: values.reduce((sum, value) => sum + value, 0n) };
};

/** Tracking error × 2 × 10,000 × NAV, with its NAV, exact. */
const exactTrackingError = (snapshot: Snapshot): { readonly error: bigint; readonly nav: bigint } => {
  const { values, nav } = exactValues(snapshot);
  const drifts = snapshot.assets.map(
    (one, index) => (values[index] ?? 0n) * 10_000n - BigInt(one.targetBps) * nav,
  );
  return { error: drifts.reduce((sum, drift) => sum + (drift < 0n ? -drift : drift), 0n), nav };
};

describe('decide, for any portfolio', { timeout: 20_000 + propertyCases * 10 }, () => {
  it('invents no value: every leg returns at most what it sells, and no asset is sold beyond what is held', () => {
    holds(
      fc.property(limitedSnapshot, limitedPolicy, (snapshot, policy) => {
        const legs = legsOf(look(snapshot, policy));
        for (const leg of legs) {
          const [sell, buy] = [find(snapshot, leg.sellToken), find(snapshot, leg.buyToken)];
          expect(worth(buy, leg.expectedBuyUnits) + totalCostUsdE18(leg.expectedCost)).toBeLessThanOrEqual(
            leg.sellValueUsdE18 > totalCostUsdE18(leg.expectedCost)
              ? leg.sellValueUsdE18
              : totalCostUsdE18(leg.expectedCost),
          );
          expect(leg.sellValueUsdE18).toBe(worth(sell, leg.sellUnits));
          // The limit price is never below what was asked: bought ≥ sold × (1 + spread), compared exactly.
          const bought = leg.buyUnits * priceOf(buy) * powerOfTen(sell.decimals) * 10_000n;
          const asked =
            leg.sellUnits * priceOf(sell) * powerOfTen(buy.decimals) * BigInt(10_000 + leg.limit.spreadBps);
          expect(bought >= asked).toBe(true);
          expect(bought <= (asked * 101n) / 100n).toBe(true);
        }
        for (const one of snapshot.assets) {
          const sold = legs.reduce(
            (sum, leg) => (leg.sellToken === one.token ? sum + leg.sellUnits : sum),
            0n,
          );
          expect(sold).toBeLessThanOrEqual(one.units);
        }
      }),
    );
  });

  it('moves no asset past its target, and the tracking error strictly falls', () => {
    holds(
      fc.property(limitedSnapshot, limitedPolicy, (drawn, policy) => {
        const snapshot = {
          ...drawn,
          assets: drawn.assets.map(
            (one): AssetState => ({ ...one, lock: one.lock === 'excluded' ? 'none' : one.lock }),
          ),
        };
        const legs = legsOf(look(snapshot, policy));
        if (legs.length === 0) return;
        const { values, nav } = exactValues(snapshot);
        const after = exactValues(filled(snapshot, legs)).values;
        for (const [index, one] of snapshot.assets.entries()) {
          const target = BigInt(one.targetBps) * nav;
          const [was, is] = [(values[index] ?? 0n) * 10_000n, (after[index] ?? 0n) * 10_000n];
          // Values are floored to 1e-18 USD before they are compared with targets.
          const grain = 10_000n * powerOfTen(27) * BigInt(snapshot.assets.length + 1);
          if (legs.some((leg) => leg.sellToken === one.token))
            expect(was > target && is >= target - grain && is < was).toBe(true);
          if (legs.some((leg) => leg.buyToken === one.token))
            expect(was < target && is <= target + grain && is > was).toBe(true);
        }
        const [before, now] = [exactTrackingError(snapshot), exactTrackingError(filled(snapshot, legs))];
        expect(now.error * before.nav < before.error * now.nav).toBe(true);
      }),
    );
  });

  it('holds after a perfect fill without cost', () => {
    holds(
      fc.property(portfolio(), openPolicy, (drawn, open) => {
        // Where one unit is worth more than a hair of the smallest trade or of the portfolio, rounding leaves more than a band.
        const assets = drawn.map((one) => ({ ...one, ...finer(one) }));
        const policy = { ...open, limits: { ...open.limits, minTradeUsdE18: E18 } };
        const snapshot = withAssets(assets);
        const decision = look(snapshot, policy);
        const legs = legsOf(decision);
        // Two legs that were each too small may make one that is not.
        if (legs.length === 0 || decision.dropped.length > 0) return;
        const next = decide(
          filled({ ...snapshot, guard: { ...snapshot.guard, cooldownSeconds: 0 } }, legs),
          policy,
        );
        expect(next.plan.kind).toBe('hold');
      }),
    );
  });

  it('does not care in which order assets are listed or what they are called', () => {
    holds(
      fc.property(
        limitedSnapshot,
        limitedPolicy,
        fc.infiniteStream(fc.nat()),
        (snapshot, policy, randoms) => {
          const keyed = snapshot.assets.map(
            (one) => [randoms.next().value, { ...one, symbol: `X${one.symbol}` }] as const,
          );
          const shuffled = { ...snapshot, assets: keyed.sort(([a], [b]) => a - b).map(([, one]) => one) };
          const [here, there] = [look(snapshot, policy), decide(shuffled, policy)];
          const renamed = {
            ...there,
            assets: there.assets.map((one) => ({ ...one, symbol: one.symbol.slice(1) })),
          };
          expect(renamed).toEqual(here);
        },
      ),
    );
  });

  it('gives the same weights and reasons when every amount is larger', () => {
    holds(
      fc.property(portfolio(6), openPolicy, fc.integer({ min: 2, max: 1_000 }), (assets, policy, factor) => {
        const larger = assets.map((one) => ({ ...one, units: one.units * BigInt(factor) }));
        const [here, there] = [look(withAssets(assets), policy), decide(withAssets(larger), policy)];
        if (here.navUsdE18 === 0n) return;
        // A drift within rounding of its edge, or a unit too coarse for the small portfolio, may tell the two apart.
        const edge = here.assets.some(
          ({ driftE18, hold }) => hold?.limit != null && near(driftE18 ?? 0n, hold.limit.allowed),
        );
        const coarse = [...here.dropped, ...there.dropped].length > 0;
        if (edge || coarse) return;
        expect(there.assets.map(({ hold, action }) => [hold?.reason, action])).toEqual(
          here.assets.map(({ hold, action }) => [hold?.reason, action]),
        );
        for (const [index, one] of here.assets.entries()) {
          expect(near(one.weightE18 ?? 0n, there.assets[index]?.weightE18 ?? 0n)).toBe(true);
        }
      }),
    );
  });

  it('places no second order for a token of an open one, and counts a partial fill once', () => {
    holds(
      fc.property(portfolio(6), openPolicy, fc.integer({ min: 0, max: 100 }), (assets, policy, percent) => {
        const snapshot = withAssets(assets);
        const [leg] = legsOf(look(snapshot, policy));
        if (leg === undefined) return;
        const open = (share: bigint): Snapshot => {
          const done = {
            ...leg,
            sellUnits: (leg.sellUnits * share) / 100n,
            buyUnits: (leg.buyUnits * share) / 100n,
          };
          const order = {
            orderHash: '0xaa',
            sellToken: leg.sellToken,
            buyToken: leg.buyToken,
            remainingSellUnits: leg.sellUnits - done.sellUnits,
            remainingBuyUnits: leg.buyUnits - done.buyUnits,
            expiresAtSeconds: NOW + 600,
          } as const;
          return { ...filled(snapshot, [done]), openOrders: [order] };
        };
        const [untouched, partly] = [look(open(0n), policy), look(open(BigInt(percent)), policy)];
        expect(partly.navUsdE18).toBe(untouched.navUsdE18);
        expect(partly.trackingErrorE18).toBe(untouched.trackingErrorE18);
        expect(partly.assets.map(({ weightE18 }) => weightE18)).toEqual(
          untouched.assets.map(({ weightE18 }) => weightE18),
        );
        expect(partly.plan).toEqual(untouched.plan);
        for (const next of [...legsOf(partly), ...legsOf(untouched)]) {
          for (const token of [next.sellToken, next.buyToken])
            expect([leg.sellToken, leg.buyToken]).not.toContain(token);
        }
      }),
    );
  });

  it('holds with the reason, and no value, when any needed price is missing, zero, stale, absurd or disputed', () => {
    const faults = [
      ['price-missing', { ok: false, fault: 'missing', detail: 'no source answered' }],
      ['price-missing', { ok: false, fault: 'absurd', detail: 'ten times yesterday' }],
      ['price-stale', { ok: false, fault: 'stale', detail: 'feed stopped' }],
      ['prices-disagree', { ok: false, fault: 'disagree', detail: 'two sources differ' }],
      ['price-missing', { ok: true, usdE18: 0n, updatedAtSeconds: NOW, source: 'x', disagreementBps: null }],
      [
        'price-stale',
        { ok: true, usdE18: E18, updatedAtSeconds: NOW - 3_601, source: 'x', disagreementBps: null },
      ],
      [
        'price-missing',
        { ok: true, usdE18: E18, updatedAtSeconds: NOW + 3_601, source: 'x', disagreementBps: null },
      ],
      [
        'prices-disagree',
        { ok: true, usdE18: E18, updatedAtSeconds: NOW, source: 'x', disagreementBps: 201 },
      ],
    ] as const;
    holds(
      fc.property(
        portfolio(),
        openPolicy,
        fc.nat(),
        fc.constantFrom(...faults),
        (assets, policy, pick, [reason, price]) => {
          const index = pick % assets.length;
          const broken = assets.map(
            (one, at): AssetState => (at === index ? { ...one, units: one.units + 1n, price } : one),
          );
          const decision = look(withAssets(broken), policy);
          expect(decision.plan).toMatchObject({ kind: 'hold', hold: { reason } });
          expect(decision.navUsdE18).toBeNull();
          const verdict = decision.assets.find(({ token }) => token === tokenAt(index));
          expect([verdict?.hold?.reason, verdict?.valueUsdE18]).toEqual([reason, null]);
        },
      ),
    );
  });

  it('uses at most one leg less than there are assets, slices aside', () => {
    holds(
      fc.property(portfolio(), openPolicy, (assets, policy) => {
        const pairs = new Set(
          legsOf(look(withAssets(assets), policy)).map((leg) => leg.sellToken + leg.buyToken),
        );
        expect(pairs.size).toBeLessThanOrEqual(Math.max(assets.length - 1, 0));
      }),
    );
  });

  it('exceeds no limit, whatever is cut into slices', () => {
    holds(
      fc.property(limitedSnapshot, limitedPolicy, (snapshot, policy) => {
        const decision = look(snapshot, policy);
        const legs = legsOf(decision);
        const nav = decision.navUsdE18 ?? 0n;
        const { limits } = policy;
        const sold = legs.reduce((sum, leg) => sum + leg.sellValueUsdE18, 0n);
        const { buckets, costs } = snapshot;
        const oneOff = buckets.oneOffExpiresAtSeconds > NOW ? buckets.oneOffTurnoverLeftE18 : 0n;
        expect(legs.length).toBeLessThanOrEqual(limits.legsMax);
        if (legs.length > 0)
          expect(sold + snapshot.tradedTodayUsdE18).toBeLessThanOrEqual(limits.dailyVolumeUsdE18);
        expect(sold * E18).toBeLessThanOrEqual(nav * (buckets.turnoverLeftE18 + oneOff));
        const loss = legs.reduce(
          (sum, leg) => sum + leg.sellValueUsdE18 * BigInt(Math.max(-leg.limit.spreadBps, 0)),
          0n,
        );
        expect(loss * E18).toBeLessThanOrEqual(nav * buckets.lossLeftE18 * 10_000n);
        for (const leg of legs) {
          const sell = find(snapshot, leg.sellToken);
          expect(leg.sellValueUsdE18).toBeLessThanOrEqual(limits.maxTradeUsdE18);
          expect(worth(sell, leg.sellUnits + 1n)).toBeGreaterThanOrEqual(limits.minTradeUsdE18);
          expect(costs.gasPerLegUsdE18 * 10_000n).toBeLessThanOrEqual(
            leg.sellValueUsdE18 * BigInt(limits.gasCostBpsMax),
          );
          const pair = legs.filter((one) => one.sellToken === leg.sellToken && one.buyToken === leg.buyToken);
          const pairUsd = pair.reduce((sum, one) => sum + one.sellValueUsdE18, 0n);
          expect(pairUsd * BigInt(costs.pair.impactBpsPer10kUsd)).toBeLessThanOrEqual(
            10_000n * E18 * BigInt(limits.priceImpactBpsMax),
          );
          expect(['none', 'no-buy']).toContain(sell.lock);
          expect(['none', 'no-sell']).toContain(find(snapshot, leg.buyToken).lock);
        }
        for (const one of snapshot.assets) {
          const given = legs.reduce(
            (sum, leg) => (leg.sellToken === one.token ? sum + leg.sellUnits : sum),
            0n,
          );
          if (one.allowanceUnits !== null) expect(given).toBeLessThanOrEqual(one.allowanceUnits);
          if (given > 0n && one.lastBoughtAtSeconds !== null)
            expect(NOW - one.lastBoughtAtSeconds).toBeGreaterThanOrEqual(600);
          const taken = legs.reduce(
            (sum, leg) => (leg.buyToken === one.token ? sum + leg.buyUnits : sum),
            0n,
          );
          if (taken > 0n && one.lastSoldAtSeconds !== null)
            expect(NOW - one.lastSoldAtSeconds).toBeGreaterThanOrEqual(600);
          if (taken > 0n)
            expect(worth(one, one.units + taken) * 10_000n).toBeLessThanOrEqual(
              nav * BigInt(limits.weightBpsMax) + 10_000n,
            );
        }
      }),
    );
  });

  it('never throws, and holds, when any number of the snapshot is impossible', () => {
    const garbage = fc.constantFrom(
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      0.5,
      -0.5,
      1e300,
    );
    holds(
      fc.property(limitedSnapshot, limitedPolicy, fc.nat(), garbage, (drawn, policy, pick, value) => {
        const snapshot = withEveryNumber(drawn);
        const numbers = numericPaths(snapshot).filter((path) => !UNREAD.has(path.at(-1) ?? ''));
        const path = numbers[pick % numbers.length] ?? [];
        const broken = replaced(snapshot, path, value) as Snapshot;
        const decision = decide(broken, policy);
        expect([path.join('.'), decision.plan]).toMatchObject([
          path.join('.'),
          { kind: 'hold', hold: { reason: 'snapshot-contradiction' } },
        ]);
      }),
    );
  });

  it('never throws for any amount, negative and enormous ones included', () => {
    const amount = fc.oneof(fc.constantFrom(0n, 1n, -1n), fc.bigInt({ min: -(10n ** 60n), max: 10n ** 90n }));
    holds(
      fc.property(limitedSnapshot, limitedPolicy, fc.nat(), amount, (snapshot, policy, pick, value) => {
        const amounts = bigintPaths(snapshot);
        const broken = replaced(snapshot, amounts[pick % amounts.length] ?? [], value) as Snapshot;
        expect(['hold', 'act']).toContain(decide(broken, policy).plan.kind);
      }),
    );
  });

  it('is total, and what it saw and decided survives being stored', () => {
    holds(
      fc.property(limitedSnapshot, limitedPolicy, (snapshot, policy) => {
        const decision = look(snapshot, policy);
        expect(decision.assets).toHaveLength(snapshot.assets.length);
        expect(decision.nextLookAt).toBeGreaterThan(snapshot.nowSeconds);
        const storedSnapshot = decodeSnapshot(JSON.parse(JSON.stringify(encodeSnapshot(snapshot))));
        const storedDecision = decodeDecision(JSON.parse(JSON.stringify(encodeDecision(decision))));
        expect(storedSnapshot).toEqual({ ok: true, value: snapshot });
        expect(storedDecision).toEqual({ ok: true, value: decision });
        if (storedSnapshot.ok) expect(decide(storedSnapshot.value, policy)).toEqual(decision);
        const stored = JSON.parse(JSON.stringify(encodeLook(snapshot, decision)));
        expect(decodeSnapshot(stored.snapshot)).toEqual(storedSnapshot);
        expect(decodeDecision(stored.decision)).toEqual(storedDecision);
      }),
    );
  });
});

/** With something in every field that the drawn snapshots leave empty, so that every number there is can be broken. */
const withEveryNumber = (drawn: Snapshot): Snapshot => {
  const [sellToken, buyToken] = [tokenAt(0), tokenAt(1)];
  return {
    ...drawn,
    recentVolatilityBps: 4_000,
    lastRebalanceAtSeconds: NOW - 100_000,
    costs: { ...drawn.costs, pairs: [{ ...drawn.costs.pair, sellToken, buyToken }] },
    asking: [{ sellToken, buyToken, sinceSeconds: NOW - 60 }],
    inFlight: [{ token: sellToken, units: 1n, arrivesBySeconds: NOW + 60 }],
    openOrders: [
      {
        orderHash: '0xaa',
        sellToken,
        buyToken,
        remainingSellUnits: 1n,
        remainingBuyUnits: 1n,
        expiresAtSeconds: NOW + 600,
      },
    ],
  };
};

/** Fields the engine only passes on. */
const UNREAD = new Set(['chainId', 'minDriftBps', 'overshootBps']);

type Path = readonly string[];

const pathsOf = (value: unknown, kind: 'number' | 'bigint', path: Path = []): Path[] => {
  if (typeof value === kind) return [path];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => pathsOf(entry, kind, [...path, key]));
};
const numericPaths = (snapshot: Snapshot): Path[] => pathsOf(snapshot, 'number');
const bigintPaths = (snapshot: Snapshot): Path[] => pathsOf(snapshot, 'bigint');

const replaced = (value: unknown, [key, ...rest]: Path, by: unknown): unknown => {
  if (key === undefined) return by;
  if (Array.isArray(value))
    return value.map((entry, index) => (String(index) === key ? replaced(entry, rest, by) : entry));
  const entries = Object.entries(value as object).map(([name, entry]) => [
    name,
    name === key ? replaced(entry, rest, by) : entry,
  ]);
  return Object.fromEntries(entries);
};

/** The same holding in units of at most a hundred-thousandth of a dollar. */
const finer = (one: AssetState): Pick<AssetState, 'decimals' | 'units'> => {
  let { decimals, units } = one;
  while (priceOf(one) > powerOfTen(decimals + 13) && decimals < 27) {
    decimals += 1;
    units *= 10n;
  }
  return { decimals, units };
};

const near = (a: bigint, b: bigint): boolean => {
  const distance = (a < 0n ? -a : a) - (b < 0n ? -b : b);
  return distance < 10_000_000n && distance > -10_000_000n;
};

afterAll(() => {
  const percent = (part: number): string => `${((100 * part) / shares.cases).toFixed(1)} %`;
  stdout.write(
    `decide properties: ${shares.cases} cases, ${percent(shares.acted)} act, ${percent(shares.limited)} meet a limit\n`,
  );
  expect(shares.acted / shares.cases).toBeGreaterThanOrEqual(0.3);
  expect(shares.limited / shares.cases).toBeGreaterThanOrEqual(0.1);
});
