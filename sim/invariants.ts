import { allLookedAt } from './all-looked-at.ts';
import type { Asked, Violation } from './asked.ts';
import { factsAgree } from './facts-agree.ts';
import { looksSound } from './looks-sound.ts';
import { oneLiveOrder } from './one-live-order.ts';
import { valueKept } from './value-kept.ts';

/** I3: whoever wrote held the lease, as the witness in the database has seen it. */
const leasesHeld = async ({ world }: Asked): Promise<readonly Violation[]> => {
  const rows = await world.admin<{ words: string }[]>`select words from simulated.breaches`;
  return rows.map(({ words }) => words);
};

/** Every invariant that a scenario has broken, each once; none when all is well. */
export const violationsOf = async (asked: Asked): Promise<readonly Violation[]> => {
  const found = [
    await factsAgree(asked),
    await oneLiveOrder(asked.world),
    await leasesHeld(asked),
    await looksSound(asked),
    await valueKept(asked),
    await allLookedAt(asked),
  ];
  return [...new Set(found.flat())];
};
