import type { Result } from '../../lib/result.ts';
import { EXIT, type ExitCode } from '../command/exit-codes.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';

/** Does work on the database at DB_URL; a refusal becomes a line on standard error. */
export const onDatabase = async (
  terminal: Terminal,
  work: (dbUrl: string) => Promise<Result<null>>,
): Promise<ExitCode> => {
  const { dbUrl } = environment();
  if (dbUrl === null) {
    terminal.error('DB_URL is not set: there is no database to work on.');
    return EXIT.usage;
  }
  const done = await work(dbUrl.reveal());
  if (!done.ok) terminal.error(done.error.message);
  return done.ok ? EXIT.done : EXIT.refused;
};
