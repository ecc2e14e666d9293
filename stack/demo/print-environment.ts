import { stackPaths } from '../process/paths.ts';
import { readRunningStack } from '../process/running-stack.ts';

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
