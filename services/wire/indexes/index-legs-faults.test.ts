import { env } from 'node:process';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { nothingIsLost } from '../testing/index-faults.ts';

describe('any faults', () => {
  it('of both services, whatever the swaps come to and wherever the process ends: 0 lost, 0 doubled, and every end by its cause', async () => {
    await fc.assert(nothingIsLost(), { numRuns: Number(env.PROPERTY_CASES ?? 25) });
  }, 3_600_000);
});
