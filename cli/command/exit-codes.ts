/** How every command ends. */
export const EXIT = { done: 0, refused: 1, usage: 2, found: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What the codes mean whatever the command; each says more of its own. */
export const EXIT_CODES: Readonly<Record<ExitCode, string>> = {
  0: 'done',
  1: 'refused, or it failed; standard error says why',
  2: 'wrong usage: nothing was done',
  3: 'done, and something was found that somebody should look at',
};
