import { describe, expect, it } from 'vitest';
import { snapshotOf } from '../engine/testing/builders.ts';
import { priceFileOf, pricePointsOf, recordedPoints } from './price-points.ts';
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

const look = snapshotOf([
  { usd: 5_000, targetBps: 5_000 },
  { usd: 5_000, targetBps: 5_000 },
]);
const priced = (index: number, price: object) => ({
  ...look,
  assets: look.assets.map((asset, at) =>
    at === index && asset.price.ok ? { ...asset, price: { ...asset.price, ...price } } : asset,
  ),
});

describe('recordedPoints', () => {
  it('has each answer once, whoever looked at it, at the time its feed gave it, sorted', () => {
    const points = recordedPoints([look, look]);
    const [first, second] = look.assets;
    expect(points).toHaveLength(2);
    expect(points.map(({ asset }) => asset)).toEqual([first?.symbol, second?.symbol].sort());
    for (const { asset, knownAtSeconds, priceUsdE18 } of points) {
      const held = look.assets.find(({ symbol }) => symbol === asset);
      expect(held?.price).toMatchObject({ usdE18: priceUsdE18, updatedAtSeconds: knownAtSeconds });
    }
  });

  it('keeps the answers of another feed apart, under the same symbol and time', () => {
    const points = recordedPoints([look, priced(0, { source: 'chainlink 0xbad', usdE18: 1n })]);
    const sources = points
      .filter(({ asset }) => asset === look.assets[0]?.symbol)
      .map(({ source }) => source);
    expect(new Set(sources).size).toBe(2);
    expect(sources.every((source) => source.startsWith(`recorded ${look.account.chainId} `))).toBe(true);
  });

  it('leaves out what was no price', () => {
    const missing = {
      ...look,
      assets: look.assets.map((asset) => ({
        ...asset,
        price: { ok: false as const, fault: 'stale' as const, detail: 'old' },
      })),
    };
    expect(recordedPoints([missing])).toEqual([]);
    expect(recordedPoints([priced(0, { usdE18: 0n })])).toHaveLength(1);
  });
});
