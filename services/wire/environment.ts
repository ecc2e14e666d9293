import { type Env, readEnv } from '../env.ts';
import type { VariableName } from '../env-variables.ts';

/** The parsed environment, for commands. @throws {EnvError} naming every bad or missing variable at once */
export const environment = (required: readonly VariableName[] = []): Env => readEnv(undefined, required);
