import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import { backUpDatabase, restoreDatabase } from '../../services/wire/operation/backup.ts';
import { provisionLogins } from '../../services/wire/operation/database.ts';
import { dumpedRows, dumpedSchema, seedDatabase } from '../../services/wire/operation/database-files.ts';
import { EXIT, type ExitCode, type Run } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';
import type { DUMP_OPTIONS } from './options.ts';

type None = Readonly<Record<string, never>>;

const SUPABASE = join(import.meta.dirname, '..', '..', 'supabase');
const MIGRATIONS = join(SUPABASE, 'migrations');

const directly = async (
  { error }: Terminal,
  work: (directUrl: string) => Promise<Result<unknown>>,
): Promise<ExitCode> => {
  const { dbDirectUrl } = environment();
  if (dbDirectUrl === null) {
    error('Neither DB_DIRECT_URL nor DB_URL is set: there is no database to work on.');
    return EXIT.usage;
  }
  const done = await work(dbDirectUrl.reveal());
  if (!done.ok) error(done.error.message);
  return done.ok ? EXIT.done : EXIT.refused;
};

/** Prints the schema, or every row. */
export const runDump: Run<typeof DUMP_OPTIONS> = ({ values }, terminal) =>
  directly(terminal, async (directUrl) => {
    if (values.rows) return dumpedRows(directUrl, terminal.out);
    const schema = await dumpedSchema(directUrl);
    if (schema.ok) terminal.out(schema.value.trimEnd());
    return schema;
  });

/** Runs a file of SQL. */
export const runSeed: Run<None> = ({ words: [file = join(SUPABASE, 'seed.sql')] }, terminal) =>
  directly(terminal, async (directUrl) => {
    const seeded = await seedDatabase({ directUrl, folder: MIGRATIONS, file });
    if (seeded.ok) terminal.out(`${file} is done.`);
    return seeded;
  });

/** Writes every row into a new file. */
export const runBackup: Run<None> = ({ words: [file = ''] }, terminal) =>
  directly(terminal, async (directUrl) => {
    const written = await backUpDatabase({ directUrl, file });
    if (written.ok) terminal.out(`${file} holds ${written.value} rows.`);
    return written;
  });

/** Puts a back-up into an empty database. */
export const runRestore: Run<None> = ({ words: [file = ''] }, terminal) =>
  directly(terminal, async (directUrl) => {
    const restored = await restoreDatabase({ directUrl, folder: MIGRATIONS, file });
    if (!restored.ok) return restored;
    const { rows, takenAt, applied, tokens } = restored.value;
    terminal.out(`${rows} rows are back as they were at ${takenAt}; everybody logs in anew.`);
    for (const name of applied) terminal.out(`applied ${name}`);
    if (tokens > 0)
      terminal.out(`${tokens} API tokens work as they did then: what was revoked since, revoke again.`);
    return restored;
  });

/** Makes the two logins with new passwords. */
export const runLogins: Run<None> = (_, terminal) =>
  directly(terminal, async (directUrl) => {
    const password = () => randomBytes(24).toString('hex');
    const urls = await provisionLogins(directUrl, { bot: password(), app: password() });
    terminal.out(`DB_URL=${urls.bot}\nAPP_DB_URL=${urls.app}`);
    return ok(null);
  });
