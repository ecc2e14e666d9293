import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { ok, type Result } from '../../lib/result.ts';
import { provisionLogins } from '../../services/wire/database.ts';
import { dumpedRows, dumpedSchema, seedDatabase } from '../../services/wire/database-files.ts';
import { EXIT, type ExitCode, type Run } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';
import type { DUMP_OPTIONS } from './options.ts';

type None = Readonly<Record<string, never>>;

const SUPABASE = join(import.meta.dirname, '..', '..', 'supabase');

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
    const seeded = await seedDatabase({ directUrl, folder: join(SUPABASE, 'migrations'), file });
    if (seeded.ok) terminal.out(`${file} is done.`);
    return seeded;
  });

/** Makes the two logins with new passwords. */
export const runLogins: Run<None> = (_, terminal) =>
  directly(terminal, async (directUrl) => {
    const password = () => randomBytes(24).toString('hex');
    const urls = await provisionLogins(directUrl, { bot: password(), app: password() });
    terminal.out(`DB_URL=${urls.bot}\nAPP_DB_URL=${urls.app}`);
    return ok(null);
  });
