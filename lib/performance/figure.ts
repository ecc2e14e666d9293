/** Why there is no figure; nothing is ever made up in its place. */
export const ABSENCES = [
  'never-valued',
  'under-seven-days',
  'under-a-year',
  'nothing-held',
  'no-targets',
  'flow-unpriced',
  'price-missing',
  'not-recorded',
  'no-rate',
  'nothing-closed',
  'nothing-traded',
  'gas-unknown',
  'out-of-range',
  'no-deviation',
] as const;
export type Absence = (typeof ABSENCES)[number];

/** A figure, or why there is none. */
export type Figure<T> =
  | { readonly value: T; readonly absent: null }
  | { readonly value: null; readonly absent: Absence };

export const figure = <T>(value: T): Figure<T> => ({ value, absent: null });
export const absent = (why: Absence): Figure<never> => ({ value: null, absent: why });

/** The figure, or the reason where there is none to give. */
export const figureOr = <T>(value: T | null, why: Absence): Figure<T> =>
  value === null ? absent(why) : figure(value);

export const mapFigure = <T, U>(one: Figure<T>, change: (value: T) => U): Figure<U> =>
  one.absent === null ? figure(change(one.value)) : one;
