/** What is looked at, in the order in which a set-up is made; the number of a check is its place here. Guides name them: "doctor: database". */
export const CHECKS = [
  'environment',
  'database',
  'migrations',
  'web-database',
  'clock',
  'nodes',
  'contracts',
  'signers',
  'gas',
  'portfolios',
  'orders',
  'prices',
  'venues',
  'ticks',
  'messages',
  'web',
  'roles',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** `skipped` = what it needs is missing, and another check says so. */
export type State = 'ok' | 'warning' | 'fault' | 'skipped';

/** What a gap is, what doesn't work for it, and what to do. Each is a plain sentence. */
export type Gap = { readonly says: string; readonly disables: string; readonly mend: string };

/** One line of the report. Nothing of it is secret. */
export type Finding = {
  readonly check: CheckName;
  readonly state: State;
  readonly says: string;
  /** Null where nothing is missing. */
  readonly disables: string | null;
  readonly mend: string | null;
};

export const well = (check: CheckName, says: string): Finding => ({
  ...{ check, state: 'ok', says, disables: null, mend: null },
});
export const warning = (check: CheckName, gap: Gap): Finding => ({ check, state: 'warning', ...gap });
export const fault = (check: CheckName, gap: Gap): Finding => ({ check, state: 'fault', ...gap });
/** @param why what it waits for, as the end of "Not looked at: …" */
export const skipped = (check: CheckName, why: string): Finding => ({
  ...{ check, state: 'skipped', says: `Not looked at: ${why}.`, disables: null, mend: null },
});

/** Where nothing speaks against it, the sentence that says so. */
export const orWell = (gaps: readonly Finding[], otherwise: Finding): readonly Finding[] =>
  gaps.length === 0 ? [otherwise] : gaps;

const LISTED_MAX = 5;

/** The first few of these words, and how many more there are. */
export const listed = (words: readonly string[]): string => {
  const shown = words.slice(0, LISTED_MAX).join(', ');
  const rest = words.length - LISTED_MAX;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
};
