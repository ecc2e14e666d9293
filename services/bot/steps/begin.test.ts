import { describe, expect, it } from 'vitest';
import { ok } from '../../../lib/result.ts';
import { dueOf } from '../testing/tick-surroundings.ts';
import { claim } from './begin.ts';

describe('claiming', () => {
  it('works on one that comes due again under a new lease once, by that lease', async () => {
    const claimed = [dueOf(1), dueOf(2)];
    const again = { ...dueOf(1), token: '2' };
    const all = await claim({ claimDue: async () => ok([again, dueOf(3)]) }, claimed, 100);
    expect(all).toEqual(ok([dueOf(2), again, dueOf(3)]));
  });
});
