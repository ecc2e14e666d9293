import { join } from 'node:path';
import { databaseStatus, migrateDatabase } from '../../services/wire/database.ts';
import type { Run } from '../command/command.ts';
import { EXIT, type ExitCode } from '../command/exit-codes.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';

type None = Readonly<Record<string, never>>;

const FOLDER = join(import.meta.dirname, '..', '..', 'supabase', 'migrations');

const directly = async (
  { error }: Terminal,
  work: (directUrl: string) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const { dbDirectUrl } = environment();
  if (dbDirectUrl !== null) return work(dbDirectUrl.reveal());
  error('Neither DB_DIRECT_URL nor DB_URL is set: there is no database to work on.');
  return EXIT.usage;
};

/** Applies what is pending. */
export const runMigrate: Run<None> = (_, terminal) =>
  directly(terminal, async (directUrl) => {
    const migrated = await migrateDatabase({ directUrl, folder: FOLDER });
    if (!migrated.ok) {
      terminal.error(migrated.error.message);
      return EXIT.refused;
    }
    const names = migrated.value.map((name) => `applied ${name}`);
    terminal.out(names.length === 0 ? 'Nothing to apply.' : names.join('\n'));
    return EXIT.done;
  });

/** Lists every migration and whether it is applied. */
export const runStatus: Run<None> = (_, terminal) =>
  directly(terminal, async (directUrl) => {
    const states = await databaseStatus({ directUrl, folder: FOLDER });
    for (const { name, state } of states) terminal.out(`${state.padEnd(8)} ${name}`);
    return states.every(({ state }) => state === 'applied') ? EXIT.done : EXIT.found;
  });
