// `npm run demo` and `npm run dev`: looks at what was asked, sets everything up, then starts the stack in this same process, so that Ctrl-C reaches one place.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { demoOptions, USAGE } from '../stack/demo/options.mjs';

const USAGE_ERROR = 2;
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const end = (message, code) => {
  process.stderr.write(`${message}\n`);
  process.exit(code);
};

const args = process.argv.slice(2);
const options = demoOptions(args);
if (!options.ok) end(`${options.error.message}\n\n${USAGE}`, USAGE_ERROR);
if (options.value.help) {
  process.stdout.write(`${USAGE}\n`);
  process.exit(0);
}

const setUp = (...steps) => {
  const only = steps.flatMap((step) => ['--only', step]);
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs'), ...only], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) process.exit(status ?? 1);
};

setUp('packages');
// Installed by now, and not before.
const { register } = await import(import.meta.resolve('tsx/esm/api'));
register();
if (options.value.env) {
  const { printEnvironment } = await import(
    new URL('../stack/process/running-stack.ts', import.meta.url).href
  );
  process.exit(printEnvironment(options.value.dir ?? undefined));
}
// A price file is read before the minutes that building takes.
const { loadTape } = await import(new URL('../stack/world/price-tape.ts', import.meta.url).href);
const tape = options.value.usdc || options.value.intents ? null : loadTape(options.value);
if (tape?.ok === false) end(tape.error.message, USAGE_ERROR);

// What runs from its sources need not be built.
if (!options.value.intents) setUp('contracts', ...(options.value.dev ? [] : ['web']));
const { runDemo } = await import(new URL('../stack/demo/demo.ts', import.meta.url).href);
await runDemo(args);
