import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { DAY_SECONDS } from '../time/utc.ts';
import { CASH_PRESETS, CASH_PROFILES } from './cash-policy.ts';
import { type KnownVault, knownVault, type Told, vaultRatesOf } from './known-vault.ts';
import { MOVE_GAS, moveCostsUp } from './move-gas.ts';
import { gasOfMoves, type OptimizeStrategy, optimizeCash } from './optimize-cash.ts';
import { type OptimizeChain, type OptimizeRequest, profileFor } from './optimize-snapshot.ts';
import { RATE_AGE_SECONDS_MAX } from './rate-fault.ts';
import type { RateHistory, RatePoint } from './rate-history.ts';
import { BASE, ETHEREUM, NOW, percent, usdc } from './testing/cash-builders.ts';
import { compoundedE18Down, simpleRateE18Down } from './year-rate.ts';

const told = (value: bigint): Told => ({ value, source: 'somebody', atSeconds: NOW - 60 });
const paying = (rate: number, more: Partial<KnownVault> = {}): KnownVault => ({
  ...{ now: told(percent(rate)), day: told(percent(rate)), month: told(percent(rate)) },
  ...{ promised: told(percent(rate)), tvl: told(usdc(1e9)), tvlWeekAgo: told(usdc(1e9)), utilisation: null },
  ...more,
});
const vault = (name: string, known: KnownVault) => ({ vault: name, name: name.toUpperCase(), known });
const GAS = { gasPriceWei: 10n ** 9n, dataFeesWei: null, nativeUsdE18: 2_000n * E18, atSeconds: NOW };
const chain = (chainId: number, vaults: OptimizeChain['vaults'], gas: OptimizeChain['gas'] = GAS) => ({
  ...{ chainId, name: `chain ${chainId}`, gas, vaults },
});
const asked = (chains: readonly OptimizeChain[], more: Partial<OptimizeRequest> = {}): OptimizeRequest => ({
  ...{ nowSeconds: NOW, amountUnits: usdc(10_000), profile: 'balanced', fromChainId: null, chains },
  ...more,
});
const outlay = (request: OptimizeRequest, strategy: OptimizeStrategy) => {
  const found = optimizeCash(request).outlays.find((one) => one.strategy === strategy);
  if (found === undefined) throw new Error(strategy);
  return found;
};
const TWO = [
  chain(ETHEREUM, [vault('a', paying(4))]),
  chain(BASE, [vault('b', paying(6)), vault('c', paying(9, { month: null }))]),
];

