import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');

const children = new Set();

/** Ends a process and all it started: each runs in a group of its own. */
export function endGroup(child, signal = 'SIGTERM') {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // Already gone.
  }
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.on(signal, () => {
    for (const child of children) endGroup(child);
    setTimeout(() => process.exit(code), 200);
  });
}

/**
 * Runs a command in the project's folder and gathers what it says.
 * @param {readonly string[]} command
 * @param {{ env?: Record<string, string>, timeoutSeconds?: number }} [options]
 * @returns {Promise<{ code: number, output: string, timedOut: boolean }>} never rejects; a command that can't start has code 127
 */
export function run([program, ...args], { env = {}, timeoutSeconds } = {}) {
  return new Promise((done) => {
    let output = '';
    let timedOut = false;
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    children.add(child);
    const limit =
      timeoutSeconds === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            endGroup(child);
            setTimeout(() => endGroup(child, 'SIGKILL'), 5_000).unref();
          }, timeoutSeconds * 1_000);
    const gather = (chunk) => {
      output += chunk;
    };
    child.stdout.setEncoding('utf8').on('data', gather);
    child.stderr.setEncoding('utf8').on('data', gather);
    const finish = (code) => {
      clearTimeout(limit);
      children.delete(child);
      done({ code, output, timedOut });
    };
    child.on('error', (error) => {
      output += `${program}: ${error.message}\n`;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}
