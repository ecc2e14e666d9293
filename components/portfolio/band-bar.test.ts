import { describe, expect, it } from 'vitest';
import { LOOK } from '../gallery/samples.ts';
import { placeOnBar } from './band-bar.tsx';
import { furthestOf } from './furthest.tsx';

describe('the band bar', () => {
  it('has the target in the middle, the edges half way out, and what is outside visibly beyond them', () => {
    expect([-300, -150, 0, 110, 150, 165, 300].map((drift) => placeOnBar(drift, 150))).toEqual([
      0,
      25,
      50,
      50 + (110 / 300) * 50,
      75,
      77.5,
      100,
    ]);
  });

  it('holds at its ends what is further out', () => {
    expect([placeOnBar(9_000, 150), placeOnBar(-9_000, 150)]).toEqual([100, 0]);
  });
});

describe('the asset that matters most', () => {
  it('is the one that is furthest out of its own band, not the one with the most points', () => {
    const [first, second, ...rest] = LOOK.assets;
    if (first === undefined || second === undefined) throw new Error('no assets');
    const assets = [
      {
        ...first,
        targetBps: 4_000,
        weightBps: 4_310,
        band: { lowBps: 3_500, highBps: 4_500, widthBps: 500 },
      },
      { ...second, targetBps: 500, weightBps: 610, band: { lowBps: 400, highBps: 600, widthBps: 100 } },
      ...rest,
    ];
    expect(furthestOf({ ...LOOK, assets })?.symbol).toBe(second.symbol);
    expect(furthestOf({ ...LOOK, assets: [] })).toBeNull();
    expect(furthestOf({ ...LOOK, assets: [{ ...first, weightBps: null }] })).toBeNull();
  });
});
