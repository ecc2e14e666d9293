import { expect, it } from 'vitest';
import { wrongClock } from './clock-skew.ts';

it('names both times beyond a minute, either way, and says nothing within it', () => {
  const databaseSeconds = 1_700_000_000.4;
  const at = (machineSeconds: number) => wrongClock({ databaseSeconds, machineSeconds });
  expect([at(1_700_000_060), at(1_699_999_941)]).toEqual([null, null]);
  expect(at(1_700_000_600)).toBe(
    'this machine’s is 600 s ahead of the database’s: 2023-11-14 22:23 UTC against 2023-11-14 22:13 UTC',
  );
  expect(at(1_699_999_400)).toBe(
    'this machine’s is 600 s behind the database’s: 2023-11-14 22:03 UTC against 2023-11-14 22:13 UTC',
  );
});
