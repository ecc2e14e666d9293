import { type Command, EXIT, type ExitCode, type Group, UsageError } from './command.ts';
import { findCommand, unknownCommand } from './find-command.ts';
import { commandHelp, groupHelp } from './help.ts';
import { readInput, typedAs } from './read-input.ts';
import type { Terminal } from './terminal.ts';

export type House = { readonly commands: readonly Command[]; readonly groups: readonly Group[] };

const usage = ({ error }: Terminal, { problems }: UsageError, hint: string): ExitCode => {
  for (const problem of problems) error(problem);
  error(hint);
  return EXIT.usage;
};

type FoundCommand = Extract<ReturnType<typeof findCommand>, { kind: 'command' }>;

/** A group that is a command as well has other commands to show. */
const helpOf = ({ commands, groups }: House, { command, others }: FoundCommand): string =>
  others.length === 0
    ? commandHelp(command)
    : `${commandHelp(command)}\n\n${groupHelp(commands, groups, command.name)}`;

const runFound = async (house: House, found: FoundCommand, terminal: Terminal): Promise<ExitCode> => {
  const { command, words, others } = found;
  try {
    const input = readInput(command, words, (extra) =>
      others.length === 0 ? null : unknownCommand(extra, others),
    );
    if (input === null) {
      terminal.out(helpOf(house, found));
      return EXIT.done;
    }
    const run = await command.load();
    return await run(input, terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return usage(terminal, error, `${typedAs(command.name, ['--help'])} shows every option.`);
  }
};

/** Runs what the words ask for and gives the exit code; whatever is thrown becomes a line on standard error. */
export const runCommand = async (
  house: House,
  argv: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> => {
  const { commands, groups } = house;
  try {
    const found = findCommand(commands, argv);
    if (found.kind === 'command') return await runFound(house, found, terminal);
    terminal[found.asked ? 'out' : 'error'](groupHelp(commands, groups, found.group));
    return found.asked ? EXIT.done : EXIT.usage;
  } catch (error) {
    if (error instanceof UsageError) {
      const group = groups.find(({ name }) => name === argv[0])?.name ?? '1balancer';
      return usage(terminal, error, `${typedAs(group, ['--help'])} lists every command.`);
    }
    terminal.error(error instanceof Error ? error.message : String(error));
    return EXIT.refused;
  }
};
