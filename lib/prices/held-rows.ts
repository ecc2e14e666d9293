import type { UnixSeconds } from '../result.ts';
import type { PriceRow } from './price-file.ts';

/** One observation of an asset. */
type Observation = { readonly updatedAtSeconds: UnixSeconds; readonly usdE18: bigint };

/** Rows an equal distance apart, for a backtest. */
export type HeldRows = { readonly rows: readonly PriceRow[]; readonly stepSeconds: number };

const STEP_SECONDS_MIN = 60;

/**
 * Puts observations of several assets, each at times of its own, onto one grid: at each instant the last one known, as a feed holds its
 * answer. Nothing is interpolated, and nothing known later is used earlier.
 * @param histories each oldest first @returns null where they share too short a time for `rowsMin` rows
 */
export function heldRows(
  histories: readonly (readonly Observation[])[],
  { rowsMax, rowsMin }: { readonly rowsMax: number; readonly rowsMin: number },
): HeldRows | null {
  const from = Math.max(
    ...histories.map((history) => history[0]?.updatedAtSeconds ?? Number.POSITIVE_INFINITY),
  );
  const to = Math.max(...histories.map((history) => history.at(-1)?.updatedAtSeconds ?? 0));
  if (!Number.isFinite(from) || to <= from) return null;
  const stepSeconds = Math.max(STEP_SECONDS_MIN, Math.ceil((to - from) / Math.max(1, rowsMax - 1)));
  const next = histories.map(() => 0);
  const rows: PriceRow[] = [];
  for (let at = from; at <= to; at += stepSeconds) {
    const prices = histories.map((history, column) => {
      let index = next[column] ?? 0;
      while ((history[index + 1]?.updatedAtSeconds ?? Number.POSITIVE_INFINITY) <= at) index += 1;
      next[column] = index;
      return history[index]?.usdE18 ?? null;
    });
    rows.push({ labelSeconds: at, knownAtSeconds: at, prices });
  }
  return rows.length < rowsMin ? null : { rows, stepSeconds };
}