describe('an amount that would be put to work', () => {
  it('is paid in on the chains of the best month, within the profile’s limits, and the rest stays on hand', () => {
    const ours = outlay(asked(TWO), 'never-worse');
    expect(ours.placed.map(({ outlook, units }) => [outlook.vault.vault, units])).toEqual([
      ['a', usdc(4_000)],
      ['b', usdc(3_500)],
    ]);
    expect(ours.moves.map(({ kind, chainId }) => [kind, chainId])).toEqual([
      ['deposit', BASE],
      ['deposit', ETHEREUM],
    ]);
    expect(ours.onHandUnits).toBe(usdc(2_500));
    // 40 % at 4 % and 35 % at 6 %, less what our own money takes of it.
    expect(Number(ours.rateE18) / 1e16).toBeCloseTo(3.7, 3);
  });

  it('that lies on one chain crosses no further than a fresh bridge budget lets it', () => {
    const ours = outlay(asked(TWO, { fromChainId: ETHEREUM }), 'never-worse');
    const bridged = ours.moves.flatMap((move) => (move.kind === 'bridge' ? [move.units] : []));
    const budget = (usdc(10_000) * 3_333n) / 20_000n;
    // Less a part of the gas of what may go before it.
    expect(bridged).toHaveLength(1);
    expect(bridged[0]).toBeLessThan(budget);
    expect(bridged[0]).toBeGreaterThan(budget - usdc(1));
  });

  it('would go where most is promised by a naive chaser, at what may really be expected', () => {
    const chasers = [vault('d', paying(3, { promised: told(percent(12)) })), vault('e', paying(5))];
    const chased = outlay(asked([chain(BASE, chasers)]), 'highest-promised');
    expect(chased.placed.map(({ outlook, units }) => [outlook.vault.vault, units])).toEqual([
      ['d', usdc(10_000)],
    ]);
    expect(Number(chased.rateE18) / 1e16).toBeCloseTo(3, 3);
    expect(outlay(asked(TWO), 'on-hand')).toMatchObject({
      rateE18: 0n,
      moves: [],
      onHandUnits: usdc(10_000),
    });
  });

  it('has no rate where a vault of it has none, and no risk where nobody tells any', () => {
    const nobody = { now: null, day: null, month: null, tvl: null, tvlWeekAgo: null };
    const chased = outlay(asked([chain(BASE, [vault('d', paying(3, nobody))])]), 'highest-promised');
    expect(chased).toMatchObject({ rateE18: null, riskBps: null });
    expect(outlay(asked([]), 'never-worse')).toMatchObject({ moves: [], rateE18: 0n });
  });

  it('is as risky as its vaults, weighed by what is in them', () => {
    // Fallen by a tenth of what a fifth is allowed: half of the limit, of the 35 % that a chain may have.
    const fallen = paying(6, { tvl: told(usdc(900_000)), tvlWeekAgo: told(usdc(1_000_000)) });
    const only = asked([chain(BASE, [vault('b', fallen)])]);
    const [ours, , onHand] = optimizeCash(only).outlays;
    expect(ours?.riskBps).toBe(1_750);
    expect(onHand?.riskBps).toBe(0);
  });

  it('is the same for any order of chains, and never more than there is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 4, maxLength: 4 }),
        fc.integer({ min: 1, max: 100_000_000 }),
        fc.constantFrom(...CASH_PROFILES),
        ([a = 0, b = 0, c = 0, d = 0], dollars, profile) => {
          const chains = [
            chain(ETHEREUM, [vault('a', paying(a)), vault('b', paying(b))]),
            chain(BASE, [vault('c', paying(c)), vault('d', paying(d))], null),
          ];
          const more = { amountUnits: usdc(dollars), profile };
          const one = optimizeCash(asked(chains, more));
          const placed = one.outlays.map(({ placed: all }) =>
            all.reduce((sum, { units }) => sum + units, 0n),
          );
          for (const [index, { onHandUnits }] of one.outlays.entries())
            expect((placed[index] ?? 0n) + onHandUnits).toBe(usdc(dollars));
          const ours = one.outlays[0];
          const other = optimizeCash(asked(chains.toReversed(), more)).outlays[0];
          expect(new Set(ours?.moves.map((move) => JSON.stringify(move, text)))).toEqual(
            new Set(other?.moves.map((move) => JSON.stringify(move, text))),
          );
        },
      ),
      { numRuns: 100 },
    );
  });
});

const text = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? `${value}` : value);

describe('limits of a profile', () => {
  it('are its own where it names a chain, and go to others in their order where it names none', () => {
    expect(profileFor('balanced', [BASE, 5])).toBe(CASH_PRESETS.balanced);
    expect(profileFor('conservative', [31_337, 31_338, 31_339]).chainCaps).toEqual([
      { chainId: 31_337, capBps: 6_000 },
      { chainId: 31_338, capBps: 4_000 },
    ]);
  });
});

describe('gas', () => {
  it('costs its price times the coin’s, up, and nobody knows it where a chain doesn’t tell', () => {
    const { depositUnits, burnUnits, mintUnits } = moveCostsUp(GAS);
    // 260,000 × 1 gwei × 2,000 dollars.
    expect(depositUnits).toBe(520_000n);
    expect(moveCostsUp({ ...GAS, gasPriceWei: 1n }).depositUnits).toBe(1n);
    const bridge = { kind: 'bridge', chainId: BASE, toChainId: ETHEREUM, units: 1n } as const;
    expect(gasOfMoves([bridge], TWO)).toBe(burnUnits + mintUnits + depositUnits);
    expect(gasOfMoves([bridge], [chain(BASE, []), chain(ETHEREUM, [], null)])).toBeNull();
    expect(gasOfMoves([], [])).toBe(0n);
    expect(MOVE_GAS.mint).toBe(160_000n);
  });

  it('has what the chain charges for a move’s bytes on top', () => {
    const dataFeesWei = { deposit: 10n ** 12n, redeem: 0n, burn: 0n, mint: 1n };
    const { depositUnits, redeemUnits, mintUnits } = moveCostsUp({ ...GAS, dataFeesWei });
    // 1,000 gwei × 2,000 dollars are 0.002 dollars; a wei is a unit more, up.
    expect(depositUnits).toBe(522_000n);
    expect(redeemUnits).toBe(moveCostsUp(GAS).redeemUnits);
    expect(mintUnits).toBe(moveCostsUp(GAS).mintUnits + 1n);
  });
});

