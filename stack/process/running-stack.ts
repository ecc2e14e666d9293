import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { type StackPaths, stackPaths } from './paths.ts';
import { processIdentity } from './process-identity.ts';

const schema = z.object({
  pid: z.int().positive(),
  identity: z.string(),
  url: z.string(),
  /** The world's file: which of the worlds in the folder it is. */
  world: z.string(),
  env: z.record(z.string(), z.string()),
});

/** A stack that is up: its page, and the environment in which the project's commands work on it, secrets included. */
export type RunningStack = Pick<z.output<typeof schema>, 'url' | 'world' | 'env'>;

/** Tells other processes of the same user how to reach this one's stack. */
export const writeRunningStack = (
  { running, world }: StackPaths,
  stack: Omit<RunningStack, 'world'>,
): void => {
  const content = { pid: process.pid, identity: processIdentity(process.pid) ?? '', world, ...stack };
  writeFileSync(`${running}.new`, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${running}.new`, running);
};

export const removeRunningStack = ({ running }: StackPaths): void => rmSync(running, { force: true });

/** The stack that is up in that folder; null when none is, whatever a killed one has left. */
export const readRunningStack = ({ running }: StackPaths): RunningStack | null => {
  try {
    const { pid, identity, ...stack } = schema.parse(JSON.parse(readFileSync(running, 'utf8')));
    return processIdentity(pid) === identity ? stack : null;
  } catch {
    return null;
  }
};

/** Only the commands that read it from the stack's folder get the signing key. */
const KEPT_BACK = 'BOT_SIGNER_PK';

/** `npm run demo -- --env`: the running demo's environment on standard output, one variable a line. Answers the exit code. */
export const printEnvironment = (dir: string | undefined): number => {
  const paths = stackPaths(dir);
  const stack = readRunningStack(paths);
  if (stack === null) {
    process.stderr.write(`No demo runs in ${paths.dir}: start one with \`npm run demo\`.\n`);
    return 1;
  }
  const lines = Object.entries(stack.env).flatMap(([name, value]) =>
    name === KEPT_BACK ? [] : [`${name}=${value}`],
  );
  process.stdout.write(`# ${stack.url}; the bot's key stays in ${paths.keys}\n${lines.join('\n')}\n`);
  return 0;
};
