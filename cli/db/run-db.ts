import { join } from 'node:path';
import { ok } from '../../lib/result.ts';
import { databaseStatus, migrateDatabase, openSettings } from '../../services/wire/operation/database.ts';
import { EXIT, type ExitCode, type Run } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment, onDatabase } from '../environment.ts';
import { parseJsonText } from '../policy-argument.ts';

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

/** Lists what is set. */
export const runSettings: Run<None> = (_, terminal) =>
  onDatabase(terminal, async (dbUrl) => {
    const { out } = terminal;
    const desk = openSettings(dbUrl);
    try {
      const listed = await desk.list();
      if (!listed.ok) return listed;
      for (const { name, value, updatedBy } of listed.value) out(`${name} = ${value}   (${updatedBy})`);
      if (listed.value.length === 0) out('Nothing is set: the defaults hold.');
      return ok(null);
    } finally {
      await desk.close();
    }
  });

/** Sets one. */
export const runSet: Run<None> = ({ words: [name = '', text = ''] }, terminal) =>
  onDatabase(terminal, async (dbUrl) => {
    const value = parseJsonText(text, { code: 'not-json', what: `The value of ${name} is` });
    if (!value.ok) return value;
    const desk = openSettings(dbUrl);
    try {
      const saved = await desk.set(name, value.value);
      if (!saved.ok) return saved;
      terminal.out(`${name} is set.`);
      return ok(null);
    } finally {
      await desk.close();
    }
  });
