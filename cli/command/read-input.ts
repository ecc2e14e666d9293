import { CommanderError, Option as Flag, Command as Parser } from 'commander';
import { type Argument, type Command, type Input, type Option, type Options, UsageError } from './command.ts';

const flagsOf = (name: string, { value, many }: Option): string =>
  value === undefined ? `--${name}` : `--${name} <${value}${many ? '...' : ''}>`;

/** A value may begin with a dash, and even be a negative number; what looks like an option is one whose value was forgotten. */
const textOf = (name: string, option: Option) => (text: string, before: unknown) => {
  if (/^--[a-z]/.test(text))
    throw new UsageError(`Option '${flagsOf(name, option)}' argument missing before ${text}`);
  return option.many ? [...(Array.isArray(before) ? before : []), text] : text;
};

const flagOf = (name: string, option: Option): Flag => {
  const flag = new Flag(flagsOf(name, option));
  if (option.value !== undefined) flag.argParser(textOf(name, option));
  return option.fallback === undefined ? flag : flag.default(option.fallback);
};

/** "--prices=A B": a value that is joined to its name ends a list for the parser, so it is taken apart first. */
const apart = (words: readonly string[], options: Options): string[] => {
  const end = words.indexOf('--');
  return words.flatMap((word, index) => {
    const [, name = '', value = ''] = /^--([a-z-]+)=(.*)$/s.exec(word) ?? [];
    const isValued = options[name]?.value !== undefined && (end === -1 || index < end);
    return isValued ? [`--${name}`, value] : [word];
  });
};

const parse = (options: Options, words: readonly string[]): Parser => {
  const parser = new Parser()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .helpOption(false)
    .allowExcessArguments(true)
    .option('-h, --help');
  for (const [name, option] of Object.entries(options)) parser.addOption(flagOf(name, option));
  try {
    return parser.parse(apart(words, options), { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const problem = error.message.replace(/^error: /, '').replace('\n', ' ');
    throw new UsageError(problem.charAt(0).toUpperCase() + problem.slice(1));
  }
};

const checkWords = (
  words: readonly string[],
  wanted: readonly Argument[],
  beyond: (word: string) => UsageError | null,
): void => {
  const missing = wanted.filter(({ optional }, index) => !optional && words[index] === undefined);
  if (missing.length > 0)
    throw new UsageError(...missing.map(({ name, text }) => `${name} is missing: ${text}`));
  const extra = wanted.some(({ many }) => many) ? undefined : words[wanted.length];
  if (extra !== undefined) throw beyond(extra) ?? new UsageError(`Unexpected argument '${extra}'`);
};

/** A word as a shell takes it. */
const quoted = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;

/** A command and what follows it, as text for a shell. */
export const commandLine = (name: string, tail: string): string => {
  const [script = '', ...second] = name.split(' ');
  const rest = [...second, ...(tail === '' ? [] : [tail])];
  return `npm run ${script}${rest.length === 0 ? '' : ` -- ${rest.join(' ')}`}`;
};

/** A command as its users type it with these words. */
export const typedAs = (name: string, words: readonly string[]): string =>
  commandLine(name, words.map(quoted).join(' '));

/**
 * The words after a command's name as its options and arguments; null = it is asked for help. `beyond` says better of a word too many.
 * @throws {UsageError} naming an unknown option and the one that was probably meant, a value or argument that is missing, or is too many
 */
export const readInput = (
  command: Command,
  words: readonly string[],
  beyond: (word: string) => UsageError | null = () => null,
): Input<Options> | null => {
  const parser = parse(command.options, words);
  const said = parser.opts<Record<string, unknown>>();
  if (said.help === true) return null;
  const values = Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => {
      const value = said[flagOf(name, option).attributeName()];
      return [name, option.value === undefined ? value === true : value];
    }),
  ) as Input<Options>['values'];
  checkWords(parser.args, command.arguments, beyond);
  return { values, words: parser.args, typed: typedAs(command.name, words) };
};