const point = (daysAgo: number, more: Partial<RatePoint>): RatePoint => ({
  ...{ atSeconds: NOW - daysAgo * DAY_SECONDS, sharePriceE18: null, paidE18: null, promisedE18: null },
  ...{ tvlUnits: null, utilisationE18: null },
  ...more,
});
const history = (source: string, points: readonly RatePoint[]): RateHistory => ({
  ...{ key: { chainId: BASE, vault: 'a' }, source, points },
});

describe('what is known of a vault', () => {
  const own = history('own share price', [
    point(31, { sharePriceE18: E18, tvlUnits: 90n }),
    point(8, { sharePriceE18: E18 + 10n ** 15n, tvlUnits: 100n }),
    point(1, { sharePriceE18: E18 + 2n * 10n ** 15n, tvlUnits: 70n }),
    point(0, { sharePriceE18: E18 + 3n * 10n ** 15n, tvlUnits: 60n }),
  ]);
  const site = history('DefiLlama', [
    point(9, { paidE18: percent(3), tvlUnits: 5_000n }),
    point(0, { paidE18: percent(4), promisedE18: percent(7), tvlUnits: 4_000n }),
  ]);

  it('comes from the source that is trusted first, and a week’s fall from one alone', () => {
    const known = knownVault([own, site], NOW);
    expect([known.now?.source, known.day?.source, known.month?.source, known.promised?.source]).toEqual([
      ...['DefiLlama', 'own share price', 'own share price', 'DefiLlama'],
    ]);
    expect([known.tvl?.value, known.tvlWeekAgo?.value]).toEqual([60n, 100n]);
    const young = knownVault([history('own share price', [point(0, { tvlUnits: 60n })]), site], NOW);
    expect([young.tvl?.value, young.tvlWeekAgo]).toEqual([60n, null]);
    expect(vaultRatesOf(young, NOW)).toMatchObject({ told: { rateE18: percent(4) }, monthE18: null });
  });

  it('forgets a growth that was measured up to long ago, as a look does', () => {
    const known = knownVault([own], NOW);
    const edge = NOW + RATE_AGE_SECONDS_MAX;
    expect(vaultRatesOf(known, edge)).toMatchObject({
      dayE18: known.day?.value,
      monthE18: known.month?.value,
    });
    expect(vaultRatesOf(known, edge + 1)).toMatchObject({ dayE18: null, monthE18: null });
    const old = { ...told(percent(6)), atSeconds: NOW - RATE_AGE_SECONDS_MAX - 1 } as Told;
    const { decision, outlays } = optimizeCash(asked([chain(BASE, [vault('b', paying(6, { month: old }))])]));
    expect(decision.vaults).toMatchObject([{ reason: 'rate-missing' }]);
    expect(outlays[0]?.placed).toEqual([]);
  });

  it('is its own growth of a day where nobody tells what it pays, and nothing where nobody tells anything', () => {
    const alone = knownVault([own], NOW);
    expect(alone.now).toEqual(alone.day);
    expect(Number(alone.now?.value) / 1e16).toBeCloseTo(36.4, 1);
    expect(Object.values(knownVault([], NOW)).filter((one) => one !== null)).toEqual([]);
    expect(knownVault([own], NOW - 40 * DAY_SECONDS).tvl).toBeNull();
  });
});

it('a rate compounded and back is the same, to a millionth of a basis point', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (millionths) => {
      const rate = BigInt(millionths) * 10n ** 12n;
      const back = simpleRateE18Down(compoundedE18Down(rate));
      expect(Math.abs(Number(back - rate)) / 1e18).toBeLessThan(1e-10);
    }),
  );
});
