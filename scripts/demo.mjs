// `npm run demo`: sets everything up, then starts the stack in this same process, so that Ctrl-C reaches one place.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const setUp = spawnSync(process.execPath, [join(root, 'scripts/setup.mjs')], {
  cwd: root,
  stdio: ['ignore', 'ignore', 'inherit'],
});
if (setUp.status !== 0) process.exit(setUp.status ?? 1);

// Installed by now, and not before.
const { register } = await import(import.meta.resolve('tsx/esm/api'));
register();
const { runDemo } = await import(new URL('../stack/demo/demo.ts', import.meta.url).href);
await runDemo(process.argv.slice(2));
