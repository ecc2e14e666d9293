import { cpSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fingerprint, isFresh, writeStamp } from './fingerprint.mjs';
import { ROOT, run } from './process.mjs';

const CONTRACT_SOURCES = [
  'hardhat/contracts',
  'hardhat/hardhat.config.ts',
  'hardhat/hardhat.config.cts',
  'hardhat/package.json',
  'package-lock.json',
];
const WEB_SOURCES = [
  'app',
  'components',
  'lib',
  'services',
  'public',
  'next.config.ts',
  'proxy.ts',
  'postcss.config.mjs',
  'tsconfig.json',
  'package-lock.json',
];

/** Compiles the contracts when a source, the compiler's settings or the lockfile changed. */
export const contractsStep = {
  name: 'contracts',
  does: 'compiles the contracts and the Limit Order Protocol: half a minute to two minutes',
  isDone: () => isFresh('contracts', fingerprint(CONTRACT_SOURCES), ['hardhat/artifacts']),
  async work() {
    const print = fingerprint(CONTRACT_SOURCES);
    // The compilers are silent for all of their two minutes, which a busy machine makes many.
    const result = await run(['npm', 'run', '--silent', '-w', 'hardhat', 'compile'], { stallSeconds: 1_800 });
    if (result.code === 0) writeStamp('contracts', print);
    return result;
  },
};

/** Builds the standalone web app when anything it is made of changed. */
export const webStep = {
  name: 'web app',
  does: 'builds the web app: half a minute to a minute',
  isDone: () =>
    isFresh('web', fingerprint(WEB_SOURCES), [
      '.next/standalone/server.js',
      '.next/standalone/.next/static',
      'next-env.d.ts',
    ]),
  async work() {
    const print = fingerprint(WEB_SOURCES);
    const result = await run(['node_modules/.bin/next', 'build'], {
      env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
    });
    if (result.code !== 0) return result;
    // The standalone server serves these itself only when they lie beside it.
    const staticFiles = join(ROOT, '.next/standalone/.next/static');
    rmSync(staticFiles, { recursive: true, force: true });
    cpSync(join(ROOT, '.next/static'), staticFiles, { recursive: true });
    if (existsSync(join(ROOT, 'public')))
      cpSync(join(ROOT, 'public'), join(ROOT, '.next/standalone/public'), { recursive: true });
    writeStamp('web', print);
    return result;
  },
};
