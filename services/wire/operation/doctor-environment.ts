import { distance } from 'fastest-levenshtein';
import type { DescribedVariable, EnvironmentFacts } from '../../doctor/judge-environment.ts';
import { type BadVariable, type Env, EnvError, readEnv } from '../../env.ts';
import { VARIABLES } from '../../env-variables.ts';
import { Secret } from '../../secret.ts';
import type { Variables } from './environment.ts';

/** An environment that may be broken: what can be used of it, and all that is wrong with it. */
export type LookedAt = {
  /** Of the variables that nothing speaks against. */
  readonly env: Env;
  readonly facts: EnvironmentFacts;
  /** Texts of what was refused, never to be shown. */
  readonly secrets: readonly Secret[];
};

/** Further apart, it is another word and no slip. */
const SLIPS_MAX = 2;
/** Shorter names are near to anything. */
const NAME_LENGTH_MIN = 6;

const isSet = (source: Variables, name: string): boolean => (source[name]?.trim() ?? '') !== '';

const isNamedIn = (problem: string, name: string): boolean => new RegExp(`\\b${name}\\b`).test(problem);

/** What is to be left out so that the rest may be read: what was refused, or what wants something that is missing. */
const toDrop = (source: Variables, bad: readonly BadVariable[]): readonly string[] => {
  const names = VARIABLES.map(({ name }) => name).filter((name) => isSet(source, name));
  const refused = names.filter((name) => bad.some((each) => each.name === name));
  if (refused.length > 0) return refused;
  const wanting = names.filter((name) => bad.some(({ problem }) => isNamedIn(problem, name)));
  return wanting.length > 0 ? wanting : names;
};

/** Each round leaves something out, and nothing at all is a good environment. */
const readSoundPart = (
  source: Variables,
  before: readonly BadVariable[] = [],
): { readonly env: Env; readonly bad: readonly BadVariable[] } => {
  try {
    return { env: readEnv(source), bad: before };
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    const dropped = new Set(toDrop(source, error.variables));
    const rest = Object.fromEntries(Object.entries(source).filter(([name]) => !dropped.has(name)));
    const news = error.variables.filter(({ name }) => before.every((each) => each.name !== name));
    return readSoundPart(rest, [...before, ...news]);
  }
};

const strayOf = (source: Variables): EnvironmentFacts['stray'] =>
  Object.keys(source).flatMap((name) => {
    if (name.length < NAME_LENGTH_MIN || VARIABLES.some((each) => each.name === name)) return [];
    const meant = VARIABLES.find(
      (each) => !isSet(source, each.name) && distance(each.name, name) <= SLIPS_MAX,
    );
    return meant === undefined ? [] : [{ name, meant: meant.name }];
  });

/** Counted as absent by `readEnv` where they are too short to be secrets. */
const shortOf = (source: Variables, env: Env): EnvironmentFacts['short'] => [
  ...(isSet(source, 'CRON_SECRET') && env.cronSecret === null
    ? [{ name: 'CRON_SECRET', lengthMin: 16 }]
    : []),
  ...(isSet(source, 'WAKE_SECRET') && env.wakeSecret === null
    ? [{ name: 'WAKE_SECRET', lengthMin: 32 }]
    : []),
];

/** Reads what can be read of an environment, and never throws for what is wrong with it. */
export const lookAtEnvironment = (source: Variables): LookedAt => {
  const { env, bad } = readSoundPart(source);
  const known: readonly DescribedVariable[] = VARIABLES;
  return {
    env,
    facts: {
      ...{ bad, known, short: shortOf(source, env), stray: strayOf(source) },
      set: new Set(known.flatMap(({ name }) => (isSet(source, name) ? [name] : []))),
    },
    secrets: bad.flatMap(({ name }) => (isSet(source, name) ? [new Secret(source[name] ?? '')] : [])),
  };
};
