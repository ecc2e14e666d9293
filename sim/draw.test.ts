import { describe, expect, it } from 'vitest';
import { drawOf } from './draw.ts';
import { withoutIds } from './trace.ts';

const ten = (seed: number, stream: string): readonly number[] => {
  const draw = drawOf(seed, stream);
  return Array.from({ length: 10 }, () => draw.below(1_000));
};

describe('what a seed draws', () => {
  it('is the same each time, other for another seed, and other in another stream', () => {
    expect(ten(7, 'world')).toEqual(ten(7, 'world'));
    expect(ten(7, 'world')).not.toEqual(ten(8, 'world'));
    expect(ten(7, 'world')).not.toEqual(ten(7, 'strikes'));
  });

  it('is not shifted by what another stream was asked', () => {
    const alone = drawOf(7, 'world').below(1_000_000);
    const strikes = drawOf(7, 'strikes');
    strikes.below(10);
    strikes.below(10);
    expect(drawOf(7, 'world').below(1_000_000)).toBe(alone);
  });
});

describe('a line of a trace', () => {
  it('keeps what was answered and leaves out ids, hashes, hosts and the numbers of requests', () => {
    const answer = {
      id: 12,
      units: 5n,
      hash: '0xab',
      tick: '3f2504e0-4f89-41d3-9a0c-0305e82c3301',
      at: '127.0.0.1:4100',
    };
    expect(withoutIds(answer)).toBe('{id,"units":"5","hash":"0x","tick":"id","at":"host"}');
  });
});
