import type { Terminal } from './terminal.ts';

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

/** Words of a command line that can't be meant: each problem is named, and nothing has been done. */
export class UsageError extends Error {
  readonly problems: readonly string[];

  constructor(...problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'UsageError';
    this.problems = problems;
  }
}

export type Option = {
  /** What stands for its value in help; without one it is a switch. */
  readonly value?: string;
  /** Takes every word up to the next option, and may be said again. */
  readonly many?: true;
  /** Its value where nothing is said. */
  readonly fallback?: string;
  /** What holds where nothing is said, when that is no text of its own. */
  readonly otherwise?: string;
  readonly text: string;
};
export type Options = Readonly<Record<string, Option>>;

/** What was said of each option: switches as true or false, `many` as lists, others as text. */
export type Values<O extends Options> = {
  readonly [name in keyof O]: O[name] extends { readonly many: true }
    ? readonly string[] | undefined
    : O[name] extends { readonly value: string }
      ? O[name] extends { readonly fallback: string }
        ? string
        : string | undefined
      : boolean;
};

export type Argument = {
  /** As help writes it: ADDRESS, FILE. */
  readonly name: string;
  readonly text: string;
  /** May be left out. */
  readonly optional?: true;
  /** Takes all words that are left. */
  readonly many?: true;
};

export type Input<O extends Options> = {
  readonly values: Values<O>;
  /** The words that are no options, as many as the command's arguments allow. */
  readonly words: readonly string[];
  /** As it was typed, for a shell: `npm run backtest -- --prices …`. */
  readonly typed: string;
};

/** Does the command's work. @throws {UsageError} before it has done anything, for what can't be meant */
export type Run<O extends Options> = (input: Input<O>, terminal: Terminal) => Promise<ExitCode>;

export type Example = { readonly words: string; readonly text: string };

type Words = {
  /** `db register`: group and command, or the one word of a command without a group. */
  readonly name: string;
  /** One sentence, for lists. */
  readonly summary: string;
  /** Whole paragraphs, each a line; what a person must know beside the options. */
  readonly about?: readonly string[];
  readonly arguments: readonly Argument[];
  readonly examples: readonly Example[];
  /** What its exit codes mean; 2 is everybody's. */
  readonly exitCodes: Readonly<Partial<Record<ExitCode, string>>>;
};

/** A command as data: everything help and docs/cli.md say, and how its work is loaded. */
export type Command = Words & {
  readonly options: Options;
  /** Loads what does the work, and only then all that it needs. */
  readonly load: () => Promise<Run<Options>>;
};

type Declared<O extends Options> = Words & {
  readonly options: O;
  readonly load: () => Promise<Run<O>>;
};

/** A command whose work gets its options by their types. */
export const command = <const O extends Options>({ load, ...words }: Declared<O>): Command => ({
  ...words,
  load: async () => {
    const run = await load();
    // Its values are made of these very options.
    return (input, terminal) => run(input as Input<O>, terminal);
  },
});

/** Commands of one first word. */
export type Group = { readonly name: string; readonly summary: string };
