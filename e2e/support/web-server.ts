import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A busy machine takes many times the half second of a quiet one. */
const START_WITHIN_MS = 120_000;
/** A port that was free when it was chosen may be somebody's a moment later. */
const TRIES = 5;
const ROOT = resolve(import.meta.dirname, '../..');
const STANDALONE = join(ROOT, '.next/standalone');
/** By one process, or as `npm start` serves it, by two. */
const PROGRAMS = {
  alone: [join(STANDALONE, 'server.js')],
  served: [join(ROOT, 'scripts/serve.mjs'), '--processes=2'],
} as const;

function freePort(): Promise<number> {
  return new Promise((answer) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => answer(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

export type WebServer = { readonly url: string; readonly pid: number; readonly stop: () => void };

/** The server on this port, or that it ended before it answered. */
async function startAt(
  port: number,
  env: Readonly<Record<string, string>>,
  program: keyof typeof PROGRAMS,
): Promise<WebServer | 'ended'> {
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, PROGRAMS[program], {
    cwd: STANDALONE,
    env: {
      PATH: process.env.PATH ?? '',
      NODE_ENV: 'production',
      HOSTNAME: '127.0.0.1',
      PORT: String(port),
      APP_URL: url,
      ...env,
    },
    stdio: 'ignore',
  });
  const deadline = Date.now() + START_WITHIN_MS;
  while (Date.now() < deadline) {
    const answered = await fetch(`${url}/icon.svg`).then(
      (response) => response.ok,
      () => false,
    );
    // What answers where ours has ended is somebody else's.
    if (child.exitCode !== null) return 'ended';
    if (answered) return { url, pid: child.pid ?? 0, stop: () => void child.kill('SIGKILL') };
    await pause(100);
  }
  child.kill('SIGKILL');
  throw new Error('the web server did not start');
}

/** The standalone build on a port of its own, with nothing in its environment but what is given, and APP_URL where it is reached. */
export async function startWebServer(
  env: Readonly<Record<string, string>>,
  program: keyof typeof PROGRAMS = 'alone',
): Promise<WebServer> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const started = await startAt(await freePort(), env, program);
    if (started !== 'ended') return started;
  }
  throw new Error('the web server ended as soon as it was started');
}
