import { advanceSeries } from './advance-series.ts';
import type { CountedLook } from './counted-look.ts';
import type { FlowValue, Happening, SeriesPoint } from './series-point.ts';

/** A look as the series take it in; without a value (a dry run, a missing price, an orphaned block) it is passed over. */
export type Look = { readonly snapshotId: string; readonly counted: CountedLook | null };

/** One block some of whose logs nobody handed out: of one token, or of everything (null). */
export type UnreadBlock = { readonly blockNumber: bigint; readonly token: string | null };

/** What there is to go on with. */
export type SeriesInput = {
  /** Null before the first point. */
  readonly last: SeriesPoint | null;
  /** In the order they were taken. */
  readonly looks: readonly Look[];
  /** After the last point's block, in the order of the chain. */
  readonly happenings: readonly Happening[];
  /** The chain has more than could be read: what is here is complete only below its last block. */
  readonly isCut: boolean;
  readonly unread: readonly UnreadBlock[];
};

export type GrownSeries = {
  readonly points: readonly SeriesPoint[];
  readonly flows: readonly FlowValue[];
  /** The last look that was taken in or passed over; null when none was. */
  readonly snapshotId: string | null;
};

const unreadTokens = (blocks: readonly UnreadBlock[], { assets }: CountedLook): readonly string[] =>
  blocks.some(({ token }) => token === null)
    ? assets.map(({ token }) => token)
    : blocks.flatMap(({ token }) => token ?? []);

/** A look that was taken in already, or of a node that has fallen behind and shows nothing new. */
const isKnown = (previous: SeriesPoint | null, { snapshotId, blockNumber }: CountedLook): boolean =>
  previous !== null &&
  (BigInt(snapshotId) <= BigInt(previous.snapshotId) || blockNumber < previous.blockNumber);

/** Takes looks in, one after the other: a point for each that has a value, and what came in and went out between them. */
export const growSeries = ({ last, looks, happenings, isCut, unread }: SeriesInput): GrownSeries => {
  const points: SeriesPoint[] = [];
  const flows: FlowValue[] = [];
  const cutAt = isCut ? (happenings.at(-1)?.blockNumber ?? 0n) : null;
  let [previous, snapshotId] = [last, null as string | null];
  for (const look of looks) {
    const { counted } = look;
    const isBeyond = cutAt !== null && counted !== null && counted.blockNumber >= cutAt;
    // The rest is read from the point that is reached now.
    if (isBeyond && points.length > 0) break;
    snapshotId = look.snapshotId;
    if (counted === null || isKnown(previous, counted)) continue;
    const after = previous?.blockNumber ?? -1n;
    const isBetween = ({ blockNumber }: { readonly blockNumber: bigint }): boolean =>
      blockNumber > after && blockNumber <= counted.blockNumber;
    const missing = unread.filter(isBetween);
    // More than can be gone through is one change of each token.
    if (isBeyond) missing.push({ blockNumber: cutAt, token: null });
    const between = {
      happenings: happenings.filter(isBetween),
      unread: new Set(unreadTokens(missing, counted)),
    };
    const advanced = advanceSeries(previous, counted, between);
    previous = advanced.point;
    points.push(advanced.point);
    flows.push(...advanced.flows);
  }
  return { points, flows, snapshotId };
};
