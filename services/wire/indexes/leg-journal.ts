import type { Hex } from 'viem';
import { fail, ok, type Result } from '../../../lib/result.ts';
import type { LegJournal } from '../../intents/advance-legs.ts';
import {
  claimOpenLegs,
  type HeldLeg,
  noteLegEnd,
  noteLegSigned,
  noteLegWaits,
  releaseLegs,
} from '../../store/indexes/index-legs.ts';
import type { InDatabase } from '../tick/bot-store.ts';

/** Legs that one round takes from the database. */
const LEGS_MAX = 500;

export type LegLease = {
  /** For a person who looks at the table, and so that a claimant has its own legs again. */
  readonly holder: string;
  readonly leaseSeconds: number;
};

const LOST = fail('not-reached', 'Somebody else works on this leg by now.', { when: 'next-tick' });

export type PostgresLegs = LegJournal & {
  readonly noteWaits: (legId: Hex, wait: Parameters<typeof noteLegWaits>[2]) => Promise<Result<null>>;
  /** Gives back every leg that is held. */
  readonly release: () => Promise<Result<null>>;
};

/**
 * Legs in their table. Each reading claims them; whatever is noted then is fenced by that claim: a process that stood still beyond its lease
 * writes nothing any more. What was signed is written once, and an end as well, by the table's own rules.
 */
export const postgresLegs = (run: InDatabase, { holder, leaseSeconds }: LegLease): PostgresLegs => {
  const held = new Map<Hex, HeldLeg>();
  return {
    open: async () => {
      const claimed = await run((sql) => claimOpenLegs(sql, { holder, leaseSeconds, limit: LEGS_MAX }));
      if (!claimed.ok) return claimed;
      held.clear();
      for (const { legId, token } of claimed.value) held.set(legId, { legId, token });
      return claimed;
    },
    noteSigned: async (legId, signed) => {
      const leg = held.get(legId);
      return leg === undefined ? LOST : run((sql) => noteLegSigned(sql, leg, signed));
    },
    noteEnd: async (legId, end, arrivedUnits) => {
      const leg = held.get(legId);
      const noted =
        leg === undefined ? LOST : await run((sql) => noteLegEnd(sql, leg, { end, arrivedUnits }));
      if (!noted.ok) return noted;
      return noted.value === end ? ok(null) : LOST;
    },
    noteWaits: async (legId, wait) => {
      const leg = held.get(legId);
      if (leg === undefined) return LOST;
      return run(async (sql) => {
        await noteLegWaits(sql, leg, wait);
        return null;
      });
    },
    release: () =>
      run(async (sql) => {
        await releaseLegs(sql, holder);
        return null;
      }),
  };
};
