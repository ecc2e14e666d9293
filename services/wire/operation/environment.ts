import type { Result } from '../../../lib/result.ts';
import { type ChainSettings, chooseChain } from '../../chain-settings.ts';
import { type Env, readEnv } from '../../env.ts';
import type { VariableName } from '../../env-variables.ts';

/** Variables by name, as a process has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** The parsed environment, for commands. @throws {EnvError} naming every bad or missing variable at once */
export const environment = (required: readonly VariableName[] = [], source?: Variables): Env =>
  readEnv(source, required);

/** The chain that a command is for: the one of this word or id, or the only one. Fails with `not-configured`, naming those there are. */
export const chainOf = ({ chains }: Env, word: string | null): Result<ChainSettings> =>
  chooseChain(chains, word);
