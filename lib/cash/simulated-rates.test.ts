import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { DAY_SECONDS } from '../time/utc.ts';
import { rateFault } from './rate-fault.ts';
import { SIMULATION, SIMULATION_SEEDS, SUDDEN_LOSSES } from './simulated-parameters.ts';
import { simulateRates } from './simulated-rates.ts';

const SOME = SIMULATION_SEEDS.filter((_, index) => index % 20 === 0);
const worlds = SOME.map((seed) => simulateRates(seed));
const vaults = worlds.flat();

const digestOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}` : part)))
    .digest('hex')
    .slice(0, 16);

const quantile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.floor(part * (values.length - 1))] ?? Number.NaN;

describe('the made-up worlds of lending rates', () => {
  it('are two hundred, and stay what they were when the decision was not yet written', () => {
    expect(new Set(SIMULATION_SEEDS).size).toBe(200);
    expect(digestOf(simulateRates(18_001))).toBe('63f834d59bff27c1');
    expect(digestOf(simulateRates(18_200))).toBe('6012eb2f229c1557');
  });

  it('say that they are simulated', () => {
    expect(new Set(vaults.map(({ told }) => told.source))).toEqual(new Set(['simulated']));
  });

  it('have a point a day that is true, and days on which nobody tells', () => {
    for (const { truth, told } of vaults) {
      expect(truth).toHaveLength(SIMULATION.days);
      for (const [day, { atSeconds }] of truth.entries())
        expect(atSeconds - (truth[0]?.atSeconds ?? 0)).toBe(day * DAY_SECONDS);
      expect(told.points.length).toBeLessThanOrEqual(truth.length);
      expect(told.points.length).toBeGreaterThan(truth.length * 0.85);
    }
    expect(vaults.some(({ told }) => told.points.length < SIMULATION.days - 10)).toBe(true);
  });

  it('pay what such markets pay: some 4 % in the middle, now and then much more', () => {
    const rates = vaults.flatMap(({ truth }) => truth.map(({ paidE18 }) => Number(paidE18) / 1e16));
    expect(quantile(rates, 0.5)).toBeGreaterThan(3);
    expect(quantile(rates, 0.5)).toBeLessThan(6);
    expect(quantile(rates, 0.95)).toBeGreaterThan(8);
    expect(quantile(rates, 0.95)).toBeLessThan(18);
  });

  it('move together, and come back to where they are at home', () => {
    const changes = worlds.map(([first, second]) => {
      const at = (vault: typeof first, day: number): number =>
        Number(vault?.truth[day]?.utilisationE18) / 1e18;
      const days = Array.from({ length: 19 }, (_, index) => (index + 1) * 20);
      return days.map((day) => [
        at(first, day) - at(first, day - 20),
        at(second, day) - at(second, day - 20),
      ]);
    });
    const together = changes.flat().filter(([one = 0, other = 0]) => one * other > 0).length;
    expect(together / changes.flat().length).toBeGreaterThan(0.5);
  });

  it('promise what some share prices never show', () => {
    const over = vaults.filter(({ truth }) => truth.some((p) => (p.promisedE18 ?? 0n) > (p.paidE18 ?? 0n)));
    expect(over.length).toBeGreaterThan(3);
  });

  it('hold runs, losses of a share price, and nonsense that is told', () => {
    const falls = (vault: (typeof vaults)[number]): number =>
      vault.truth.filter((p, day) => (p.sharePriceE18 ?? 0n) < (vault.truth[day - 1]?.sharePriceE18 ?? 0n))
        .length;
    const halved = vaults.filter(({ truth }) =>
      truth.some((p, day) => (p.tvlUnits ?? 0n) * 2n < (truth[day - 14]?.tvlUnits ?? 0n)),
    );
    expect(halved.length).toBeGreaterThan(0);
    expect(vaults.reduce((sum, vault) => sum + falls(vault), 0)).toBeGreaterThan(0);
    const faults = vaults.flatMap(({ told }) =>
      told.points.map(
        ({ paidE18, atSeconds }) => rateFault({ rateE18: paidE18, atSeconds }, atSeconds)?.fault,
      ),
    );
    expect(new Set(faults)).toEqual(new Set([undefined, 'doubted', 'absurd', 'negative']));
  });

  it('with sudden losses are worlds of their own', () => {
    const others = SOME.filter(
      (seed, index) => digestOf(simulateRates(seed, SUDDEN_LOSSES)) !== digestOf(worlds[index]),
    );
    expect(others.length).toBeGreaterThan(0);
  });
});
