import { join } from 'node:path';
import { databaseStatus, migrateDatabase } from '../services/wire/database.ts';
import { USAGE as OPERATIONS, runOperation } from './db/operations.ts';
import type { Terminal } from './db/terminal.ts';
import { environment } from './environment.ts';
import { endQuietlyWithoutReader } from './quiet-pipe.ts';

const USAGE = `npm run db -- COMMAND

over DB_DIRECT_URL:
  migrate   applies the pending files of supabase/migrations, in order, each in a transaction
  status    lists every file: applied, pending, or changed after it was applied

${OPERATIONS}`;

const terminal: Terminal = {
  out: (text) => void process.stdout.write(`${text}\n`),
  error: (text) => void process.stderr.write(`${text}\n`),
};

const FOLDER = join(import.meta.dirname, '..', 'supabase', 'migrations');

const migrate = async (directUrl: string): Promise<number> => {
  const migrated = await migrateDatabase({ directUrl, folder: FOLDER });
  if (!migrated.ok) {
    terminal.error(migrated.error.message);
    return 1;
  }
  const names = migrated.value.map((name) => `applied ${name}`);
  terminal.out(names.length === 0 ? 'Nothing to apply.' : names.join('\n'));
  return 0;
};

const status = async (directUrl: string): Promise<number> => {
  const states = await databaseStatus({ directUrl, folder: FOLDER });
  for (const { name, state } of states) terminal.out(`${state.padEnd(8)} ${name}`);
  return states.every(({ state }) => state === 'applied') ? 0 : 1;
};

const USAGE_ERROR = 2;

const run = async ([command, ...rest]: readonly string[]): Promise<number> => {
  if (command !== 'migrate' && command !== 'status') {
    const done = await runOperation(command, rest, terminal);
    if (done === null) terminal.error(USAGE);
    return done ?? USAGE_ERROR;
  }
  const { dbDirectUrl } = environment();
  if (dbDirectUrl === null) {
    terminal.error('Neither DB_DIRECT_URL nor DB_URL is set: there is no database to work on.');
    return USAGE_ERROR;
  }
  return command === 'status' ? status(dbDirectUrl.reveal()) : migrate(dbDirectUrl.reveal());
};

endQuietlyWithoutReader(process.stdout);
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  terminal.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
