import type { Result } from '../lib/result.ts';
import type { VariableName } from '../services/env-variables.ts';
import { environment as parsed, type Variables } from '../services/wire/operation/environment.ts';
import { stackPaths } from '../stack/process/paths.ts';
import { type RunningStack, readRunningStack } from '../stack/process/running-stack.ts';
import { EXIT, type ExitCode } from './command/command.ts';
import type { Terminal } from './command/terminal.ts';

/** Who sets one of these, be it to nothing, means something else than the demo. */
const POINTERS: readonly VariableName[] = ['RPC_URL', 'CHAINS', 'DB_URL', 'DB_DIRECT_URL', 'FACTORY_ADDRESS'];

/** What is set, and the stack's own variables when nothing says where to work; `tell` then hears of it. */
export const onStack = (
  set: Variables,
  running: () => RunningStack | null,
  tell: (text: string) => void,
): Variables => {
  if (POINTERS.some((name) => set[name] !== undefined)) return set;
  const stack = running();
  if (stack === null) return set;
  tell(`On the demo that runs here, ${stack.url}: no ${POINTERS.join(', ')} is set.`);
  return { ...set, ...stack.env };
};

let isTold = false;
const tellOnce = (text: string): void => {
  if (!isTold) process.stderr.write(`${text}\n`);
  isTold = true;
};

/** What is set, else the running demo's, which is then said on standard error. */
export const variables = (): Variables =>
  onStack(process.env, () => readRunningStack(stackPaths()), tellOnce);

/**
 * The parsed environment of a command: what is set, else the running demo's, which it then says on standard error.
 * @throws {EnvError} naming every bad or missing variable at once
 */
export const environment = (required: readonly VariableName[] = []) => parsed(required, variables());

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
