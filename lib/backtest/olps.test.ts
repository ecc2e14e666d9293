import { describe, expect, it } from 'vitest';
import { E18 } from '../money/fixed-point.ts';
import { ratioOf } from '../performance/returns.ts';
import type { PriceRow } from '../prices/price-file.ts';
import { backtested, DAY, EVERY_DAY, FIRST_LABEL, freePolicy, specOf } from './testing/build-backtest.ts';
import { hasCheckData, readCheckData, SKIP_WORD } from './testing/check-data.ts';

const here = hasCheckData('olps/djia.csv');

/** The file holds cumulative price relatives; the row of ones that they start from isn't in it. */
const relatives = (name: string): readonly (readonly bigint[])[] => {
  const lines = readCheckData(`olps/${name}.csv`).trim().split(/\r?\n/).slice(1);
  const rows = lines.map((line) =>
    line.split(',').map((cell) => BigInt(Math.round(Number(cell) * 1e15)) * 1_000n),
  );
  return [(rows[0] ?? []).map(() => E18), ...rows];
};

const rowsOf = (prices: readonly (readonly bigint[])[]): PriceRow[] =>
  prices.map((cells, index) => ({
    labelSeconds: FIRST_LABEL + index * DAY,
    knownAtSeconds: FIRST_LABEL + (index + 1) * DAY,
    prices: cells,
  }));

describe.skipIf(!here)(`the on-line portfolio selection literature ${SKIP_WORD}`, () => {
  it.each([
    ['djia', 0.8127, 0.7644],
    ['msci', 0.9268, 0.9064],
  ])('agrees on %s: uniform daily rebalancing %f, uniform buy and hold %f', (name, rebalanced, held) => {
    const prices = relatives(name);
    const count = prices[0]?.length ?? 0;
    const share = E18 / BigInt(count);
    const assets = Array.from({ length: count }, (_, index) => ({
      symbol: `A${index}`,
      targetE18: index === 0 ? E18 - share * BigInt(count - 1) : share,
    }));
    const policy = freePolicy({ triggers: EVERY_DAY });
    const result = backtested(specOf(rowsOf(prices), [], { assets, policy, initialUsdE18: E18 }));
    const wealth = (finalUsdE18: bigint | undefined): number => ratioOf(finalUsdE18 ?? 0n, E18);
    expect(wealth(result.run.finalUsdE18).toFixed(4)).toBe(rebalanced.toFixed(4));
    expect(wealth(result.baselines?.daily.finalUsdE18).toFixed(4)).toBe(rebalanced.toFixed(4));
    expect(wealth(result.baselines?.hold.finalUsdE18).toFixed(4)).toBe(held.toFixed(4));
  });
});
