import { runCommand } from './command/run-command.ts';
import { processTerminal } from './command/terminal.ts';
import { HOUSE } from './commands/house.ts';
import { endQuietlyWithoutReader } from './quiet-pipe.ts';

endQuietlyWithoutReader(process.stdout);
process.exitCode = await runCommand(HOUSE, process.argv.slice(2), processTerminal);
