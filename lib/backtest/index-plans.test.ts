import { describe, expect, it } from 'vitest';
import { decide } from '../engine/decide.ts';
import { policyOf, snapshotOf } from '../engine/testing/builders.ts';
import { absolute, E18, formatDecimal, mulDivUp, parseDecimal, powerOfTen } from '../money/fixed-point.ts';
import { hasCheckData, readCheckData, SKIP_WORD } from './testing/check-data.ts';

const here = hasCheckData('plans/plans.json');

type IndexAsset = {
  readonly symbol: string;
  readonly currentUnit: string;
  readonly targetUnit: string;
  readonly impliedPriceUsd: number;
  readonly deltaToken: string;
  readonly deltaUsd: number;
  readonly maxTradeToken: string | null;
  readonly tradeCount: number;
};
type IndexPlan = { readonly source: string; readonly supply: number; readonly assets: readonly IndexAsset[] };

const plans = (): IndexPlan[] => (here ? (JSON.parse(readCheckData('plans/plans.json')) as IndexPlan[]) : []);

/** The file doesn't name decimals; they follow from price, amount and value of the planned change. */
const decimalsOf = ({ impliedPriceUsd, deltaToken, deltaUsd }: IndexAsset): number =>
  Math.round(Math.log10((Math.abs(Number(deltaToken)) * impliedPriceUsd) / Math.abs(deltaUsd)));

const priceOf = ({ impliedPriceUsd }: IndexAsset): bigint =>
  BigInt(Math.round(impliedPriceUsd * 1e12)) * 1_000_000n;

/** Units in all index tokens: units in one × supply. */
const held = (unitsOfOne: string, supply: number): bigint =>
  (BigInt(unitsOfOne) * (parseDecimal(supply.toFixed(9), 18) ?? 0n)) / E18;

const value = (units: bigint, asset: IndexAsset): bigint =>
  (units * priceOf(asset)) / powerOfTen(decimalsOf(asset));

const FREE = {
  minTradeUsd: '0',
  maxTradeUsd: '999999999999',
  dailyVolumeUsd: '999999999999',
  legsMax: 64,
  cooldownSeconds: 0,
};
const OPEN_BUCKETS = {
  lossLeftE18: E18,
  turnoverLeftE18: E18,
  oneOffTurnoverLeftE18: 0n,
  oneOffExpiresAtSeconds: 0,
};

const decidePlan = ({ supply, assets }: IndexPlan) => {
  const targets = assets.map((asset) => value(held(asset.targetUnit, supply), asset));
  const whole = targets.reduce((sum, one) => sum + one, 0n);
  const shares = targets.map((one) => (one * E18) / whole);
  const snapshot = snapshotOf(
    assets.map((asset, index) => ({
      symbol: asset.symbol,
      decimals: decimalsOf(asset),
      price: priceOf(asset),
      units: held(asset.currentUnit, supply),
      targetExactE18: shares[index] ?? 0n,
    })),
    { buckets: OPEN_BUCKETS },
  );
  return decide(snapshot, policyOf({ triggers: [{ kind: 'calendar', intervalSeconds: 60 }], limits: FREE }));
};

/** How many orders the engine makes of one asset's change, traded against dollars, when an order may not exceed the maximum. */
const tradeCount = (asset: IndexAsset): number => {
  const decimals = decimalsOf(asset);
  const units = absolute(BigInt(asset.deltaToken));
  const worth = value(units, asset);
  const maxUsdE18 = mulDivUp(BigInt(asset.maxTradeToken ?? '0'), priceOf(asset), powerOfTen(decimals));
  const selling = BigInt(asset.deltaToken) < 0n;
  const token = {
    decimals,
    price: priceOf(asset),
    units: selling ? units : 0n,
    targetBps: selling ? 0 : 10_000,
  };
  const dollars = { units: selling ? 0n : worth, targetBps: selling ? 10_000 : 0 };
  const policy = policyOf({
    triggers: [{ kind: 'calendar', intervalSeconds: 60 }],
    limits: { ...FREE, maxTradeUsd: formatDecimal(maxUsdE18, 18) },
  });
  const { plan } = decide(snapshotOf([token, dollars], { buckets: OPEN_BUCKETS }), policy);
  return plan.kind === 'act' ? plan.legs.length : 0;
};

describe.skipIf(!here)(`three production rebalances of public index tokens ${SKIP_WORD}`, () => {
  it.each(plans())('agree within 12 USD per asset: $source', (plan) => {
    const decision = decidePlan(plan);
    expect(decision.plan.kind).toBe('act');
    for (const [index, asset] of plan.assets.entries()) {
      const planned = decision.assets[index];
      expect(planned?.symbol).toBe(asset.symbol);
      const apartUsd = Number((planned?.plannedUsdE18 ?? 0n) / 10n ** 15n) / 1_000 - asset.deltaUsd;
      expect(Math.abs(apartUsd), `${asset.symbol}: ${apartUsd} USD apart`).toBeLessThanOrEqual(12);
    }
  });

  const limited = plans().flatMap(({ assets }) =>
    assets.filter(({ maxTradeToken }) => maxTradeToken !== null),
  );

  it('has assets with a maximum trade to compare', () => {
    expect(limited.length).toBeGreaterThanOrEqual(10);
  });

  it.each(limited)('is cut into as many trades: $symbol, $tradeCount', (asset) => {
    expect(tradeCount(asset)).toBe(asset.tradeCount);
  });
});
