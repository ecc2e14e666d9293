import {
  type Argument,
  type Command,
  EXIT_CODES,
  type ExitCode,
  type Group,
  type Option,
} from './command.ts';
import { commandLine } from './read-input.ts';

const WIDTH = 120;
const COLUMN = 24;

/** Words in lines of at most that many characters. */
const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > width) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};

const row = (left: string, text: string): string => {
  const indent = ' '.repeat(COLUMN);
  const lines = wrapped(text, WIDTH - COLUMN);
  const fits = left.length + 4 <= COLUMN;
  const head = `  ${left}`.padEnd(COLUMN);
  const body = fits ? lines : ['', ...lines];
  return body.map((line, index) => `${index === 0 ? head : indent}${line}`.trimEnd()).join('\n');
};

/** `--prices FILE…`, `--json`. */
export const optionName = (name: string, { value, many }: Option): string =>
  `--${name}${value === undefined ? '' : ` ${value}${many ? '…' : ''}`}`;

/** What holds where an option isn't said; null = nothing worth a word. */
export const otherwiseOf = ({ fallback, otherwise }: Option): string | null => otherwise ?? fallback ?? null;

const argumentName = ({ name, optional, many }: Argument): string => {
  const text = many ? `${name}…` : name;
  return optional ? `[${text}]` : text;
};

/** How a command is typed. */
export const usageOf = ({ name, arguments: wanted, options }: Command): string => {
  const tail = [
    ...wanted.map(argumentName),
    ...(Object.keys(options).length === 0 ? [] : ['[options]']),
  ].join(' ');
  return commandLine(name, tail);
};

/** What its exit codes mean, 2 included. */
export const exitCodesOf = ({ exitCodes }: Command): readonly (readonly [ExitCode, string])[] =>
  ([0, 1, 2, 3] as const).flatMap((code) => {
    const words = exitCodes[code] ?? (code === 2 ? EXIT_CODES[2] : undefined);
    return words === undefined ? [] : [[code, words] as const];
  });

/** Everything there is to say of one command. */
export const commandHelp = (command: Command): string => {
  const { summary, about = [], arguments: wanted, options, examples } = command;
  const parts = [
    [usageOf(command)],
    [summary, ...about].flatMap((text) => wrapped(text, WIDTH)),
    wanted.map((argument) => row(argumentName(argument), argument.text)),
    Object.entries(options).map(([name, option]) => {
      const otherwise = otherwiseOf(option);
      return row(optionName(name, option), `${option.text}${otherwise === null ? '' : ` [${otherwise}]`}`);
    }),
    examples.map(
      ({ words, text }) => `${wrapped(`${text}:`, WIDTH).join('\n')}\n  ${commandLine(command.name, words)}`,
    ),
    ['Exit codes:', ...exitCodesOf(command).map(([code, words]) => row(String(code), words))],
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
};

/** The commands of a group, or of all groups, a line each. */
export const groupHelp = (
  commands: readonly Command[],
  groups: readonly Group[],
  wanted: string | null,
): string => {
  const shown = groups.filter(({ name }) => wanted === null || name === wanted);
  const parts = shown.map(({ name, summary }) => {
    const members = commands.filter((each) => each.name.split(' ')[0] === name);
    const rows = members.map((each) => row(each.name, each.summary));
    return [`${summary}:`, ...rows].join('\n');
  });
  const typed = wanted === null ? 'npm run 1balancer -- COMMAND' : `npm run ${wanted} -- COMMAND`;
  const hint = `${typed} --help shows its arguments, options and examples.`;
  return [typed, ...parts, hint].join('\n\n');
};
