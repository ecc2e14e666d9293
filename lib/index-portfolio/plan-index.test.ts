import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeDecision, decodeSnapshot, encodeDecision, encodeSnapshot } from '../engine/codec.ts';
import { decide } from '../engine/decide.ts';
import type { ListedToken, SecondPrice } from '../intents/listed-token.ts';
import { E18, powerOfTen } from '../money/fixed-point.ts';
import { policySchema } from '../policy/policy.ts';
import { assetOfToken } from './asset-of-token.ts';
import { indexOfWish, indexWishSchema, policyJsonOf, readIndex, scheduleOf } from './index-policy.ts';
import type { IndexSight } from './index-snapshot.ts';
import { indexValueUsdE18 } from './index-value.ts';
import { planIndex } from './plan-index.ts';
import { BTC, indexOf, LISTED, NOW, sightOf, USDC, XRP } from './testing/sights.ts';

const holdOf = (sight: IndexSight, index = indexOf()) => {
  const { plan } = planIndex(sight, index).decision;
  return plan.kind === 'hold' ? plan.hold : null;
};
const listing = (token: string, changed: Partial<ListedToken>): ReadonlyMap<string, ListedToken> =>
  new Map([...LISTED].map(([id, one]) => [id, id === token ? { ...one, ...changed } : one]));

