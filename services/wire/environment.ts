import { type Env, readEnv } from '../env.ts';
import type { VariableName } from '../env-variables.ts';

/** Variables by name, as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The parsed environment, for commands. @throws {EnvError} naming every bad or missing variable at once */
export const environment = (required: readonly VariableName[] = [], source?: Variables): Env =>
  readEnv(source, required);
