import type { Result } from '../../lib/result.ts';
import type { VariableName } from '../../services/env-variables.ts';
import { type Operation, openOperation } from '../../services/wire/operation/operate.ts';
import { EXIT, type ExitCode, UsageError } from '../command/command.ts';
import type { Terminal } from '../command/terminal.ts';
import { environment } from '../environment.ts';

/** Does work on the database at DB_URL as an operator; a refusal becomes a line on standard error. @throws {UsageError} for a wrong environment */
export const withOperation = async (
  { error }: Terminal,
  work: (operation: Operation) => Promise<Result<ExitCode>>,
  required: readonly VariableName[] = ['DB_URL'],
): Promise<ExitCode> => {
  const operation = openConfigured(required);
  try {
    const done = await work(operation);
    if (done.ok) return done.value;
    error(`${done.error.code}: ${done.error.message}`);
    return EXIT.refused;
  } finally {
    await operation.close();
  }
};

const openConfigured = (required: readonly VariableName[]): Operation => {
  try {
    const env = environment(required);
    const { dbUrl } = env;
    if (dbUrl === null) throw new Error('DB_URL is not set: there is no database to work on.');
    return openOperation({ ...env, dbUrl });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
};
