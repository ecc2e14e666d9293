import { closest, distance } from 'fastest-levenshtein';
import { type Command, UsageError } from './command.ts';

/** Further apart, it is another word and no slip. */
const SLIPS_MAX = 3;

/** What to say of a word where one of these commands was meant. */
export const unknownCommand = (word: string, names: readonly string[]): UsageError => {
  const near = closest(word, [...names]);
  const guess =
    distance(word, near) <= Math.min(SLIPS_MAX, word.length - 1) ? ` (Did you mean ${near}?)` : '';
  return new UsageError(`Unknown command: ${word}${guess}`);
};

export type Found =
  | {
      readonly kind: 'command';
      readonly command: Command;
      readonly words: readonly string[];
      /** Second words that could have followed. */
      readonly others: readonly string[];
    }
  /** Asked for help of a group, or of all where it is null; `asked` false = nothing was said, which is no way to use it. */
  | { readonly kind: 'help'; readonly group: string | null; readonly asked: boolean };

const isHelp = (word: string): boolean => word === '--help' || word === '-h';

/**
 * The command that words begin with, and the words after its name. Options may stand before a group's second word.
 * @throws {UsageError} for an unknown command, with the one that was probably meant
 */
export const findCommand = (commands: readonly Command[], argv: readonly string[]): Found => {
  const [group, ...words] = argv;
  if (group === undefined || isHelp(group) || group === 'help')
    return { kind: 'help', group: null, asked: group !== undefined };
  const members = commands.filter(({ name }) => name.split(' ')[0] === group);
  if (members.length === 0)
    throw unknownCommand(group, [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? ''))]);
  const seconds = members.flatMap(({ name }) => name.split(' ').slice(1));
  const place = words.findIndex((word) => seconds.includes(word));
  const name = place === -1 ? group : `${group} ${words[place]}`;
  const own = members.find((member) => member.name === name);
  if (own !== undefined)
    return {
      ...{ kind: 'command', command: own, words: words.filter((_, at) => at !== place) },
      others: place === -1 ? seconds : [],
    };
  const stray = words.find((word) => !word.startsWith('-'));
  if (stray !== undefined) throw unknownCommand(stray, seconds);
  return { kind: 'help', group, asked: words.some(isHelp) };
};
