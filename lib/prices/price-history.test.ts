import { describe, expect, it } from 'vitest';
import { priceFileOf, pricePointsOf } from './price-history.ts';
import { parsePriceFile } from './testing/parse-price-file.ts';

const fileOf = (text: string) => {
  const read = parsePriceFile(text);
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

describe('price points', () => {
  it('of a file become the same file again, holes and gaps included', () => {
    const file = fileOf('date,BTC,ETH\n2024-01-01,1,2\n2024-01-02,3,\n2024-01-05,4,5\n');
    expect(priceFileOf(pricePointsOf(file, 'x'), 86_400)).toEqual(file);
  });

  it('of odd times fall into the row whose end they come before, the last one counting', () => {
    const point = (knownAtSeconds: number, priceUsdE18: bigint) => ({
      asset: 'BTC',
      source: 'x',
      knownAtSeconds,
      priceUsdE18,
    });
    const file = priceFileOf([point(10, 1n), point(3_599, 2n), point(3_600, 3n), point(3_601, 4n)], 3_600);
    expect(file?.rows).toEqual([
      { labelSeconds: 0, knownAtSeconds: 3_600, prices: [3n] },
      { labelSeconds: 3_600, knownAtSeconds: 7_200, prices: [4n] },
    ]);
  });

  it('that aren’t there make no file', () => {
    expect(priceFileOf([], 3_600)).toBeNull();
  });
});
