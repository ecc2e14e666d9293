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

/** Silence after which a command is taken to be stuck. Slow machines are only slow: the longest single test is quiet for two minutes. */
const STALL_SECONDS = 600;

/**
 * Runs a command in the project's folder and gathers what it says. However long it takes, it is ended only once it has said
 * nothing for `stallSeconds`.
 * @param {readonly string[]} command
 * @param {{ env?: Record<string, string>, stallSeconds?: number }} [options]
 * @returns {Promise<{ code: number, output: string }>} never rejects; a command that can't start has code 127; the output of one that was ended says so
 */
export function run([program, ...args], { env = {}, stallSeconds = STALL_SECONDS } = {}) {
  return new Promise((done) => {
    let output = '';
    const child = spawn(program, args, {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    children.add(child);
    const stall = setTimeout(() => {
      output += `\nended: it said nothing for ${stallSeconds} s\n`;
      endGroup(child);
      setTimeout(() => endGroup(child, 'SIGKILL'), 5_000).unref();
    }, stallSeconds * 1_000);
    const gather = (chunk) => {
      output += chunk;
      stall.refresh();
    };
    child.stdout.setEncoding('utf8').on('data', gather);
    child.stderr.setEncoding('utf8').on('data', gather);
    const finish = (code) => {
      clearTimeout(stall);
      children.delete(child);
      done({ code, output });
    };
    child.on('error', (error) => {
      output += `${program}: ${error.message}\n`;
      finish(127);
    });
    child.on('close', (code) => finish(code ?? 1));
  });
}
