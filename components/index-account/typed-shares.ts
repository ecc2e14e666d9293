import { type Allocation, INDEX_ASSETS_MAX } from '../../lib/intents/allocations.ts';
import { BPS_WHOLE, parseDecimal } from '../../lib/money/fixed-point.ts';

/** A row of the form: an asset and its per cent as typed. `key` tells rows apart while they are changed. */
export type ShareRow = { readonly key: number; readonly token: string; readonly percent: string };

/** Shares of a stored index as a person types them; they read back to the same. */
export const rowsOf = (
  allocations: readonly Pick<Allocation, 'token' | 'targetBps'>[],
): readonly ShareRow[] =>
  allocations.map(({ token, targetBps }, key) => ({ key, token, percent: String(targetBps / 100) }));

/** Basis points of a per cent as it is typed; null = none from 0.01 to 100. */
export const bpsOf = (percent: string): number | null => {
  const bps = Number(parseDecimal(percent.trim(), 2) ?? 0n);
  return bps >= 1 && bps <= BPS_WHOLE ? bps : null;
};

/** "60 % in all: 40 % is missing." */
export const sumWords = (
  rows: readonly ShareRow[],
): { readonly isWhole: boolean; readonly words: string } => {
  const sum = rows.reduce((total, { percent }) => total + (bpsOf(percent) ?? 0), 0);
  const off = Math.abs(BPS_WHOLE - sum) / 100;
  if (sum === BPS_WHOLE) return { isWhole: true, words: '100\u00a0% in all.' };
  return {
    isWhole: false,
    words: `${sum / 100}\u00a0% in all: ${off}\u00a0% ${sum < BPS_WHOLE ? 'is missing' : 'is too much'}.`,
  };
};

/** The same part for each, as far as whole basis points allow: the first have one more. */
export const equalRows = (rows: readonly ShareRow[]): readonly ShareRow[] => {
  const part = Math.floor(BPS_WHOLE / rows.length);
  const more = BPS_WHOLE - part * rows.length;
  return rows.map((row, index) => ({ ...row, percent: String((part + (index < more ? 1 : 0)) / 100) }));
};

/** One more row, of the first asset that has none; null = there is no more room, or nothing to choose. */
export const moreRows = (
  rows: readonly ShareRow[],
  choosable: readonly string[],
): readonly ShareRow[] | null => {
  const token = choosable.find((one) => rows.every((row) => row.token !== one));
  if (token === undefined || rows.length >= INDEX_ASSETS_MAX) return null;
  return [...rows, { key: 1 + Math.max(-1, ...rows.map(({ key }) => key)), token, percent: '' }];
};

/** What was typed as allocations, or what is wrong in each row, by its key. Whether they make 100 % is told by their sum. */
export const typedShares = (
  rows: readonly ShareRow[],
): { readonly allocations: readonly Allocation[]; readonly faults: Readonly<Record<number, string>> } => {
  const read = rows.map(({ key, token, percent }) => ({ key, token, targetBps: bpsOf(percent) }));
  return {
    allocations: read.flatMap(({ token, targetBps }) => (targetBps === null ? [] : [{ token, targetBps }])),
    faults: Object.fromEntries(
      read.flatMap(({ key, targetBps }) =>
        targetBps === null ? [[key, 'A share is per cent from 0.01 to 100, with two decimals at most.']] : [],
      ),
    ),
  };
};
