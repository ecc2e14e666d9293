import { runCommand } from './command/run-command.ts';
import { endQuietlyWithoutReader, processTerminal } from './command/terminal.ts';
import { HOUSE } from './commands/house.ts';

endQuietlyWithoutReader(process.stdout);
process.exitCode = await runCommand(HOUSE, process.argv.slice(2), processTerminal);