describe('a look at an index', () => {
  it('builds it up from one asset: all of it given, in one leg for each share, each with a least by the policy', () => {
    const { swaps, decision } = planIndex(sightOf(), indexOf());
    expect(decision.trigger).toBe('calendar');
    expect(swaps.map(({ purpose, asked }) => [purpose, asked.originAsset, asked.destinationAsset])).toEqual([
      ['construct', USDC, BTC],
      ['construct', USDC, XRP],
    ]);
    expect(swaps.map(({ asked }) => asked.amountUnits)).toEqual([500_000_000n, 500_000_000n]);
    // 500 USD, 1 % less: of BTC at 60,000 USD, of XRP at half a dollar.
    expect(swaps.map(({ asked }) => asked.leastOutUnits)).toEqual([825_000n, 990_000_000n]);
    expect(swaps.map(({ asked }) => asked.slippageBps)).toEqual([50, 50]);
    expect(swaps.map(({ valueUsdE18 }) => valueUsdE18)).toEqual([500n * E18, 500n * E18]);
  });

  it('brings it back to its shares once its time has come, and not before', () => {
    const holdings = new Map([
      [BTC, 1_000_000n],
      [XRP, 800_000_000n],
    ]);
    const built = sightOf({ holdings, lastRebalanceAtSeconds: NOW - 3_600 });
    expect(
      planIndex(built, indexOf()).swaps.map(({ purpose, asked }) => [purpose, asked.originAsset]),
    ).toEqual([['rebalance', BTC]]);
    expect(holdOf({ ...built, lastRebalanceAtSeconds: NOW - 3_599 })).toMatchObject({ reason: 'in-band' });
    const banded = indexOf({ schedule: { everySeconds: 3_600, bandBps: 1_001 } });
    expect(holdOf(built, banded)).toMatchObject({ reason: 'in-band' });
    expect(holdOf({ ...built, holdings: new Map([[BTC, 1_000_000n]]) }, banded)).toBeNull();
  });

  it.each([
    ['which the provider does not list', new Map([...LISTED].filter(([id]) => id !== XRP)), 'price-missing'],
    ['without a price', listing(XRP, { price: 'none' }), 'price-missing'],
    ['at a price that is none', listing(XRP, { price: 'absurd' }), 'price-missing'],
    ['at an old price', listing(XRP, { price: { usdE18: E18, updatedAtSeconds: NOW - 901 } }), 'price-stale'],
    [
      'at a price from the future',
      listing(XRP, { price: { usdE18: E18, updatedAtSeconds: NOW + 301 } }),
      'price-missing',
    ],
  ] as const)('holds for an asset %s', (_, listed, reason) => {
    expect(holdOf(sightOf({ listed }))).toMatchObject({ reason });
    expect(indexValueUsdE18(sightOf({ listed, holdings: new Map([[XRP, 1n]]) }))).toBeNull();
  });

  const second = (changed: Partial<Extract<SecondPrice, { ok: true }>> = {}): SecondPrice => ({
    ...{ source: 'pyth', ok: true, usdE18: E18 / 2n, updatedAtSeconds: NOW, ...changed },
  });
  const besides = (price: SecondPrice) => sightOf({ listed: listing(XRP, { second: price }) });

  it('goes by the provider’s price where another source agrees, and by neither where it doesn’t', () => {
    const { policy } = indexOf();
    const allowed = BigInt(policy.limits.priceDisagreementBpsMax);
    const apart = (bps: bigint) => besides(second({ usdE18: (E18 * (10_000n + bps)) / 20_000n }));
    expect(holdOf(besides(second()))).toBeNull();
    expect(holdOf(apart(allowed))).toBeNull();
    expect(holdOf(apart(allowed + 1n))).toMatchObject({ reason: 'prices-disagree' });
    expect(holdOf(apart(-allowed - 1n))).toMatchObject({ reason: 'prices-disagree' });
    const xrp = planIndex(apart(allowed), indexOf()).snapshot.assets.find(({ symbol }) => symbol === 'XRP');
    expect(xrp?.price).toMatchObject({
      ...{ ok: true, usdE18: E18 / 2n, source: '1click, pyth', disagreementBps: Number(allowed) },
    });
  });

  it.each<[string, SecondPrice, string]>([
    ['says nothing', { source: 'pyth', ok: false, fault: 'missing', detail: 'x' }, 'price-missing'],
    ['has an old price', second({ updatedAtSeconds: NOW - 901 }), 'price-stale'],
    ['has none above zero', second({ usdE18: 0n }), 'price-missing'],
  ])('holds where the other source %s: one of two alone is no price', (_name, price, reason) => {
    expect(holdOf(besides(price))).toMatchObject({ reason });
  });

  it('holds for a price that jumps, until a second look has seen it', () => {
    const last = (usdE18: bigint, atSeconds: number) => new Map([[XRP, { usdE18, atSeconds }]]);
    expect(holdOf(sightOf({ lastPrices: last(2n * E18, NOW - 60) }))).toMatchObject({
      reason: 'price-missing',
    });
    expect(holdOf(sightOf({ lastPrices: last(2n * E18, NOW - 3_601) }))).toBeNull();
    expect(holdOf(sightOf({ lastPrices: last((E18 * 2n) / 5n, NOW - 60) }))).toBeNull();
  });

  it('holds where the node is behind, where everything is stopped, and where there is nothing', () => {
    expect(holdOf(sightOf({ nowSeconds: NOW + 301 }))).toMatchObject({ reason: 'chain-lagging' });
    expect(holdOf(sightOf({ halted: true }))).toMatchObject({ reason: 'halted' });
    expect(holdOf(sightOf({ holdings: new Map() }))).toMatchObject({ reason: 'unfunded' });
  });

  it('keeps within what its policy lets it trade in a day', () => {
    const index = indexOf({ limits: { dailyVolumeUsd: '600' } });
    const sold = (tradedTodayUsdE18: bigint) =>
      planIndex(sightOf({ tradedTodayUsdE18 }), index).swaps.reduce(
        (sum, { asked }) => sum + asked.amountUnits,
        0n,
      );
    expect(sold(0n)).toBe(600_000_000n);
    expect(sold(400n * E18)).toBe(200_000_000n);
    expect(sold(600n * E18)).toBe(0n);
  });

  it('is the same again from what is stored of it, and a leg has the same name on any machine', () => {
    const index = indexOf();
    const { snapshot, decision, swaps, tokens } = planIndex(sightOf(), index);
    const stored = [encodeSnapshot(snapshot), encodeDecision(decision), policyJsonOf(index)];
    const [snapshotJson, decisionJson, policyJson] = stored.map((one) => JSON.parse(JSON.stringify(one)));
    const read = decodeSnapshot(snapshotJson);
    if (!read.ok) throw new Error(read.error.message);
    expect(read.value).toEqual(snapshot);
    expect(decodeDecision(decisionJson)).toEqual({ ok: true, value: decision });
    expect(decide(read.value, policySchema.parse(policyJson))).toEqual(decision);
    expect(tokens.map(assetOfToken)).toEqual(snapshot.assets.map(({ token }) => token));
    expect(planIndex(sightOf(), index).swaps).toEqual(swaps);
    const other = sightOf({ block: { ...sightOf().block, hash: `0x${'c3'.repeat(32)}` } });
    const names = [...swaps, ...planIndex(other, index).swaps].map(({ legId }) => legId);
    expect(new Set(names).size).toBe(4);
  });

  it('never gives more of an asset than is held, and never takes a quote below the policy’s slippage, whatever is held and listed', () => {
    const units = fc.bigInt({ min: 0n, max: 10n ** 30n });
    const price = fc.bigInt({ min: 1n, max: 10n ** 27n });
    const tokens = [USDC, BTC, XRP];
    fc.assert(
      fc.property(
        fc.tuple(units, units, units),
        fc.tuple(price, price, price),
        fc.integer({ min: 1, max: 9_999 }),
        fc.integer({ min: 30, max: 1_000 }),
        (held, prices, share, slippageBpsMax) => {
          const index = indexOf({
            allocations: [
              { token: BTC, targetBps: share },
              { token: XRP, targetBps: 10_000 - share },
            ],
            limits: { slippageBpsMax, dailyVolumeUsd: '1000000000', maxTradeUsd: '1000000000' },
          });
          const listed = new Map(
            [...LISTED].map(([id, one]) => {
              const usdE18 = prices[tokens.indexOf(id)] ?? 1n;
              return [id, { ...one, price: { usdE18, updatedAtSeconds: NOW } }];
            }),
          );
          const holdings = new Map(tokens.map((token, at) => [token, held[at] ?? 0n]));
          const { swaps } = planIndex(sightOf({ holdings, listed }), index);
          for (const token of tokens) {
            const given = swaps.reduce(
              (sum, { asked }) => sum + (asked.originAsset === token ? asked.amountUnits : 0n),
              0n,
            );
            expect(given).toBeLessThanOrEqual(holdings.get(token) ?? 0n);
          }
          for (const { asked } of swaps) {
            const worth = (token: string, amount: bigint): bigint => {
              const one = listed.get(token);
              const usdE18 = one === undefined || typeof one.price === 'string' ? 0n : one.price.usdE18;
              return amount * usdE18 * powerOfTen(36 - (one?.decimals ?? 0));
            };
            const [gives, least] = [
              worth(asked.originAsset, asked.amountUnits),
              worth(asked.destinationAsset, asked.leastOutUnits),
            ];
            expect(least * 10_000n).toBeGreaterThanOrEqual(
              gives * BigInt(10_000 - slippageBpsMax) - 10_000n * worth(asked.originAsset, 1n),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('an index as its owner writes it', () => {
  const allocations = [{ token: USDC, targetBps: 10_000 }];
  it('is hourly where nothing else is said, and its schedule is read back', () => {
    const index = indexOf({ allocations });
    expect(scheduleOf(index.policy)).toEqual({ everySeconds: 3_600, bandBps: null });
    const daily = { everySeconds: 86_400, bandBps: 200 };
    expect(scheduleOf(indexOf({ allocations, schedule: daily }).policy)).toEqual(daily);
    const row = { name: index.name, allocations: index.allocations, policy: policyJsonOf(index) };
    expect(readIndex(JSON.parse(JSON.stringify(row)))).toEqual({ ok: true, value: index });
    expect(readIndex({ ...row, policy: {} })).toMatchObject({ error: { code: 'policy-invalid' } });
  });

  it.each([
    [{ allocations: [{ token: USDC, targetBps: 9_999 }] }, 'The shares make 99.99 %, and must make 100 %.'],
    [{ allocations: [...allocations, ...allocations] }, `${USDC} stands there twice.`],
    [{ allocations: [{ token: 'bitcoin!', targetBps: 10_000 }] }, 'bitcoin! is no token of the verifier.'],
    [{ allocations, limits: { minTradeUsd: '9', maxTradeUsd: '3' } }, 'maxTradeUsd'],
  ])('is refused in a sentence: %j', (changed, sentence) => {
    const wish = indexWishSchema.parse({ name: 'An index', ...changed });
    const refused = indexOfWish(wish);
    expect(refused.ok ? '' : refused.error.message).toContain(sentence);
  });
});
