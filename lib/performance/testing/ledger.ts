import { NOW, snapshotOf, tokenAt } from '../../engine/testing/builders.ts';
import { E18 } from '../../money/fixed-point.ts';
import { countedLook } from '../counted-look.ts';
import { growSeries, type Look, type UnreadBlock } from '../grow-series.ts';
import type { Happening } from '../series-point.ts';

export const MINUTE = 60;
export const A = tokenAt(0);
export const B = tokenAt(1);

/** Prices in cents and units in whole tokens, in the order A, B. */
type Numbers = readonly number[];

/** One thing that happened, in the order it did: a look, a transfer (− out), a fill. A minute and a block lie between two of them. */
export type Entry =
  | {
      readonly look: Numbers;
      readonly prices: Numbers;
      readonly targets?: Numbers;
      readonly lateSeconds?: number;
    }
  | { readonly flow: Numbers }
  | {
      readonly sell: readonly [token: number, units: number];
      readonly buy: readonly [token: number, units: number];
    };

const unitsOf = (whole: number): bigint => BigInt(Math.round(whole * 1e6)) * (E18 / 1_000_000n);

/** Looks and happenings as the index would give them: prices are those of the look's own block. */
export const entriesOf = (entries: readonly Entry[]) => {
  const looks: Look[] = [];
  const happenings: Happening[] = [];
  let [blockNumber, timeSeconds] = [0n, NOW];
  for (const entry of entries) {
    blockNumber += 1n;
    timeSeconds += MINUTE;
    const place = { blockNumber, timeSeconds };
    if ('look' in entry) {
      timeSeconds += entry.lateSeconds ?? 0;
      looks.push(lookAt(entry, { blockNumber, timeSeconds, snapshotId: `${looks.length + 1}` }));
    } else if ('flow' in entry)
      for (const [token, units] of entry.flow.entries()) {
        if (units === 0) continue;
        happenings.push({ kind: 'flow', ...place, token: tokenAt(token), units: unitsOf(units) });
      }
    else
      happenings.push({
        ...{
          kind: 'fill' as const,
          ...place,
          sellToken: tokenAt(entry.sell[0]),
          sellUnits: unitsOf(entry.sell[1]),
        },
        ...{ buyToken: tokenAt(entry.buy[0]), buyUnits: unitsOf(entry.buy[1]) },
      });
  }
  return { looks, happenings };
};

type At = { readonly blockNumber: bigint; readonly timeSeconds: number; readonly snapshotId: string };

const lookAt = (entry: Extract<Entry, { look: Numbers }>, at: At): Look => {
  const wishes = entry.look.map((whole, index) => ({
    units: unitsOf(whole),
    targetBps: entry.targets?.[index] ?? 10_000 / entry.look.length,
    state: {
      ok: true as const,
      usdE18: (BigInt(entry.prices[index] ?? 0) * E18) / 100n,
      updatedAtSeconds: at.timeSeconds,
      source: 'built',
      disagreementBps: null,
    },
  }));
  const snapshot = snapshotOf(wishes, { blockNumber: at.blockNumber, nowSeconds: at.timeSeconds });
  const counted = countedLook(at.snapshotId, snapshot, { assetRules: [], lookEverySeconds: 3_600 });
  return { snapshotId: at.snapshotId, counted };
};

/** The series of a whole story. */
export const storyOf = (entries: readonly Entry[], unread: readonly UnreadBlock[] = []) => {
  const { looks, happenings } = entriesOf(entries);
  const grown = growSeries({ last: null, looks, happenings, isCut: false, unread });
  const end = grown.points.at(-1);
  if (end === undefined) throw new Error('no look had a value');
  return { ...grown, end };
};
