import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Command, EXIT_CODES } from '../cli/command/command.ts';
import { exitCodesOf, optionName, otherwiseOf, usageOf } from '../cli/command/help.ts';
import { commandLine } from '../cli/command/read-input.ts';
import { HOUSE } from '../cli/commands/house.ts';

const cell = (text: string): string => text.replaceAll('|', '\\|');

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`),
  ].join('\n');

const shell = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n');

const section = (command: Command): string => {
  const { name, summary, about = [], arguments: wanted, options, examples } = command;
  const words = wanted.map((argument) => [
    `\`${argument.name}\``,
    argument.text,
    argument.optional ? 'none' : '',
  ]);
  const flags = Object.entries(options).map(([each, option]) => [
    `\`${optionName(each, option)}\``,
    option.text,
    otherwiseOf(option) ?? '',
  ]);
  const rows = [...words, ...flags];
  return [
    `## 1balancer ${name}`,
    shell([usageOf(command)]),
    [summary, ...about].join(' '),
    ...(rows.length === 0 ? [] : [table(['', 'meaning', 'where nothing is said'], rows)]),
    ...(examples.length === 0
      ? []
      : [shell(examples.flatMap(({ words: typed, text }) => [`# ${text}`, commandLine(name, typed)]))]),
    `Ends with ${exitCodesOf(command)
      .map(([code, meaning]) => `**${code}**: ${meaning}`)
      .join('; ')}.`,
  ].join('\n\n');
};

/** The text of docs/cli.md: every command as it is declared. */
export const renderCliDoc = (): string => `# Commands

\`npm run 1balancer -- COMMAND\`; each first word is an npm script of its own, so \`npm run db -- settings\` is the same as
\`npm run 1balancer -- db settings\`. \`--help\` after any of them says what is here. An option that doesn't exist is refused with the one
that was probably meant, and nothing is done. Where nothing says on what to work, the commands find the demo that runs, and say so.
The reference taker, \`npm run taker -- --help\`, is a stranger to the project and stands apart.

This page is written by \`npx tsx scripts/cli-doc.ts\` from the commands' declarations in \`cli/commands\`; a test compares the two.

${table(
  ['exit code', 'meaning'],
  Object.entries(EXIT_CODES).map(([code, meaning]) => [code, meaning]),
)}

${HOUSE.commands.map(section).join('\n\n')}
`;

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(import.meta.dirname, '../docs/cli.md'), renderCliDoc());
}
